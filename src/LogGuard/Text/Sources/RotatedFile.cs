using LogGuard.Primitives;

namespace LogGuard.Parsing;

/// <summary>A file beside a log.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Name">The parts of its name as a rotated file of the log; null for another name.</param>
/// <param name="Written">Time of the last write.</param>
/// <param name="IsTimeCertain">Whether that is the time of its last line; a program that compresses a file may give it the time of the compression.</param>
internal sealed record RotatedFile(string Path, RotatedName? Name, DateTime Written, bool IsTimeCertain)
{
    private FileIdentity? _identity;

    public FileIdentity? Identity => _identity ??= FileIdentity.Of(Path);

    public bool IsCompressed => RotatedName.IsCompressed(Path);

    /// <summary>Opens it; null if it is gone, or another file has its name now.</summary>
    public LogFile? TryOpen()
    {
        LogFile? file = null;
        try
        {
            file = LogFile.Open(Path);
            if (file.IsSeekable && (Identity is null || file.Identity == Identity))
            {
                return file;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Unreadable: as if it were not there.
        }

        file?.Dispose();
        return null;
    }
}
