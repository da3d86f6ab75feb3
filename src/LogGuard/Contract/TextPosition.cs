namespace LogGuard;

/// <summary>
/// The position in a text log. The file is recognized by its first bytes, since it may be renamed and another file may take its
/// name.
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

    /// <summary>Whether it can be the position in a file.</summary>
    internal bool IsSound => this is { Offset: >= 0, LineNumber: >= 0, HeadLength: >= 0 and <= HeadLimit };

    /// <summary>Largest number of bytes that <see cref="HeadHash"/> covers.</summary>
    internal const int HeadLimit = 256;
}
