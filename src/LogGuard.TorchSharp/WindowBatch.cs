using LogGuard.Neural;

namespace LogGuard.TorchSharp;

/// <summary>Makes a batch of windows of symbols. They are copied, because a batch holds memory and a span may be on the stack.</summary>
/// <remarks>The arrays are reused, so a batch is valid until the next call.</remarks>
internal sealed class WindowBatch
{
    private readonly SourceBatch _source = new();
    private readonly NetworkTargets _targets = new();
    private readonly NetworkBatch _batch;
    private int[] _symbols = [];
    private int[] _classes = [];
    private float[] _weights = [];

    public WindowBatch() => _batch = new NetworkBatch(_source) { RowCount = 0 };

    /// <summary>Makes a batch of windows.</summary>
    /// <exception cref="ArgumentException">The symbols are not whole windows.</exception>
    public NetworkBatch Batch(ReadOnlySpan<int> windows, int windowSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowSize, 1);
        if (windows.Length % windowSize != 0)
        {
            throw new ArgumentException($"{windows.Length} symbols are not a whole number of windows of {windowSize}.", nameof(windows));
        }

        _source.StepCount = windowSize;
        _source.Symbols = Copy(windows, ref _symbols);
        _batch.RowCount = windows.Length / windowSize;
        return _batch;
    }

    /// <summary>Makes targets of the symbols that followed the windows.</summary>
    /// <exception cref="ArgumentException">The numbers of targets and weights differ.</exception>
    public NetworkTargets Targets(ReadOnlySpan<int> targets, ReadOnlySpan<float> weights)
    {
        if (weights.Length != targets.Length)
        {
            throw new ArgumentException($"There are {weights.Length} weights; there must be {targets.Length}, one for each target.", nameof(weights));
        }

        _targets.Classes = Copy(targets, ref _classes);
        _targets.Weights = Copy(weights, ref _weights);
        return _targets;
    }

    private static ReadOnlyMemory<T> Copy<T>(ReadOnlySpan<T> values, ref T[] array)
    {
        if (array.Length < values.Length)
        {
            array = new T[values.Length];
        }

        values.CopyTo(array);
        return array.AsMemory(0, values.Length);
    }
}
