using LogGuard.Primitives;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Parsing;

/// <summary>
/// The first bytes of a file. With its number in the file system and the last bytes that were read they identify it under another
/// name, compressed or copied, and after another file took its name.
/// </summary>
internal sealed class FileSignature
{
    /// <summary>
    /// Enough bytes for the time of the first lines, which no two logs share. The identical preambles that loggers write at
    /// the top of every file are mostly shorter.
    /// </summary>
    public const int Size = TextPosition.HeadLimit;

    private readonly byte[] _bytes = new byte[Size];

    /// <summary>Number of known bytes. It may be smaller at first, in a short file.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public ulong Hash => StableHash.Of(Bytes);

    /// <summary>Reads the bytes that were added to a short file.</summary>
    public void Extend(SafeFileHandle file)
    {
        if (Length < Size)
        {
            Length += Read(file, _bytes.AsSpan(Length), Length);
        }
    }

    public void Clear() => Length = 0;

    /// <summary>Whether a file begins with these bytes.</summary>
    public bool IsHeadOf(SafeFileHandle file)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes = bytes[..Length];
        return Read(file, bytes, 0) == Length && bytes.SequenceEqual(Bytes);
    }

    /// <summary>Whether <paramref name="length"/> bytes of a file, at most 256, have a given hash; true for none.</summary>
    public static bool Matches(SafeFileHandle file, long offset, int length, ulong hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes = bytes[..length];
        return length == 0 || (Read(file, bytes, offset) == length && StableHash.Of(bytes) == hash);
    }

    /// <summary>Reads until the buffer is full or the file ends.</summary>
    public static int Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        var length = 0;
        while (length < bytes.Length)
        {
            var count = RandomAccess.Read(file, bytes[length..], offset + length);
            if (count == 0)
            {
                break;
            }

            length += count;
        }

        return length;
    }
}
