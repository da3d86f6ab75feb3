namespace LogGuard.Learning.Snapshots;

/// <summary>Checks at the start whether snapshots can be saved, so that a model is not lost at the end of a long learning.</summary>
internal static class FolderCheck
{
    /// <summary>Creates the folder if necessary, and creates and deletes a file in it.</summary>
    /// <returns>The problem; null if the folder can be written to.</returns>
    public static string? ProblemOf(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose };
            using var probe = new FileStream(Path.Combine(folder, $".writable-{Guid.NewGuid():N}"), options);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}
