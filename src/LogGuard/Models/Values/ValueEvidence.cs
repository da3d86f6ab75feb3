namespace LogGuard.Models.Values;

/// <summary>
/// The proof that the lines so far give that a parameter is always the same, or one of a few values. Many lines prove nothing about
/// what differs by day, by process or by version, so the days, the restarts and the updates that brought no new value are counted
/// beside the lines. Memory is bounded: of more than <see cref="Limit"/> values none is kept.
/// </summary>
internal sealed class ValueEvidence
{
    /// <summary>Largest number of different values of one that has few.</summary>
    public const int Limit = ValueClassifier.EnumerationLimit;

    /// <summary>
    /// Fewest boundaries, between two days, processes or versions, that brought no new value where one is a surprise. By the rule of
    /// succession the next one brings none in four of five cases then.
    /// </summary>
    internal const int LeastBoundaries = 3;

    // In the order in which they came first.
    private double[] _values = [];
    private int _last = -1;
    private Occasion _occasion;

    /// <summary>The values, in the order in which they came first; none if there are too many.</summary>
    public ReadOnlySpan<double> Values => _values.AsSpan(0, Count);

    /// <summary>Number of different values; 0 if there are too many.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there are more values than <see cref="Limit"/>, so that nothing is counted any more.</summary>
    public bool HasTooMany { get; private set; }

    /// <summary>Number of lines since the last one with a new value.</summary>
    public long LinesSinceNew { get; private set; }

    /// <summary>Number of times that a value came again after another one.</summary>
    public int Returns { get; private set; }

    /// <summary>Number of days since the last new value that began with a known one.</summary>
    public int Days { get; private set; }

    /// <summary>Number of processes since the last new value that began with a known one.</summary>
    public int Processes { get; private set; }

    /// <summary>Number of versions since the last new value that began with a known one.</summary>
    public int Versions { get; private set; }

    /// <summary>
    /// Whether the value stays the same for a stretch and then changes to one never seen, as a date, a port or a version does: seen
    /// by stretches, as Good and Turing count, nearly every value is new. The values of an enumeration come again.
    /// </summary>
    public bool IsInStretches => HasTooMany || Returns < Count - 1;

    /// <summary>The evidence of values whose time is not known.</summary>
    public static ValueEvidence Of(ReadOnlySpan<double> values)
    {
        var evidence = new ValueEvidence();
        foreach (var value in values)
        {
            evidence.Add(value, default);
        }

        return evidence;
    }

    /// <summary>Place of a value among <see cref="Values"/>; -1 if it is not one of them.</summary>
    public int IndexOf(double value) => _last >= 0 && _values[_last] == value ? _last : Values.IndexOf(value);

    /// <summary>Adds the value of a line; one that is not finite counts as missing.</summary>
    public void Add(double value, in Occasion occasion)
    {
        if (HasTooMany || !double.IsFinite(value))
        {
            return;
        }

        var place = IndexOf(value);
        if (place < 0)
        {
            AddNew(value, occasion);
            return;
        }

        Returns += place == _last ? 0 : Returns == int.MaxValue ? 0 : 1;
        _last = place;
        LinesSinceNew++;
        Days += IsNewDay(occasion) ? 1 : 0;
        Processes += IsNewProcess(occasion) ? 1 : 0;
        Versions += IsNewVersion(occasion) ? 1 : 0;
        Remember(occasion);
    }

    /// <summary>Whether a value never seen is a surprise on an occasion.</summary>
    /// <param name="occasion">The occasion. The first line of a process, or of a version, needs other ones that began with known values.</param>
    /// <param name="lines">Fewest lines since the last new value.</param>
    /// <param name="boundaries">Fewest days, and processes or versions if one began, since then.</param>
    public bool Proves(in Occasion occasion, double lines, int boundaries) =>
        !IsInStretches && LinesSinceNew >= lines && Days >= boundaries
        && (!IsNewProcess(occasion) || Processes >= boundaries) && (!IsNewVersion(occasion) || Versions >= boundaries);

    /// <summary>A copy that lacks some of the values.</summary>
    public ValueEvidence Without(Func<double, bool>? isLeftOut)
    {
        var copy = Restore(State);
        if (isLeftOut is not null)
        {
            copy._values = [.. Values.ToArray().Where(value => !isLeftOut(value))];
            copy.Count = copy._values.Length;
            copy._last = Math.Min(copy._last, copy.Count - 1);
        }

        return copy;
    }

    /// <summary>The evidence to save.</summary>
    public ValueEvidenceState State => new()
    {
        Values = Values.ToArray(),
        Last = _last,
        HasTooMany = HasTooMany,
        LinesSinceNew = LinesSinceNew,
        Returns = Returns,
        Days = Days,
        Processes = Processes,
        Versions = Versions,
        Time = _occasion.Time,
        Process = _occasion.Process,
        Version = _occasion.Version,
    };

    /// <summary>Restores evidence that was saved and checked.</summary>
    public static ValueEvidence Restore(ValueEvidenceState state) => new()
    {
        _values = [.. state.Values],
        Count = state.Values.Length,
        _last = state.Last,
        HasTooMany = state.HasTooMany,
        LinesSinceNew = state.LinesSinceNew,
        Returns = state.Returns,
        Days = state.Days,
        Processes = state.Processes,
        Versions = state.Versions,
        _occasion = new Occasion(state.Time, state.Process, state.Version),
    };

    private void AddNew(double value, in Occasion occasion)
    {
        if (Count == Limit)
        {
            (HasTooMany, _values, Count, _last) = (true, [], 0, -1);
            return;
        }

        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Math.Min(Limit, Math.Max(1, Count * 2)));
        }

        _values[Count] = value;
        _last = Count++;
        (LinesSinceNew, Days, Processes, Versions) = (0, 0, 0, 0);
        Remember(occasion);
    }

    private bool IsNewDay(in Occasion occasion) => occasion.Day > _occasion.Day && _occasion.Time > 0;

    private bool IsNewProcess(in Occasion occasion) => occasion.Process != _occasion.Process && occasion.Process != 0 && _occasion.Process != 0;

    private bool IsNewVersion(in Occasion occasion) => occasion.Version != _occasion.Version && occasion.Version != 0 && _occasion.Version != 0;

    private void Remember(in Occasion occasion)
    {
        // Lines around midnight may come out of order. A time further back follows a wrong one.
        var isOutOfOrder = occasion.Day == _occasion.Day - 1;
        _occasion = new Occasion(
            isOutOfOrder ? _occasion.Time : occasion.Time,
            occasion.Process == 0 ? _occasion.Process : occasion.Process,
            occasion.Version == 0 ? _occasion.Version : occasion.Version);
    }
}
