namespace LogGuard.Parsing;

/// <summary>Cuts bytes into lines and decodes each: by the byte order mark that the text begins with, else by a given encoding.</summary>
internal sealed class ByteCutter(LineEncoding otherwise, int lineLengthLimit) : LineCutter<byte>
{
    /// <summary>Bytes of the longest byte order mark.</summary>
    public const int MarkLimit = 4;

    private LineDecoder? _decoder;
    private LineEncoding? _encoding;
    private long _invalidCount;

    /// <summary>How often bytes were no text.</summary>
    public long InvalidCount => _invalidCount + (_decoder?.InvalidCount ?? 0);

    // No encoding takes more than four bytes for a character; a CR and the byte order mark take some too.
    protected override int HeldLimit => 4 * lineLengthLimit + 8;

    protected override int UnitSize => _encoding!.UnitSize;

    /// <summary>Starts another text, or goes on somewhere else in this one.</summary>
    /// <param name="position">Bytes before.</param>
    /// <param name="lineNumber">Lines before.</param>
    /// <param name="head">Where there are bytes before: the first four, or all, for the byte order mark.</param>
    public void Start(long position, long lineNumber, ReadOnlySpan<byte> head)
    {
        Start(position, lineNumber);
        _encoding = null;
        if (position > 0)
        {
            SetEncoding(LineEncoding.Detect(head, isComplete: true, otherwise, out _)!);
        }
    }

    /// <summary>How many of the bytes before where it was started are of a line that goes on there; all, where it began before them.</summary>
    public int UnfinishedLength(ReadOnlySpan<byte> before)
    {
        // From a whole unit on: the place is one, whatever the length.
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
