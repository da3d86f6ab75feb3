namespace LogGuard.Parsing;

/// <summary>
/// Cuts bytes into lines and decodes each line. The beginning of each text decides its encoding: a byte order mark, or the NULs of
/// UTF-16 and UTF-32 without one; otherwise a given encoding is used.
/// </summary>
internal sealed class ByteLineSplitter(LineEncoding otherwise, int lineLengthLimit) : LineSplitter<byte>
{
    /// <summary>Bytes at the beginning of a text that tell its encoding and its line ends.</summary>
    public const int SampleSize = 4096;

    // Holes are removed in steps of the largest unit: what follows keeps its place in the units.
    private const int UnitLimit = 4;

    private LineDecoder? _decoder;
    private LineEncoding? _encoding;
    private long _invalidCount;

    /// <summary>Number of invalid byte sequences, each decoded as one U+FFFD.</summary>
    public long InvalidCount => _invalidCount + (_decoder?.InvalidCount ?? 0);

    // No encoding takes more than four bytes for a character. The CR and the byte order mark need room too.
    protected override int HeldLimit => 4 * lineLengthLimit + 8;

    protected override int UnitSize => _encoding!.UnitSize;

    /// <summary>Starts another text, or continues at another place of this one.</summary>
    /// <param name="position">Number of bytes before that place.</param>
    /// <param name="lineNumber">Number of lines before it.</param>
    /// <param name="head">
    /// The first <see cref="SampleSize"/> bytes of the text (all of a shorter one) if the place is not its beginning: they tell the
    /// encoding and the line ends.
    /// </param>
    public void Start(long position, long lineNumber, ReadOnlySpan<byte> head)
    {
        Start(position, lineNumber);
        if (position > 0)
        {
            SetEncoding(LineEncoding.Detect(head[NulLength(head, UnitLimit)..], isComplete: true, otherwise, out _)!);
            DecideLineEnd(head[..(head.Length - (head.Length % UnitSize))]);
        }
    }

    public override void Start(long position, long lineNumber)
    {
        base.Start(position, lineNumber);
        _encoding = null;
    }

    /// <summary>
    /// The number of bytes at the end of <paramref name="before"/>, which precede the place of <c>Start</c>, that belong to the line
    /// continuing there; all of them if the line begins before them.
    /// </summary>
    public int UnfinishedLength(ReadOnlySpan<byte> before)
    {
        // Counted in whole units of the encoding from the place on, which lies between two units.
        var rest = before[(before.Length % UnitSize)..];
        for (var start = 0; ;)
        {
            var index = _encoding!.IndexOfLineEnd(rest[start..]);
            if (index < 0)
            {
                return start == 0 ? before.Length : rest.Length - start;
            }

            start += index + UnitSize;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _decoder?.Dispose();
    }

    protected override bool TryPrepare()
    {
        if (_encoding is null)
        {
            SkipGap(NulLength(Held, UnitLimit));
            var encoding = LineEncoding.Detect(Held, IsEnding, otherwise, out var markLength);
            if (encoding is null || Held.IsEmpty)
            {
                return false;
            }

            SetEncoding(encoding);
            Skip(markLength);
        }

        return true;
    }

    protected override int IndexOfLineEnd(ReadOnlySpan<byte> items) => _encoding!.IndexOfLineEnd(items);

    protected override int IndexOfReturn(ReadOnlySpan<byte> items) => _encoding!.IndexOfReturn(items);

    protected override int GapLength(ReadOnlySpan<byte> items) => NulLength(items, UnitSize);

    protected override ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => _encoding!.WithoutReturn(line);

    protected override ReadOnlySpan<char> Decode(ReadOnlySpan<byte> line, out bool isShortened) => _decoder!.Decode(line, out isShortened);

    // The NULs at the beginning, in whole units of so many bytes.
    private static int NulLength(ReadOnlySpan<byte> items, int unit)
    {
        var length = items.IndexOfAnyExcept((byte)0);
        length = length < 0 ? items.Length : length;
        return length - (length % unit);
    }

    private void SetEncoding(LineEncoding encoding)
    {
        _encoding = encoding;
        if (_decoder?.Encoding != encoding)
        {
            _invalidCount = InvalidCount;
            _decoder?.Dispose();
            _decoder = new LineDecoder(encoding, lineLengthLimit);
        }
    }
}
