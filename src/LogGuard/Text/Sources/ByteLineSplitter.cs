namespace LogGuard.Parsing;

/// <summary>
/// Cuts bytes into lines and decodes each line. A byte order mark at the beginning of the text decides the encoding; without
/// one a given encoding is used.
/// </summary>
internal sealed class ByteLineSplitter(LineEncoding otherwise, int lineLengthLimit) : LineSplitter<byte>
{
    /// <summary>Bytes of the longest byte order mark.</summary>
    public const int MarkLimit = 4;

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
    /// The first four bytes of the text (all of a shorter one) if the place is not its beginning: they may hold a byte order
    /// mark.
    /// </param>
    public void Start(long position, long lineNumber, ReadOnlySpan<byte> head)
    {
        Start(position, lineNumber);
        _encoding = null;
        if (position > 0)
        {
            SetEncoding(LineEncoding.Detect(head, isComplete: true, otherwise, out _)!);
        }
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
            var encoding = LineEncoding.Detect(Held, IsComplete, otherwise, out var markLength);
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

    protected override ReadOnlySpan<byte> WithoutReturn(ReadOnlySpan<byte> line) => _encoding!.WithoutReturn(line);

    protected override ReadOnlySpan<char> Decode(ReadOnlySpan<byte> line, out bool isShortened) => _decoder!.Decode(line, out isShortened);

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
