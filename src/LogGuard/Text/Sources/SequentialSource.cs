namespace LogGuard.Parsing;

/// <summary>The lines of input that is read once, from its beginning to its end.</summary>
internal abstract class SequentialSource<T>(LineSplitter<T> splitter) : SplitterSource<T>(splitter)
    where T : unmanaged
{
    private readonly LineSplitter<T> _splitter = splitter;
    private Task<int>? _pending;
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
            count = await ReadNextAsync(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Whether a read goes on that cancellation did not end; it writes to the splitter's buffer.</summary>
    protected bool IsReading => _pending is { IsCompleted: false };

    public override void Dispose()
    {
        if (IsReading)
        {
            // The buffer must not serve others while the read may write to it.
            _splitter.Abandon();
            _pending!.ContinueWith(static read => read.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }

        base.Dispose();
    }

    /// <summary>Reads the next items; 0 at the end. An exception ends the source with a fault.</summary>
    protected abstract ValueTask<int> ReadAsync(Memory<T> space, CancellationToken cancellationToken);

    // Standard input and some pipes do not end a read when it is cancelled. The next call then goes on with that read.
    private async ValueTask<int> ReadNextAsync(CancellationToken cancellationToken)
    {
        if (_pending is null)
        {
            var read = ReadAsync(_splitter.GetSpace(), cancellationToken);
            if (read.IsCompleted)
            {
                return await read.ConfigureAwait(false);
            }

            _pending = read.AsTask();
        }

        try
        {
            return await _pending.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _pending = IsReading ? _pending : null;
        }
    }
}
