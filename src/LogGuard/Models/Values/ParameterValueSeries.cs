using LogGuard.Neural;
using LogGuard.Primitives;

namespace LogGuard.Models.Values;

/// <summary>
/// The parameter value vectors of one log key in order of time (Du et al., DeepLog, section 3.2): elapsed seconds since
/// the session's previous event first, then the template's numeric parameters in its order. NaN where a value is
/// missing. Bounded: the most recent ones are kept.
/// </summary>
internal sealed partial class ParameterValueSeries
{
    /// <summary>What the first feature of every vector is called.</summary>
    public const string ElapsedTime = "elapsed time";

    private int _limit;
    private readonly SeededRandom _random;
    private double[] _rows;

    // As many elapsed times as vectors, but a uniform sample of all that ever came.
    private double[] _sample;
    private int _sampleLimit;
    private int _sampleCount;
    private Reservoir _reservoir;
    private int _next;

    /// <param name="key">The log key.</param>
    /// <param name="parameterNames">Names of the template's numeric parameters, in its order.</param>
    /// <param name="limit">Most vectors that are kept.</param>
    public ParameterValueSeries(int key, IEnumerable<string> parameterNames, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        Key = key;
        Names = [ElapsedTime, .. parameterNames];
        _limit = limit;
        _sampleLimit = limit;
        _random = new SeededRandom(key);
        _sample = new double[Math.Min(limit, 16)];
        _rows = new double[Math.Min(limit, 16) * Names.Length];
    }

    public int Key { get; }

    /// <summary>Names of the features, <see cref="ElapsedTime"/> first.</summary>
    public string[] Names { get; }

    /// <summary>Number of vectors held.</summary>
    public int Count { get; private set; }

    /// <summary>Numbers of memory taken, used or not.</summary>
    public int Capacity => _rows.Length + _sample.Length;

    /// <summary>Adds a vector; past the limit the oldest one makes room.</summary>
    /// <param name="vector">As many values as there are names; other than finite ones count as missing.</param>
    public void Add(ReadOnlySpan<double> vector)
    {
        if (vector.Length != Names.Length)
        {
            throw new ArgumentException($"There are {vector.Length} values and {Names.Length} names.", nameof(vector));
        }

        if (Count < _limit && Count == _rows.Length / Names.Length)
        {
            Array.Resize(ref _rows, Math.Min(_limit, Count * 2) * Names.Length);
        }

        vector.CopyTo(_rows.AsSpan(_next * Names.Length));
        _next = (_next + 1) % _limit;
        Count = Math.Min(Count + 1, _limit);
        Sample(vector[0]);
    }

    /// <summary>Has the series take no more memory: from now on each new vector takes the place of the oldest one.</summary>
    public void StopGrowing()
    {
        if (Count < _limit)
        {
            _limit = Math.Max(1, Count);
            _next %= _limit;
        }

        _sampleLimit = Math.Max(1, _sampleCount);
    }

    /// <summary>Elapsed times from all along, in no order: the latest ones may all come from a quiet time, or a busy one.</summary>
    public double[] ElapsedSample() => [.. _sample.AsSpan(0, _sampleCount)];

    /// <summary>One feature's values, oldest first; the missing ones are NaN.</summary>
    public double[] Column(int feature)
    {
        var column = new double[Count];
        var oldest = Count == _limit ? _next : 0;
        for (var i = 0; i < Count; i++)
        {
            var value = _rows[(oldest + i) % _limit * Names.Length + feature];
            column[i] = double.IsFinite(value) ? value : double.NaN;
        }

        return column;
    }

    private void Sample(double elapsed)
    {
        if (!double.IsFinite(elapsed))
        {
            return;
        }

        var place = _reservoir.Next(_sampleCount, _sampleLimit, _random);
        if (place >= _sampleLimit)
        {
            return;
        }

        if (place == _sampleCount)
        {
            if (_sampleCount == _sample.Length)
            {
                Array.Resize(ref _sample, Math.Min(_sampleLimit, _sampleCount * 2));
            }

            _sampleCount++;
        }

        _sample[place] = elapsed;
    }
}
