namespace LogGuard.Cli.Input;

/// <summary>A log to read.</summary>
/// <param name="Name">Its name in messages.</param>
/// <param name="Path">The full path; null for standard input.</param>
internal sealed record LogFile(string Name, string? Path)
{
    public static LogFile StandardInput { get; } = new("standard input", null);

    /// <summary>The length in bytes; 0 where it is not known.</summary>
    public long Length => Path is null ? 0 : new FileInfo(Path).Length;
}
