namespace LogGuard.Primitives;

/// <summary>
/// Writes a file by an atomic rename: a temporary file beside it is written, flushed to the disk and renamed, so that a crash
/// leaves the previous content.
/// </summary>
internal static class AtomicFile
{
    private const string TemporarySuffix = ".saving";

    /// <summary>Writes a file. Its folder is created if it is missing.</summary>
    /// <param name="path">The file, with its folder.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The disk or the folder does not allow it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = path + TemporarySuffix;
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            write(file);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
