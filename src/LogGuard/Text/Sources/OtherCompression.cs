namespace LogGuard.Parsing;

/// <summary>Compressed files that cannot be read, by their first bytes. As text they would be thousands of new templates.</summary>
internal static class OtherCompression
{
    /// <summary>The compression of a file; null for text and gzip.</summary>
    public static string? NameOf(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? "zstd"
        : head.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]) ? "xz"
        : head.StartsWith((ReadOnlySpan<byte>)[0x04, 0x22, 0x4D, 0x18]) ? "lz4"
        : head.StartsWith((ReadOnlySpan<byte>)[0x50, 0x4B, 0x03, 0x04]) ? "zip"
        : head.StartsWith("BZh"u8) && head.Length >= 10 && head[4..10].SequenceEqual((ReadOnlySpan<byte>)[0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) ? "bzip2"
        : null;
}
