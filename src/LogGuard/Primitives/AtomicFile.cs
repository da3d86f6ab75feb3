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
    /// <param name="replaces">Whether an existing file is replaced; if not, it is an error.</param>
    /// <exception cref="IOException">The disk or the folder does not allow it, or the file exists and is not to be replaced.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void Write(string path, Action<Stream> write, bool replaces = true)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // A name that nobody can guess, and a file that did not exist: a link of that name would lead elsewhere.
        var temporary = $"{path}.{Guid.NewGuid():N}{TemporarySuffix}";
        try
        {
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, replaces);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            // Thrown by .NET if the file would exceed a size limit of the process or the file system.
            TryDelete(temporary);
            throw new IOException(exception.Message, exception);
        }
        catch
        {
            TryDelete(temporary);
            throw;
        }
    }

    /// <summary>Deletes the temporary files of processes that ended while they wrote a file.</summary>
    /// <param name="path">The file. Nobody else may write it meanwhile.</param>
    public static void DeleteLeftovers(string path)
    {
        try
        {
            foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*" + TemporarySuffix))
            {
                TryDelete(leftover);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The folder is missing or cannot be read; nothing is left in it then.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is deleted at a later start.
        }
    }
}
