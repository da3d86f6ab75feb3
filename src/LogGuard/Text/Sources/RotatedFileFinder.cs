namespace LogGuard.Parsing;

/// <summary>Finds a log file that was renamed by rotation while the reader was not running.</summary>
internal static class RotatedFileFinder
{
    /// <summary>Most files that are examined, newest first: one or two weeks of daily rotation.</summary>
    private const int Limit = 16;

    /// <summary>Opens the file of a position at that position.</summary>
    /// <param name="path">Its former name. The new name is in the same folder and begins with it, apart from the extension.</param>
    /// <param name="position">The position.</param>
    /// <param name="splitter">Is started at the position.</param>
    /// <returns>Null if there is no such file.</returns>
    public static LogFile? TryOpen(string path, TextPosition position, ByteLineSplitter splitter)
    {
        // Every file begins like an empty one, and nothing of an empty file can be missed.
        return position.HeadLength == 0 ? null : Candidates(path).Select(candidate => TryOpenOne(candidate, position, splitter)).FirstOrDefault(file => file is not null);
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

    private static LogFile? TryOpenOne(string path, TextPosition position, ByteLineSplitter splitter)
    {
        LogFile? file = null;
        try
        {
            file = LogFile.Open(path);
            if (file.TryResume(position, splitter))
            {
                return file;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Unreadable: another file.
        }

        file?.Dispose();
        return null;
    }
}
