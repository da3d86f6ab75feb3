using LogGuard.Keys;
using LogGuard.Models.Values;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// Collects the parameter value vectors of each key, the latest ones, in bounded memory. Only touched by the reader
/// while collecting, and only read by the trainer afterwards.
/// </summary>
/// <param name="options">How much of each key is kept.</param>
/// <param name="numberLimit">Most numbers that are kept of all keys together.</param>
internal sealed class ParameterValueCollector(ValueOptions options, int numberLimit = ParameterValueCollector.NumberLimit)
{
    /// <summary>Most numbers that are kept of all keys together: 32 MB.</summary>
    internal const int NumberLimit = 4 * 1024 * 1024;

    /// <summary>As many of the latest while detecting: 4 MB, the vectors of some fifty templates at the default limit.</summary>
    internal const int RecentNumberLimit = 512 * 1024;

    private const int StretchLength = 256;
    private const int StretchPeriod = 4096;

    /// <summary>Most parameters of a template; further ones are left out.</summary>
    internal const int ParameterLimit = 8;

    private readonly Dictionary<int, Entry> _byKey = [];
    private long _numbers;

    /// <summary>The vectors of each key.</summary>
    public IReadOnlyList<ParameterValueSeries> Series => [.. _byKey.Values.Select(entry => entry.Series).OrderBy(series => series.Key)];

    /// <summary>A collector where the detector judges values; else null.</summary>
    public static ParameterValueCollector? For(AnomalyDetectorOptions options, int numberLimit = NumberLimit) =>
        options.Values.Enabled && options.Detector == DetectorKind.Default ? new ParameterValueCollector(options.Values, numberLimit) : null;

    /// <summary>Whether a key was never met, so that the names of its parameters must be told, and there is room for it.</summary>
    public bool IsNew(int key) =>
        key != LogKey.Unknown && !_byKey.ContainsKey(key) && _byKey.Count < options.KeyLimit && _numbers < numberLimit;

    /// <summary>Begins to collect a key.</summary>
    public void Begin(int key, IEnumerable<string> parameterNames)
    {
        var series = new ParameterValueSeries(key, parameterNames.Take(ParameterLimit), options.SampleLimit);
        _numbers += series.Capacity;
        _byKey.Add(key, new Entry(series));
    }

    /// <summary>Begins anew with copies of the latest vectors of some keys, each with its share of the room that there is.</summary>
    public void Begin(IReadOnlyList<ParameterValueSeries> series)
    {
        (_numbers, var width) = (0, series.Sum(one => one.Names.Length + 1L));
        _byKey.Clear();
        var share = (int)Math.Clamp(numberLimit / Math.Max(width, 1), 1, options.SampleLimit);
        foreach (var one in series)
        {
            var copy = one.Copy(share);
            copy.Fade();
            _numbers += copy.Capacity;
            _byKey[one.Key] = new Entry(copy);
        }
    }

    /// <summary>Copies of all series, for another thread to read.</summary>
    /// <param name="isLeftOut">Of a key's feature's value, whether it is to be missing; null where none is.</param>
    public IReadOnlyList<ParameterValueSeries> Copy(Func<int, int, double, bool>? isLeftOut = null) =>
    [
        .. Series.Select(one => one.Copy(
            Math.Max(one.Count, 1), isLeftOut is null ? null : (feature, value) => isLeftOut(one.Key, feature, value))),
    ];

    /// <summary>Whether a key is collected, and its next vector is one of those that are kept.</summary>
    /// <remarks>
    /// Once a series is full, only a sixteenth of the vectors is: it looks back sixteen times as far then, and costs next to
    /// nothing. What is kept are stretches, for what a vector says about the next one; a stretch is long beside the
    /// ten vectors that a network looks back on, so that few of these are across a gap.
    /// </remarks>
    public bool Wants(int key) => _byKey.TryGetValue(key, out var entry)
        && (entry.Seen++ < options.SampleLimit || entry.Seen % StretchPeriod < StretchLength);

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
        if (_numbers >= numberLimit)
        {
            entry.Series.StopGrowing();
        }

        var before = entry.Series.Capacity;
        entry.Series.Add(entry.Vector);
        _numbers += entry.Series.Capacity - before;
    }

    private sealed class Entry(ParameterValueSeries series)
    {
        public ParameterValueSeries Series { get; } = series;

        public double[] Vector { get; } = new double[series.Names.Length];

        /// <summary>Number of vectors that were asked about.</summary>
        public long Seen { get; set; } = series.Count;
    }
}
