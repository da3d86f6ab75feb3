namespace LogGuard.Parsing;

/// <summary>Finds a log file again that was rotated away while nobody was looking.</summary>
internal static class RenamedFile
{
    /// <summary>Files looked into, newest first: rotation keeps about a week or two of days.</summary>
    private const int Limit = 16;

    /// <summary>Opens the file that a position is of, at that position.</summary>
    /// <param name="path">Its name of then; the new one begins alike, in the same folder, but for the extension.</param>
    /// <param name="position">Where to go on.</param>
    /// <param name="cutter">Started there.</param>
    /// <returns>Null where there is no such file.</returns>
    public static LogFile? TryOpen(string path, TextPosition position, ByteCutter cutter)
    {
        // Anything is like a file that was empty, and nothing is missed by not finding it.
        return position.HeadLength == 0 ? null : Candidates(path).Select(candidate => TryOpenOne(candidate, position, cutter)).FirstOrDefault(file => file is not null);
    }

    private static List<string> Candidates(string path)
    {
        try
        {
            var name = Path.GetFileNameWithoutExtension(path);
            return
            [
                .. new DirectoryInfo(Path.GetDirectoryName(path)!).EnumerateFiles()
                    .Where(file => file.Name.StartsWith(name, StringComparison.Ordinal) && file.FullName != path)
                    .OrderByDescending(file => file.LastWriteTimeUtc)
                    .Take(Limit)
                    .Select(file => file.FullName),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static LogFile? TryOpenOne(string path, TextPosition position, ByteCutter cutter)
    {
        LogFile? file = null;
        try
        {
            file = LogFile.Open(path);
            if (file.TryResume(position, cutter))
            {
                return file;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Not readable: not the one.
        }

        file?.Dispose();
        return null;
    }
}
