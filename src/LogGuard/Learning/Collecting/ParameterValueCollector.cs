using LogGuard.Keys;
using LogGuard.Models.Values;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// Collects the latest parameter value vectors of each key in bounded memory. Only accessed by the reader while collecting,
/// and only read by the trainer afterwards.
/// </summary>
/// <param name="options">The limits for each key.</param>
/// <param name="numberLimit">Largest count of numbers that are kept for all keys together.</param>
internal sealed class ParameterValueCollector(ValueOptions options, int numberLimit = ParameterValueCollector.NumberLimit)
{
    /// <summary>Largest count of numbers for all keys together while collecting: 32 MB.</summary>
    internal const int NumberLimit = 4 * 1024 * 1024;

    /// <summary>Largest count of numbers for all keys together while detecting: 4 MB, the vectors of about fifty templates at the default limit.</summary>
    internal const int RecentNumberLimit = 512 * 1024;

    private const int StretchLength = 256;
    private const int StretchPeriod = 4096;

    /// <summary>Largest number of numeric parameters of a template, and of text parameters; further ones are left out.</summary>
    internal const int ParameterLimit = 8;

    private readonly Dictionary<int, Entry> _byKey = [];
    private readonly double[] _marks = new double[ParameterLimit];
    private long _numbers;

    /// <summary>The vectors of each key.</summary>
    public IReadOnlyList<ParameterValueSeries> Series => [.. _byKey.Values.Select(entry => entry.Series).OrderBy(series => series.Key)];

    /// <summary>Returns a collector if the detector judges values, or null.</summary>
    public static ParameterValueCollector? For(AnomalyDetectorOptions options, int numberLimit = NumberLimit) =>
        options.Values.Enabled && options.Detector == DetectorKind.Default ? new ParameterValueCollector(options.Values, numberLimit) : null;

    /// <summary>Whether a key is not collected yet and there is room for it. The names of its parameters are needed then.</summary>
    public bool IsNew(int key) =>
        key != LogKey.Unknown && !_byKey.ContainsKey(key) && _byKey.Count < options.KeyLimit && _numbers < numberLimit;

    /// <summary>Begins to collect a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="parameterNames">Names of the template's numeric parameters, in its order.</param>
    /// <param name="textNames">Names of its text parameters; null if there are none.</param>
    public void Begin(int key, IEnumerable<string> parameterNames, IEnumerable<string>? textNames = null)
    {
        var series = new ParameterValueSeries(key, parameterNames.Take(ParameterLimit), options.SampleLimit)
        {
            Texts = TextsOf(textNames),
        };
        _numbers += series.Capacity;
        _byKey.Add(key, new Entry(series));
    }

    /// <summary>Starts again with copies of the latest vectors of some keys, each with an equal share of the room.</summary>
    public void Begin(IReadOnlyList<ParameterValueSeries> series)
    {
        (_numbers, var width) = (0, series.Sum(one => one.Names.Length + 1L));
        _byKey.Clear();
        var share = (int)Math.Clamp(numberLimit / Math.Max(width, 1), 1, options.SampleLimit);
        foreach (var one in series)
        {
            var copy = one.Copy(share);
            copy.Texts = options.TextSets ? copy.Texts : TextSeries.None;
            copy.Fade();
            _numbers += copy.Capacity;
            _byKey[one.Key] = new Entry(copy);
        }
    }

    /// <summary>Copies of all series, for another thread to read.</summary>
    /// <param name="isLeftOut">Returns whether a value, given by key and feature, is to be missing in the copy; null if none is.</param>
    public IReadOnlyList<ParameterValueSeries> Copy(Func<int, int, double, bool>? isLeftOut = null) =>
    [
        .. Series.Select(one => one.Copy(
            Math.Max(one.Count, 1), isLeftOut is null ? null : (feature, value) => isLeftOut(one.Key, feature, value))),
    ];

    /// <summary>Whether a key is collected and its next vector is to be kept.</summary>
    /// <remarks>
    /// Once a series is full, only a sixteenth of the vectors is kept, so that the series looks back sixteen times as far at
    /// little cost. Consecutive vectors are kept, because a vector predicts the next one. Such a stretch is long compared with the
    /// ten vectors that a network looks back on, so that few histories contain a gap.
    /// </remarks>
    public bool Wants(int key) => _byKey.TryGetValue(key, out var entry)
        && (entry.Seen++ < options.SampleLimit || entry.Seen % StretchPeriod < StretchLength);

    /// <summary>Gets the place for the next vector of a key, and the names of its values.</summary>
    /// <returns>False if the key is not collected.</returns>
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

    /// <summary>Adds the vector that was written to the place from <see cref="TryGet"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="occasion">When, and by which process, the line was logged.</param>
    public void Take(int key, Occasion occasion = default)
    {
        var entry = _byKey[key];
        if (_numbers >= numberLimit)
        {
            entry.Series.StopGrowing();
        }

        var before = entry.Series.Capacity;
        entry.Series.Add(entry.Vector, occasion);
        _numbers += entry.Series.Capacity - before;
    }

    /// <summary>
    /// Whether the names of a key's texts are to be looked for again: its first line had none. A text may be absent there, and a template
    /// mined from text has no place for it until other lines came.
    /// </summary>
    public bool LooksForTexts(int key) =>
        options.TextSets && _byKey.TryGetValue(key, out var entry) && entry.Series is { Texts.Names.Length: 0, Count: 10 or 100 };

    /// <summary>Begins to collect the texts of a key that is collected.</summary>
    public void BeginTexts(int key, IEnumerable<string> names)
    {
        var series = _byKey[key].Series;
        series.Texts = TextsOf(names);
        _numbers += series.Texts.Capacity;
    }

    /// <summary>Gets the place for the texts of a key's line, and their names.</summary>
    /// <returns>False if no text of the key is to be read.</returns>
    public bool TryGetTexts(int key, out ReadOnlySpan<string> names, out Span<double> marks)
    {
        if (options.TextSets && _byKey.TryGetValue(key, out var entry) && entry.Series.Texts.WantedCount > 0)
        {
            names = entry.Series.Texts.Wanted;
            marks = _marks.AsSpan(0, names.Length);
            return true;
        }

        names = [];
        marks = [];
        return false;
    }

    /// <summary>Adds the texts whose marks were written to the place from <see cref="TryGetTexts"/>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="occasion">When, and by which process, the line was logged.</param>
    public void TakeTexts(int key, Occasion occasion)
    {
        var texts = _byKey[key].Series.Texts;
        var before = texts.Capacity;
        texts.Add(_marks.AsSpan(0, texts.Names.Length), occasion);
        _numbers += texts.Capacity - before;
    }

    private static TextSeries TextsOf(IEnumerable<string>? names) =>
        names?.Take(ParameterLimit).ToArray() is { Length: > 0 } some ? new TextSeries(some) : TextSeries.None;

    private sealed class Entry(ParameterValueSeries series)
    {
        public ParameterValueSeries Series { get; } = series;

        public double[] Vector { get; } = new double[series.Names.Length];

        /// <summary>Number of calls of <see cref="Wants"/>.</summary>
        public long Seen { get; set; } = series.Count;
    }
}
