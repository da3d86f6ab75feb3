using System.Collections.Concurrent;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// What the host answered to anomalies: patterns marked normal, which are never reported again, and patterns marked
/// anomalous. Any thread may mark and ask; asking takes no lock and no memory.
/// </summary>
internal sealed partial class FeedbackMarks(LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, int markLimit = FeedbackMarks.MarkLimit)
{
    /// <summary>
    /// Most patterns marked either way; about 20 MB at h = 10. Nobody answers that many by hand, and a program that
    /// answers for an operator must not fill the memory.
    /// </summary>
    internal const int MarkLimit = 100_000;

    /// <summary>Anomalies that can be marked by their id alone: the last ones, at about a hundred bytes each.</summary>
    internal const int HistoryLimit = 10_000;

    /// <summary>
    /// Of the latest of them, the session's keys are kept too, for the workflows to learn from: up to 1 kB each. Whoever answers
    /// an older one with the anomaly itself, and not its id, brings them along.
    /// </summary>
    internal const int TrailLimit = 2_000;

    private readonly ConcurrentDictionary<AnomalyPattern, bool> _isNormal = new(AnomalyPattern.Comparer);
    private readonly Lock _lock = new();
    private (long Id, DateTimeOffset Timestamp, AnomalyPattern Pattern)[] _history = [];
    private int _normalCount;
    private long _version;

    /// <summary>Number of patterns marked normal.</summary>
    public int NormalCount => Volatile.Read(ref _normalCount);

    /// <summary>Grows with each change: what is saved was saved at some version.</summary>
    public long Version => Volatile.Read(ref _version);

    /// <summary>Whether an anomaly that was raised is marked normal by now.</summary>
    public bool IsNormal(Anomaly anomaly) =>
        NormalCount > 0 && anomaly.Pattern is { } pattern && IsNormal(Resolve(pattern).Values, pattern.Past);

    private bool IsMarkedNormal(ReadOnlySpan<int> pattern) =>
        _isNormal.GetAlternateLookup<ReadOnlySpan<int>>().TryGetValue(pattern, out var isNormal) && isNormal;

    /// <summary>Keeps an anomaly's pattern for a while, so that it can be marked by its id.</summary>
    public void Remember(Anomaly anomaly)
    {
        lock (_lock)
        {
            if (_history.Length == 0)
            {
                _history = new (long, DateTimeOffset, AnomalyPattern)[HistoryLimit];
            }

            _history[anomaly.Id % HistoryLimit] = (anomaly.Id, anomaly.Timestamp, anomaly.Pattern!);
            if (anomaly.Id > TrailLimit)
            {
                ref var older = ref _history[(anomaly.Id - TrailLimit) % HistoryLimit];
                older.Pattern = older.Pattern?.WithoutTrail()!;
            }
        }
    }

    /// <summary>Marks the pattern of an anomaly.</summary>
    /// <returns>False where it cannot be marked: its pattern is not known here any more, or there is no room.</returns>
    public bool Mark(Anomaly anomaly, bool isNormal)
    {
        // One that the host kept as text and read again has lost its pattern; an id alone may be of an earlier run.
        var pattern = anomaly.Pattern
            ?? (Find(anomaly.Id) is { } kept && kept.Timestamp == anomaly.Timestamp ? kept.Pattern : null);
        return pattern is not null && Mark(pattern, isNormal);
    }

    /// <summary>Marks the pattern of the anomaly with an id.</summary>
    /// <returns>False where it cannot be marked: the id is not known any more, or there is no room.</returns>
    public bool Mark(long id, bool isNormal) => Find(id) is { } kept && Mark(kept.Pattern, isNormal);

    /// <summary>Takes over the marks of a snapshot.</summary>
    public void Restore(IEnumerable<AnomalyPattern> normal, IEnumerable<AnomalyPattern> anomalous)
    {
        lock (_lock)
        {
            foreach (var (pattern, isNormal) in normal.Select(pattern => (pattern, true)).Concat(anomalous.Select(pattern => (pattern, false))))
            {
                if (_isNormal.Count < markLimit)
                {
                    Set_NeedsLock(Resolve(pattern), isNormal);
                }
            }

            // What was just loaded need not be saved.
            Volatile.Write(ref _version, 0);
        }
    }

    /// <summary>Forgets all answers and takes over those of a snapshot instead; they are to be saved again.</summary>
    public void Replace(IEnumerable<AnomalyPattern> normal, IEnumerable<AnomalyPattern> anomalous, IEnumerable<AnomalyPattern> standing)
    {
        lock (_lock)
        {
            var version = _version;
            foreach (var pattern in _isNormal.Keys.ToArray())
            {
                Set_NeedsLock(pattern, isNormal: false);
                _isNormal.TryRemove(pattern, out _);
            }

            Restore(normal, anomalous);
            RestoreStanding(standing);
            Volatile.Write(ref _version, version + 1);
        }
    }

    /// <summary>All patterns marked one way, in an order that hangs on nothing but themselves.</summary>
    public AnomalyPattern[] ToArray(bool isNormal)
    {
        lock (_lock)
        {
            return
            [
                .. _isNormal.Where(mark => mark.Value == isNormal).Select(mark => mark.Key.With(_lessons.GetValueOrDefault(mark.Key)))
                    .OrderBy(pattern => pattern.ToString(), StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>Takes note that keys have been merged: marks of what is the same now are one, and normal where any was.</summary>
    public void MergeKeys()
    {
        lock (_lock)
        {
            foreach (var (pattern, isNormal) in _isNormal.ToArray())
            {
                if (Resolve(pattern) is var resolved && !resolved.Equals(pattern))
                {
                    var lesson = _lessons.GetValueOrDefault(pattern);
                    Set_NeedsLock(resolved.With(lesson), isNormal || (_isNormal.TryGetValue(resolved, out var other) && other));
                    Set_NeedsLock(pattern, isNormal: false);
                    _isNormal.TryRemove(pattern, out _);
                }
            }
        }
    }

    // As the keys are now: anomalies wait, and are answered days later.
    private AnomalyPattern Resolve(AnomalyPattern pattern)
    {
        if (!vocabulary.HasAliases)
        {
            return pattern;
        }

        var values = pattern.Values.ToArray();
        foreach (ref var key in AnomalyPattern.KeysOf(values))
        {
            key = vocabulary.Resolve(key);
        }

        return new AnomalyPattern(values, pattern.Owner, pattern.Past, pattern.Session, pattern.Lesson);
    }

    private (DateTimeOffset Timestamp, AnomalyPattern Pattern)? Find(long id)
    {
        lock (_lock)
        {
            return id > 0 && _history.Length > 0 && _history[id % HistoryLimit] is var kept && kept.Id == id
                ? (kept.Timestamp, kept.Pattern)
                : null;
        }
    }

    private bool Mark(AnomalyPattern pattern, bool isNormal)
    {
        // The keys of another detector name other templates here.
        if (pattern.Owner is not null && pattern.Owner != vocabulary)
        {
            return false;
        }

        pattern = Resolve(pattern);
        if (pattern.Key == LogKey.Unknown && isNormal)
        {
            diagnostics.TellRepeated(
                "marking unknown",
                _ => "a line whose template found no room in the vocabulary cannot be marked normal: all such lines would be. Raise VocabularyLimit.");
            return false;
        }

        lock (_lock)
        {
            return isNormal ? MarkNormal_NeedsLock(pattern) : MarkAnomalous_NeedsLock(pattern);
        }
    }

    // The scope in which it is to be marked is settled.
    private bool Mark_NeedsLock(AnomalyPattern pattern, bool isNormal)
    {
        var isMarked = _isNormal.TryGetValue(pattern, out var before);
        if (isMarked && before == isNormal)
        {
            return true;
        }

        if (isMarked)
        {
            TellContradiction(pattern, before, isNormal);
        }
        else if (_isNormal.Count >= markLimit)
        {
            diagnostics.TellRepeated("marks", _ => $"{Wording.Number(markLimit)} patterns are marked already, and no more are kept.");
            return false;
        }

        Set_NeedsLock(pattern, isNormal);
        return true;
    }

    private void TellContradiction(AnomalyPattern pattern, bool before, bool isNormal) => diagnostics.TellRepeated(
        "feedback",
        _ => $"{NameOf(pattern)} was marked {Word(before)} and the same is marked {Word(isNormal)} now: the last word counts.");

    private void Set_NeedsLock(AnomalyPattern pattern, bool isNormal)
    {
        var wasNormal = _isNormal.TryGetValue(pattern, out var before) && before;
        _isNormal[pattern.With(null)] = isNormal;
        Keep_NeedsLock(pattern, isNormal);

        // The count behind the mark: whoever sees none looks no further.
        var change = (isNormal ? 1 : 0) - (wasNormal ? 1 : 0);
        if (pattern.Scope != PatternScope.Anywhere)
        {
            Volatile.Write(ref _narrowCount, _narrowCount + change);
        }

        Volatile.Write(ref _normalCount, _normalCount + change);
        Volatile.Write(ref _version, _version + 1);
    }

    private string NameOf(AnomalyPattern pattern) =>
        pattern.Key == Boundary.End ? "the end of a session"
        : pattern.Key == LogKey.None ? $"a finding of {pattern.Form}"
        : Wording.Quote(vocabulary.GetTemplate(pattern.Key));

    private static string Word(bool isNormal) => isNormal ? "normal" : "anomalous";
}
