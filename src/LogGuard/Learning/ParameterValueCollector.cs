using LogGuard.Keys;
using LogGuard.Models;

namespace LogGuard.Learning;

/// <summary>
/// Collects the parameter value vectors of each key, the latest ones, in bounded memory. Only touched by the reader
/// while collecting, and only read by the trainer afterwards.
/// </summary>
internal sealed class ParameterValueCollector(ValueOptions options)
{
    /// <summary>Most numbers that are kept of all keys together: 32 MB.</summary>
    internal const int NumberLimit = 4 * 1024 * 1024;

    /// <summary>Most parameters of a template; further ones are left out.</summary>
    internal const int ParameterLimit = 8;

    private readonly Dictionary<int, Entry> _byKey = [];
    private long _numbers;

    /// <summary>The vectors of each key.</summary>
    public IReadOnlyList<ParameterValueSeries> Series => [.. _byKey.Values.Select(entry => entry.Series).OrderBy(series => series.Key)];

    /// <summary>A collector where the detector judges values; else null.</summary>
    public static ParameterValueCollector? For(AnomalyDetectorOptions options) =>
        options.Values.Enabled && options.Detector == DetectorKind.Default ? new ParameterValueCollector(options.Values) : null;

    /// <summary>Whether a key was never met, so that the names of its parameters must be told, and there is room for it.</summary>
    public bool IsNew(int key) =>
        key != LogKey.Unknown && !_byKey.ContainsKey(key) && _byKey.Count < options.KeyLimit && _numbers < NumberLimit;

    /// <summary>Begins to collect a key.</summary>
    public void Begin(int key, IEnumerable<string> parameterNames) => _byKey.Add(key, new Entry(parameterNames, key, options.SampleLimit));

    /// <summary>Where the next vector of a key is written to, and what to.</summary>
    /// <returns>False for a key that is not collected.</returns>
    public bool TryGet(int key, out ReadOnlySpan<string> names, out Span<double> vector)
    {
        if (_byKey.TryGetValue(key, out var entry))
        {
            names = entry.Series.Names.AsSpan(1);
            vector = entry.Vector;
            return true;
        }

        names = [];
        vector = [];
        return false;
    }

    /// <summary>Takes the vector that <see cref="TryGet"/> had written.</summary>
    public void Take(int key)
    {
        var entry = _byKey[key];
        if (_numbers >= NumberLimit)
        {
            entry.Series.StopGrowing();
        }

        var before = entry.Series.Capacity;
        entry.Series.Add(entry.Vector);
        _numbers += entry.Series.Capacity - before;
    }

    private sealed class Entry
    {
        public Entry(IEnumerable<string> parameterNames, int key, int limit)
        {
            Series = new ParameterValueSeries(key, parameterNames.Take(ParameterLimit), limit);
            Vector = new double[Series.Names.Length];
        }

        public ParameterValueSeries Series { get; }

        public double[] Vector { get; }
    }
}
