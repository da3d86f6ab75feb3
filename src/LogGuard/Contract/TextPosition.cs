namespace LogGuard;

/// <summary>
/// The position in a text log. The file is recognized by its number in the file system and by its content, since it may be renamed,
/// compressed or copied, and another file may take its name.
/// </summary>
public sealed record TextPosition
{
    /// <summary>Bytes read, including a byte order mark. For a gzip file these are decompressed bytes.</summary>
    public required long Offset { get; init; }

    /// <summary>Lines read since reading began.</summary>
    public required long LineNumber { get; init; }

    /// <summary>Number of bytes that <see cref="HeadHash"/> covers, 0..256. It is less than 256 if the file was shorter.</summary>
    public required int HeadLength { get; init; }

    /// <summary>Hash of the first bytes of the file: FNV-1a, 64 bit.</summary>
    public required ulong HeadHash { get; init; }

    /// <summary>Where the bytes begin that <see cref="CheckHash"/> covers.</summary>
    public long CheckOffset { get; init; }

    /// <summary>Number of bytes that <see cref="CheckHash"/> covers, 0..256.</summary>
    public int CheckLength { get; init; }

    /// <summary>
    /// Hash of the last bytes that were read: FNV-1a, 64 bit. It moves on with the reading, so that files are told apart that begin
    /// alike.
    /// </summary>
    public ulong CheckHash { get; init; }

    /// <summary>The number of the file in its file system, as device, inode and time of birth; null if the platform does not tell.</summary>
    public string? FileId { get; init; }

    /// <summary>The path of the file itself, where a symbolic link led to it; null if not known.</summary>
    public string? FilePath { get; init; }

    /// <summary>When the file was last written to; null if not known.</summary>
    public DateTimeOffset? LastWriteTime { get; init; }

    /// <summary>
    /// Which of the rotated files with a number before their extension, such as <c>app.1.log</c>, is the younger one: 1 for the higher number,
    /// -1 for the lower one. The default is 0: not known yet.
    /// </summary>
    public int RotationOrder { get; init; }

    /// <summary>Whether it can be the position in a file.</summary>
    internal bool IsSound => this is
    {
        Offset: >= 0, LineNumber: >= 0, HeadLength: >= 0 and <= HeadLimit, CheckOffset: >= 0 and < long.MaxValue - HeadLimit, CheckLength: >= 0 and <= HeadLimit,
        RotationOrder: >= -1 and <= 1,
    };

    /// <summary>Whether nothing was read, so that no content recognizes the file.</summary>
    internal bool IsUnread => this is { Offset: 0, HeadLength: 0, CheckLength: 0 };

    /// <summary>End of the bytes that <see cref="CheckHash"/> covers.</summary>
    internal long CheckEnd => CheckOffset + CheckLength;

    /// <summary>Largest number of bytes that a hash covers.</summary>
    internal const int HeadLimit = 256;
}
