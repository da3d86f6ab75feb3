using LogGuard.Primitives;
using Microsoft.Win32.SafeHandles;

namespace LogGuard.Parsing;

/// <summary>
/// The decompressed bytes of a gzip file that may grow: members that are appended are read, and one that is not whole yet is read
/// on when the file has grown.
/// </summary>
internal sealed class GZipContent(SafeFileHandle file) : IDisposable
{
    private FileStream? _source;
    private CheckedGZipStream? _members;

    // The end of the last member that is whole, and the decompressed bytes behind it that were given.
    private long _start;
    private long _given;
    private bool _isDamaged;

    /// <summary>Bytes of the file at the last end; 0 before.</summary>
    public long KnownLength { get; private set; }

    /// <summary>Reads the next bytes.</summary>
    /// <returns>0 if there are no more at present.</returns>
    /// <exception cref="InvalidDataException">The data is damaged or truncated. Thrown once, until the file has grown.</exception>
    public int Read(Span<byte> bytes)
    {
        if (_isDamaged || (_members is null && KnownLength == RandomAccess.GetLength(file)))
        {
            return 0;
        }

        int count;
        try
        {
            if (_members is null)
            {
                Open();
            }

            count = _members!.Read(bytes);
        }
        catch (InvalidDataException)
        {
            // Damaged data stays so; data behind it cannot be told from the rest of it.
            _isDamaged = !_members!.IsTruncated;
            Close();
            throw;
        }

        _given += count;
        if (count == 0)
        {
            Close();
            (_start, _given) = (KnownLength, 0);
        }

        return count;
    }

    /// <summary>Whether a gzip file begins with the content that was read up to a position.</summary>
    /// <param name="file">The file.</param>
    /// <param name="position">The position; in this file, or in one that it was made of.</param>
    public static bool Holds(SafeFileHandle file, TextPosition position)
    {
        var isHead = position.HeadLength > 0 && FileSignature.Matches(file, 0, position.HeadLength, position.HeadHash);
        if (isHead && position.CheckLength == 0)
        {
            return true;
        }

        var head = new byte[isHead ? 0 : position.HeadLength];
        var check = new byte[position.CheckLength];
        var end = Math.Max(Math.Max(position.Offset, position.CheckEnd), head.Length);
        using var content = new GZipContent(file);
        var bytes = new byte[LineSplitter<byte>.ReadSize];
        for (long offset = 0; offset < end;)
        {
            int count;
            try
            {
                count = content.Read(bytes);
            }
            catch (InvalidDataException)
            {
                return false;
            }

            if (count == 0)
            {
                return false;
            }

            Collect(bytes.AsSpan(0, count), offset, head, 0);
            Collect(bytes.AsSpan(0, count), offset, check, position.CheckOffset);
            offset += count;
            if (!isHead && offset >= head.Length)
            {
                if (StableHash.Of(head) != position.HeadHash)
                {
                    return false;
                }

                isHead = true;
            }
        }

        return (isHead || StableHash.Of(head) == position.HeadHash) && (check.Length == 0 || StableHash.Of(check) == position.CheckHash);
    }

    public void Dispose() => Close();

    private void Open()
    {
        // Not owned: the file stays open.
        _source = new FileStream(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Read, LineSplitter<byte>.ReadSize) { Position = _start };
        _members = new CheckedGZipStream(_source);
        var skipped = new byte[LineSplitter<byte>.ReadSize];
        for (var left = _given; left > 0;)
        {
            var count = _members.Read(skipped.AsSpan(0, (int)Math.Min(skipped.Length, left)));
            if (count == 0)
            {
                break;
            }

            left -= count;
        }
    }

    private void Close()
    {
        KnownLength = _source?.Position ?? KnownLength;
        _members?.Dispose();
        (_source, _members) = (null, null);
    }

    // Copies the part of the bytes that lies in a range of the content.
    private static void Collect(ReadOnlySpan<byte> bytes, long offset, Span<byte> range, long start)
    {
        var from = Math.Max(offset, start);
        var to = Math.Min(offset + bytes.Length, start + range.Length);
        if (from < to)
        {
            bytes[(int)(from - offset)..(int)(to - offset)].CopyTo(range[(int)(from - start)..]);
        }
    }
}
