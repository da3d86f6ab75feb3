using System.Runtime.InteropServices;
using System.Text;

namespace LogGuard.Parsing;

/// <summary>
/// The encoding of a text, and its bytes for CR and LF. Lines are cut before they are decoded, so that each has its place in
/// the file and an invalid one damages no other. The only requirement is that LF is one unit of 1, 2 or 4 bytes that occurs
/// nowhere else.
/// </summary>
internal sealed class LineEncoding
{
    /// <summary>Bytes at the beginning of a text that tell UTF-16 and UTF-32 without a mark from text that has NULs.</summary>
    private const int GuessSize = 16;

    private readonly uint _lineFeed;
    private readonly uint _return;

    private LineEncoding(Encoding encoding, byte[] lineFeed, byte[] carriageReturn)
    {
        Encoding = encoding;
        UnitSize = lineFeed.Length;
        _lineFeed = Unit(lineFeed);
        _return = Unit(carriageReturn);
    }

    /// <summary>UTF-8, the encoding of all text without a mark.</summary>
    public static LineEncoding Utf8 { get; } = TryFor(Encoding.UTF8)!;

    public Encoding Encoding { get; }

    /// <summary>Bytes of a line end. The length of a line is a multiple of it.</summary>
    public int UnitSize { get; }

    /// <summary>The encoding's lines; null if its line ends cannot be found in its bytes.</summary>
    public static LineEncoding? TryFor(Encoding encoding)
    {
        var lineFeed = encoding.GetBytes("\n");
        var carriageReturn = encoding.GetBytes("\r");
        return lineFeed.Length is 1 or 2 or 4 && lineFeed.Length == carriageReturn.Length ? new LineEncoding(encoding, lineFeed, carriageReturn) : null;
    }

    /// <summary>Finds the encoding by the beginning of a text: its byte order mark, or where it has NULs.</summary>
    /// <param name="head">The first bytes of the text.</param>
    /// <param name="isComplete">Whether the text has no more bytes, or the decision cannot wait for them.</param>
    /// <param name="otherwise">The encoding of a text without a mark.</param>
    /// <param name="markLength">Bytes of the mark.</param>
    /// <returns>Null if more bytes are needed to decide.</returns>
    public static LineEncoding? Detect(ReadOnlySpan<byte> head, bool isComplete, LineEncoding otherwise, out int markLength)
    {
        markLength = 0;
        foreach (var encoding in Marked)
        {
            // UTF-32 is tested first: its mark begins with that of UTF-16.
            var mark = encoding.Encoding.Preamble;
            if (head.StartsWith(mark))
            {
                markLength = mark.Length;
                return encoding;
            }

            if (!isComplete && mark.StartsWith(head))
            {
                return null;
            }
        }

        return otherwise.UnitSize == 1 ? Guess(head, isComplete, otherwise) : otherwise;
    }

    public int IndexOfLineEnd(ReadOnlySpan<byte> bytes) => IndexOf(bytes, _lineFeed);

    public int IndexOfReturn(ReadOnlySpan<byte> bytes) => IndexOf(bytes, _return);

    public ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line.Length >= UnitSize && line.Length % UnitSize == 0 && Unit(line[^UnitSize..]) == _return ? line[..^UnitSize] : line;

    // A log begins with ASCII, as that of a time or a level: one byte of the first two is NUL in UTF-16 and UTF-32, and so are
    // the same bytes of the units that follow. Only these bytes count, so that it does not matter in what pieces they come.
    private static LineEncoding? Guess(ReadOnlySpan<byte> head, bool isComplete, LineEncoding otherwise)
    {
        if (!isComplete && (head.Length < 2 || (head[..2].Contains((byte)0) && head.Length < GuessSize)))
        {
            return null;
        }

        if (head.Length < 2 || !head[..2].Contains((byte)0))
        {
            return otherwise;
        }

        head = head[..Math.Min(head.Length, GuessSize)];
        Span<int> nuls = stackalloc int[4];
        nuls.Clear();
        for (var i = 0; i < head.Length; i++)
        {
            nuls[i % 4] += head[i] == 0 ? 1 : 0;
        }

        // At least two characters of ASCII, and few NULs elsewhere.
        var (even, odd, quads) = (nuls[0] + nuls[2], nuls[1] + nuls[3], head.Length / 4);
        return quads > 1 && Math.Min(nuls[1], nuls[2]) == quads && nuls[3] == quads ? Marked[0]
            : quads > 1 && Math.Min(nuls[1], nuls[2]) == quads && nuls[0] == quads ? Marked[1]
            : odd >= 2 && odd > 4 * even ? Marked[2]
            : even >= 2 && even > 4 * odd ? Marked[3]
            : otherwise;
    }

    private int IndexOf(ReadOnlySpan<byte> bytes, uint unit)
    {
        switch (UnitSize)
        {
            case 1:
                return bytes.IndexOf((byte)unit);
            case 2:
                var two = MemoryMarshal.Cast<byte, ushort>(bytes).IndexOf((ushort)unit);
                return two < 0 ? two : 2 * two;
            default:
                var four = MemoryMarshal.Cast<byte, uint>(bytes).IndexOf(unit);
                return four < 0 ? four : 4 * four;
        }
    }

    private static LineEncoding[] Marked { get; } =
    [
        TryFor(new UTF32Encoding(bigEndian: false, byteOrderMark: true))!,
        TryFor(new UTF32Encoding(bigEndian: true, byteOrderMark: true))!,
        TryFor(new UnicodeEncoding(bigEndian: false, byteOrderMark: true))!,
        TryFor(new UnicodeEncoding(bigEndian: true, byteOrderMark: true))!,
        Utf8,
    ];

    private static uint Unit(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => MemoryMarshal.Read<ushort>(bytes),
        _ => MemoryMarshal.Read<uint>(bytes),
    };
}
