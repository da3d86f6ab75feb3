using System.Buffers;

namespace LogGuard.Neural;

/// <summary>Checks and pins the input of a network, so that the inner loops read it through bare pointers.</summary>
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

    /// <summary>The input of each source; valid until <see cref="Release"/>.</summary>
    public SourceRows[] Rows { get; }

    /// <summary>Checks windows of a network that reads symbols only, and returns their number.</summary>
    /// <exception cref="ArgumentException">The network reads something else, or the windows do not match it.</exception>
    public int CheckWindows(ReadOnlySpan<int> windows, int windowSize) => BatchValidation.CheckWindows(_sources, windows, windowSize);

    /// <summary>Binds windows that the caller has checked and pinned.</summary>
    public void BindWindows(int* windows, int windowSize) => Rows[0] = new SourceRows { Symbols = windows, Steps = windowSize };

    /// <summary>Checks and pins a batch and returns its number of rows.</summary>
    /// <exception cref="ArgumentException">Something does not match the network, or a value is not finite.</exception>
    public int Bind(NetworkBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BatchValidation.Check(_sources, batch);
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

    /// <summary>Unpins the batch.</summary>
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
}
