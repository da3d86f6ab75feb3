using LogGuard.Neural;

namespace LogGuard.Models.Windows;

/// <summary>Supplies the windows of a set, in a new order with each pass.</summary>
internal sealed class WindowSetFeed : IWindowFeed
{
    private readonly WindowSet _set;
    private readonly bool _countsRepetitions;
    private readonly SeededRandom _random;
    private readonly int[] _order;
    private readonly int _batchSize;
    private readonly int[] _windows;
    private readonly int[] _targets;
    private readonly float[] _weights;
    private readonly int[] _places;
    private long _batch;
    private int _count;

    /// <param name="set">The windows; not empty.</param>
    /// <param name="batchSize">Most windows in a batch, at least 1.</param>
    /// <param name="seed">Seed of the order.</param>
    /// <param name="countsRepetitions">Whether a window is handed out as often as it occurred.</param>
    public WindowSetFeed(WindowSet set, int batchSize, int seed, bool countsRepetitions)
    {
        _set = set;
        _countsRepetitions = countsRepetitions;
        _random = new SeededRandom(seed);
        _order = _countsRepetitions ? WithRepetitions(set) : [.. Enumerable.Range(0, set.Count)];
        _batchSize = Math.Min(batchSize, _order.Length);
        _windows = new int[_batchSize * set.WindowSize];
        _targets = new int[_batchSize];
        _weights = new float[_batchSize];
        _places = new int[set.Count];
    }

    public int WindowSize => _set.WindowSize;

    public long BatchesPerPass => (_order.Length + _batchSize - 1) / _batchSize;

    public ReadOnlySpan<int> Windows => _windows.AsSpan(0, _count * _set.WindowSize);

    public ReadOnlySpan<int> Targets => _targets.AsSpan(0, _count);

    public ReadOnlySpan<float> Weights => _weights.AsSpan(0, _count);

    public void Next()
    {
        var inPass = (int)(_batch++ % BatchesPerPass);
        if (inPass == 0)
        {
            _random.Shuffle(_order);
        }

        Take(_order.AsSpan(inPass * _batchSize, Math.Min(_batchSize, _order.Length - inPass * _batchSize)));
    }

    // A row that occurs several times in a batch is added once, with the sum of the weights.
    private void Take(ReadOnlySpan<int> rows)
    {
        _count = 0;
        foreach (var row in rows)
        {
            if (_countsRepetitions && _places[row] > 0)
            {
                _weights[_places[row] - 1]++;
                continue;
            }

            _set.Windows.AsSpan(row * _set.WindowSize, _set.WindowSize).CopyTo(_windows.AsSpan(_count * _set.WindowSize));
            _targets[_count] = _set.Targets[row];
            _weights[_count] = _countsRepetitions ? 1 : _set.Weights[row];
            _places[row] = ++_count;
        }

        foreach (var row in rows)
        {
            _places[row] = 0;
        }
    }

    // The number of each window, repeated as often as it occurred.
    private static int[] WithRepetitions(WindowSet windows)
    {
        var order = new List<int>();
        for (var row = 0; row < windows.Count; row++)
        {
            order.AddRange(Enumerable.Repeat(row, (int)windows.Weights[row]));
        }

        return [.. order];
    }
}
