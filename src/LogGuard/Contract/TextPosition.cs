namespace LogGuard;

/// <summary>
/// How far a text log was read. The file is known again by what it begins with: it may be renamed, or another may take
/// its name.
/// </summary>
public sealed record TextPosition
{
    /// <summary>Bytes read, a byte order mark included; of a gzip file, decompressed ones.</summary>
    public required long Offset { get; init; }

    /// <summary>Lines read, from where reading began.</summary>
    public required long LineNumber { get; init; }

    /// <summary>Bytes that <see cref="HeadHash"/> is of, 0..256: the file may have been shorter.</summary>
    public required int HeadLength { get; init; }

    /// <summary>Hash of the first bytes of the file: FNV-1a, 64 bit.</summary>
    public required ulong HeadHash { get; init; }
}
