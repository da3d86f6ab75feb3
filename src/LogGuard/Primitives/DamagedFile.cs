namespace LogGuard.Primitives;

/// <summary>Keeps a file that cannot be read for a person to look at, out of the way of the next one.</summary>
internal static class DamagedFile
{
    /// <summary>Added to the name of a file or folder that is set aside.</summary>
    public const string Suffix = ".damaged";

    /// <summary>Renames a file. An earlier one that was set aside is replaced.</summary>
    /// <param name="path">The file.</param>
    /// <returns>For a message: where it is now.</returns>
    public static string SetAside(string path)
    {
        try
        {
            File.Move(path, path + Suffix, overwrite: true);
            return $"set aside as {Path.GetFileName(path)}{Suffix}";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "left where it is";
        }
    }
}
