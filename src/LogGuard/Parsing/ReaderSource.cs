namespace LogGuard.Parsing;

/// <summary>The lines of a reader of characters, up to its end.</summary>
internal sealed class ReaderSource : CutterSource<char>
{
    private readonly TextReader _reader;
    private readonly CharacterCutter _cutter;
    private bool _isAtEnd;

    /// <param name="reader">Read by nobody else meanwhile; not closed with this.</param>
    /// <param name="lineLengthLimit">Most characters of a line; the rest is left out.</param>
    public ReaderSource(TextReader reader, int lineLengthLimit = TextLogOptions.DefaultLineLengthLimit)
        : this(reader, new CharacterCutter(lineLengthLimit))
    {
    }

    private ReaderSource(TextReader reader, CharacterCutter cutter)
        : base(cutter)
    {
        _reader = reader;
        _cutter = cutter;
    }

    /// <summary>0: what was no text is hidden by whoever decoded it.</summary>
    public override long InvalidCharacterCount => 0;

    public override async ValueTask<LineWait> WaitForMoreAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_isAtEnd)
        {
            return LineWait.Ended;
        }

        var count = 0;
        try
        {
            count = await _reader.ReadAsync(_cutter.GetSpace(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fault = $"the text reader failed: {exception.Message}";
        }

        _cutter.Commit(count);
        if (count == 0)
        {
            _isAtEnd = true;
            _cutter.End(isLast: true);
            return _cutter.HasUnfinishedLine ? LineWait.More : LineWait.Ended;
        }

        return LineWait.More;
    }

    public override TextPosition? GetPosition(LineMark mark) => null;
}
