using System.Buffers;

namespace LogGuard.Neural;

/// <summary>Checks what the sources of a network read, so that the inner loops need not, and pins it.</summary>
internal sealed unsafe class BoundBatch
{
    private readonly IReadOnlyList<NetworkSource> _sources;
    private readonly MemoryHandle[] _handles;

    public BoundBatch(NetworkDescription description)
    {
        _sources = description.Sources;
        Rows = new SourceRows[_sources.Count];
        _handles = new MemoryHandle[_sources.Count * 3];
    }

    /// <summary>What each source reads; valid until <see cref="Release"/>.</summary>
    public SourceRows[] Rows { get; }

    /// <summary>Checks windows of a network that reads symbols only, and returns how many there are.</summary>
    public int CheckWindows(ReadOnlySpan<int> windows, int windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        if (_sources.Count != 1 || _sources[0].SymbolCount == 0 || _sources[0].ValueCount > 0)
        {
            throw new ArgumentException("This network reads more than windows of symbols.", nameof(windows));
        }

        if (windows.Length % windowSize != 0)
        {
            throw new ArgumentException($"{windows.Length} symbols are no whole number of windows of {windowSize}.", nameof(windows));
        }

        CheckSymbols(_sources[0], windows);
        return windows.Length / windowSize;
    }

    /// <summary>Takes windows that were checked and pinned.</summary>
    public void BindWindows(int* windows, int windowSize) => Rows[0] = new SourceRows { Symbols = windows, Steps = windowSize };

    /// <summary>Checks and pins a batch and returns its rows.</summary>
    /// <exception cref="ArgumentException">Something does not fit the network, or a value is not finite.</exception>
    public int Bind(NetworkBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(batch.RowCount);
        if (batch.Sources.Length != _sources.Count)
        {
            throw new ArgumentException($"The batch has {batch.Sources.Length} sources; the network reads {_sources.Count}.", nameof(batch));
        }

        for (int source = 0; source < _sources.Count; source++)
        {
            Check(_sources[source], batch.Sources[source], batch.RowCount);
        }

        for (int source = 0; source < _sources.Count; source++)
        {
            SourceBatch part = batch.Sources[source];
            Rows[source] = new SourceRows
            {
                Symbols = (int*)Pin(part.Symbols, source * 3),
                Values = (float*)Pin(part.Values, source * 3 + 1),
                Lengths = (int*)Pin(part.Lengths, source * 3 + 2),
                Steps = part.StepCount,
            };
        }

        return batch.RowCount;
    }

    /// <summary>Ends the pinning.</summary>
    public void Release()
    {
        foreach (ref MemoryHandle handle in _handles.AsSpan())
        {
            handle.Dispose();
        }
    }

    private void* Pin<T>(ReadOnlyMemory<T> memory, int place)
    {
        if (memory.IsEmpty)
        {
            return null;
        }

        _handles[place] = memory.Pin();
        return _handles[place].Pointer;
    }

    private static void Check(NetworkSource source, SourceBatch batch, int rows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch.StepCount, 1);
        long steps = (long)rows * batch.StepCount;
        long symbols = source.SymbolCount > 0 ? steps : 0;
        if (batch.Symbols.Length != symbols || batch.Values.Length != steps * source.ValueCount
            || (batch.Lengths.Length != 0 && batch.Lengths.Length != rows))
        {
            throw new ArgumentException(
                $"There are {batch.Symbols.Length} symbols, {batch.Values.Length} values and {batch.Lengths.Length} lengths; "
                + $"{rows} rows of {batch.StepCount} steps have {symbols}, {steps * source.ValueCount} and {rows} or none.", nameof(batch));
        }

        CheckSymbols(source, batch.Symbols.Span);
        if (batch.Lengths.Span.ContainsAnyExceptInRange(1, batch.StepCount))
        {
            throw new ArgumentException($"A length is outside 1..{batch.StepCount}.", nameof(batch));
        }

        if (!VectorMath.AllFinite(batch.Values.Span))
        {
            throw new ArgumentException("A value is not finite.", nameof(batch));
        }
    }

    private static void CheckSymbols(NetworkSource source, ReadOnlySpan<int> symbols)
    {
        if (symbols.ContainsAnyExceptInRange(0, source.SymbolCount - 1))
        {
            throw new ArgumentException($"A symbol is outside 0..{source.SymbolCount - 1}.", nameof(symbols));
        }
    }
}
