using System.Runtime.InteropServices;
using System.Text;

namespace LogGuard.Parsing;

/// <summary>
/// How the lines of a text lie in its bytes: the encoding, and what CR and LF are in it. Lines are cut before they are
/// decoded, so that each has its place in the file and a broken one breaks no other; all that this takes of an encoding
/// is that its LF is one unit of 1, 2 or 4 bytes that is nothing else.
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

    /// <summary>UTF-8, which all is taken for that says nothing else.</summary>
    public static LineEncoding Utf8 { get; } = TryFor(Encoding.UTF8)!;

    public Encoding Encoding { get; }

    /// <summary>Bytes that a line end takes, and that the length of a line is a multiple of.</summary>
    public int UnitSize { get; }

    /// <summary>Null where lines cannot be told apart in an encoding's bytes.</summary>
    public static LineEncoding? TryFor(Encoding encoding)
    {
        var lineFeed = encoding.GetBytes("\n");
        var carriageReturn = encoding.GetBytes("\r");
        return lineFeed.Length is 1 or 2 or 4 && lineFeed.Length == carriageReturn.Length ? new LineEncoding(encoding, lineFeed, carriageReturn) : null;
    }

    /// <summary>Finds the encoding by the byte order mark that a text begins with.</summary>
    /// <param name="head">The first bytes of the text.</param>
    /// <param name="isComplete">Whether these are all that will come.</param>
    /// <param name="otherwise">The encoding of a text without a mark.</param>
    /// <param name="markLength">Bytes of the mark.</param>
    /// <returns>Null where more bytes are needed to tell.</returns>
    public static LineEncoding? Detect(ReadOnlySpan<byte> head, bool isComplete, LineEncoding otherwise, out int markLength)
    {
        markLength = 0;
        foreach (var encoding in Marked)
        {
            // UTF-32 stands before UTF-16, whose mark it begins with.
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
