namespace LogGuard.Parsing;

/// <summary>The lines of input that is read once, from its beginning to its end.</summary>
internal abstract class SequentialSource<T>(LineSplitter<T> splitter) : SplitterSource<T>(splitter)
    where T : unmanaged
{
    private readonly LineSplitter<T> _splitter = splitter;
    private bool _isAtEnd;

    /// <summary>The name of the input in messages.</summary>
    protected abstract string Name { get; }

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
            count = await ReadAsync(_splitter.GetSpace(), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Fault = $"{Name} failed: {exception.Message}";
        }

        _splitter.Commit(count);
        if (count > 0)
        {
            return LineWait.More;
        }

        _isAtEnd = true;
        _splitter.End(isLast: true);
        return _splitter.HasUnfinishedLine ? LineWait.More : LineWait.Ended;
    }

    public override TextPosition? GetPosition(LinePosition mark) => null;

    /// <summary>Reads the next items; 0 at the end. An exception ends the source with a fault.</summary>
    protected abstract ValueTask<int> ReadAsync(Memory<T> space, CancellationToken cancellationToken);
}
