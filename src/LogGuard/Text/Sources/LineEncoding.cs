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

    /// <summary>Finds the encoding by the byte order mark at the beginning of a text.</summary>
    /// <param name="head">The first bytes of the text.</param>
    /// <param name="isComplete">Whether the text has no more bytes.</param>
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

        return otherwise;
    }

    public int IndexOfLineEnd(ReadOnlySpan<byte> bytes)
    {
        switch (UnitSize)
        {
            case 1:
                return bytes.IndexOf((byte)_lineFeed);
            case 2:
                var two = MemoryMarshal.Cast<byte, ushort>(bytes).IndexOf((ushort)_lineFeed);
                return two < 0 ? two : 2 * two;
            default:
                var four = MemoryMarshal.Cast<byte, uint>(bytes).IndexOf(_lineFeed);
                return four < 0 ? four : 4 * four;
        }
    }

    public ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) =>
        line.Length >= UnitSize && line.Length % UnitSize == 0 && Unit(line[^UnitSize..]) == _return ? line[..^UnitSize] : line;

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
