using LogGuard.Primitives;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Parsing;

/// <summary>
/// The first bytes of a file, by which it is known again under another name and after another took its name. File
/// systems number files too, but no two platforms tell the number alike, and numbers are used again.
/// </summary>
internal sealed class FileHead
{
    /// <summary>Enough for the time of the first lines, which no two logs share; what a logger writes atop each file alike is mostly shorter.</summary>
    public const int Size = 256;

    private readonly byte[] _bytes = new byte[Size];

    /// <summary>Bytes known: a file may be shorter, at first.</summary>
    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public ulong Hash => StableHash.Of(Bytes);

    /// <summary>Takes what has been added to a short file.</summary>
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

    /// <summary>Whether a file begins with that many bytes of that hash.</summary>
    public static bool Matches(SafeFileHandle file, int length, ulong hash)
    {
        Span<byte> bytes = stackalloc byte[Size];
        bytes = bytes[..length];
        return Read(file, bytes, 0) == length && StableHash.Of(bytes) == hash;
    }

    /// <summary>Reads until the bytes are full or the file ends.</summary>
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
