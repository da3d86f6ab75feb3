using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// The host's answers to anomalies: patterns marked normal, which are never reported again, and patterns marked anomalous. Any
/// thread may mark and ask; asking takes no lock and no memory.
/// </summary>
internal sealed class FeedbackMarks
{
    /// <summary>
    /// Most patterns marked either way; about 20 MB at h = 10. Nobody answers that many by hand, and a program that
    /// answers for an operator must not fill the memory.
    /// </summary>
    internal const int MarkLimit = 100_000;

    private readonly LogKeyVocabulary _vocabulary;
    private readonly DiagnosticLog _diagnostics;

    // Guards all that changes; the marks can be read without it.
    private readonly Lock _lock = new();
    private readonly MarkedPatterns _marked = new();
    private readonly AnomalyHistory _history = new();
    private readonly StandingReports _standing = new();
    private readonly MarkLessons _lessons;
    private readonly MarkWriter _writer;
    private readonly AnswerLevels _levels;

    // Only accessed where anomalies are delivered.
    private readonly LikenessRule _likeness;

    public FeedbackMarks(LogKeyVocabulary vocabulary, DiagnosticLog diagnostics, int markLimit = MarkLimit)
    {
        _vocabulary = vocabulary;
        _diagnostics = diagnostics;
        _lessons = new MarkLessons(diagnostics);
        _levels = new AnswerLevels(vocabulary);
        _likeness = new LikenessRule(vocabulary, _marked, _levels);
        _writer = new MarkWriter(vocabulary, diagnostics, _marked, _lessons, _standing, markLimit);
    }

    /// <summary>Sessions with labels; an answer labels the session that it is about.</summary>
    public LabelledSessions Labels { get; } = new();

    /// <summary>The vocabulary whose keys the answers name.</summary>
    public LogKeyVocabulary Vocabulary => _vocabulary;

    /// <summary>Number of patterns marked normal.</summary>
    public int NormalCount => _marked.NormalCount;

    /// <summary>Increases with each change, so that a snapshot can note which version it holds.</summary>
    public long Version => _writer.Version;

    /// <summary>Number of marks that models learn from, in addition to the mark itself.</summary>
    public int LessonCount
    {
        get
        {
            lock (_lock)
            {
                return _lessons.Count;
            }
        }
    }

    /// <inheritdoc cref="LikenessRule.AreAlike"/>
    public Func<int, int, bool> AreAlike
    {
        get => _likeness.AreAlike;
        set => _likeness.AreAlike = value;
    }

    /// <summary>Whether a pattern is marked normal, in a session with this past.</summary>
    /// <param name="pattern">A pattern of any session.</param>
    /// <param name="past">The events of the session before; null if they are not known.</param>
    public bool IsNormal(ReadOnlySpan<int> pattern, SessionHash? past = null) => _marked.IsNormal(pattern, past);

    /// <summary>Whether an anomaly was marked normal since it was raised.</summary>
    public bool IsNormal(Anomaly anomaly) =>
        NormalCount > 0 && anomaly.Pattern is { } pattern && IsNormal(Resolve(pattern).Values, pattern.Past)
        && (anomaly.Kind != AnomalyKind.UnknownKey || Covers(pattern.Key, anomaly.Severity));

    /// <summary>Whether the answer for a new key covers lines of a level; see <see cref="AnswerLevels"/>.</summary>
    public bool Covers(int key, LogSeverity severity) => _levels.Covers(key, severity);

    /// <summary>Whether a key that was never learnt was marked anomalous.</summary>
    public bool IsMarkedAnomalous(int key) => IsMarkedAnomalous(AnomalyPattern.OfKey(stackalloc int[2], key));

    /// <summary>Whether a pattern was marked anomalous.</summary>
    public bool IsMarkedAnomalous(ReadOnlySpan<int> pattern) => _marked.IsMarked(pattern, isNormal: false);

    /// <summary>
    /// Whether an anomaly is not to be delivered: its pattern was marked normal since it was raised, or it is a new key, not
    /// reported before, whose template is like one that was marked normal. Such a key is then marked itself. Called for one
    /// anomaly after the other, in order, so that the result does not depend on how far detection is ahead.
    /// </summary>
    public bool TakesBack(Anomaly anomaly)
    {
        if (IsNormal(anomaly))
        {
            return true;
        }

        if (anomaly.Kind == AnomalyKind.UnknownKey && anomaly.Pattern is { } newKey && newKey.Key != LogKey.Unknown
            && _likeness.IsAnswered(_vocabulary.Resolve(newKey.Key), anomaly.Severity))
        {
            return Mark(anomaly, isNormal: true);
        }

        if (anomaly.Pattern is { } pattern)
        {
            lock (_lock)
            {
                _standing.Add(Resolve(pattern));
            }
        }

        return false;
    }

    /// <summary>Keeps an anomaly's pattern for a while, so that it can be marked by its id.</summary>
    public void Remember(Anomaly anomaly)
    {
        lock (_lock)
        {
            _history.Add(anomaly);
        }

        if (anomaly is { Kind: AnomalyKind.UnknownKey, Pattern: { } pattern })
        {
            _levels.Report(pattern.Key, anomaly.Severity);
        }
    }

    /// <summary>Marks the pattern of an anomaly.</summary>
    /// <returns>False if it cannot be marked: its pattern is not known here any more, or there is no room.</returns>
    public bool Mark(Anomaly anomaly, bool isNormal)
    {
        // An anomaly that the host wrote as text and read again has lost its pattern; its id alone may be of an earlier run.
        var pattern = anomaly.Pattern ?? Find(anomaly.Id, anomaly.Timestamp);
        return pattern is not null && Mark(pattern, isNormal, anomaly.Severity);
    }

    /// <summary>Marks the pattern of the anomaly with an id.</summary>
    /// <returns>False if it cannot be marked: the id is not known any more, or there is no room.</returns>
    public bool Mark(long id, bool isNormal) => Find(id) is { } pattern && Mark(pattern, isNormal, severity: null);

    /// <summary>Takes the answer to the anomaly with an id back, whichever it was.</summary>
    /// <returns>False if there is none, or the id is not known any more.</returns>
    public bool Unmark(long id)
    {
        if (Find(id) is not { } found)
        {
            return false;
        }

        var pattern = Resolve(found);
        if (pattern.Lesson?.Session is { } session)
        {
            Labels.Withdraw(session);
        }

        lock (_lock)
        {
            return _writer.Unmark(pattern);
        }
    }

    /// <summary>Marks a key as normal in any session, unless it was marked anomalous.</summary>
    public void MarkKeyNormal(int key) => MarkNormal(new AnomalyPattern(AnomalyPattern.OfKey(stackalloc int[2], key)));

    /// <summary>Marks a pattern as normal in the scope that it has, unless it was marked anomalous.</summary>
    /// <returns>False if it was, or there is no room.</returns>
    public bool MarkNormal(AnomalyPattern pattern)
    {
        lock (_lock)
        {
            return !IsMarkedAnomalous(pattern.Values) && _writer.Mark(pattern, isNormal: true);
        }
    }

    /// <summary>Adds the marks of a snapshot.</summary>
    public void Restore(IEnumerable<AnomalyPattern> normal, IEnumerable<AnomalyPattern> anomalous)
    {
        lock (_lock)
        {
            _writer.AddAll(normal.Select(Resolve), isNormal: true);
            _writer.AddAll(anomalous.Select(Resolve), isNormal: false);

            // Marks that were just loaded need not be saved.
            _writer.Version = 0;
        }
    }

    /// <summary>Adds the levels of a snapshot's answers for new keys.</summary>
    public void RestoreLevels(IEnumerable<AnswerLevel> levels) => _levels.Restore(levels);

    /// <summary>The levels up to which new keys were answered as normal, in an order that depends on nothing else.</summary>
    public AnswerLevel[] LevelsToArray() => _levels.ToArray();

    /// <summary>Replaces the unanswered reports by those of a snapshot.</summary>
    public void RestoreStanding(IEnumerable<AnomalyPattern> standing)
    {
        lock (_lock)
        {
            _standing.Clear();
            foreach (var pattern in standing)
            {
                _standing.Add(Resolve(pattern));
            }
        }
    }

    /// <summary>Replaces all answers by those of a snapshot; they need to be saved again.</summary>
    public void Replace(
        IEnumerable<AnomalyPattern> normal, IEnumerable<AnomalyPattern> anomalous, IEnumerable<AnomalyPattern> standing, IEnumerable<AnswerLevel>? levels = null)
    {
        lock (_lock)
        {
            var version = _writer.Version;
            _writer.Clear();
            _levels.Clear();
            _levels.Restore(levels ?? []);
            Restore(normal, anomalous);
            RestoreStanding(standing);
            _writer.Version = version + 1;
        }
    }

    /// <summary>All patterns marked one way, with their lessons, in an order that depends on nothing else.</summary>
    public AnomalyPattern[] ToArray(bool isNormal)
    {
        lock (_lock)
        {
            return
            [
                .. _marked.Where(isNormal).Select(pattern => pattern.With(_lessons.Find(pattern)))
                    .OrderBy(pattern => pattern.ToString(), StringComparer.Ordinal),
            ];
        }
    }

    /// <summary>The unanswered reports, each a pattern and its past, in an order that depends on nothing else.</summary>
    public AnomalyPattern[] StandingToArray()
    {
        lock (_lock)
        {
            return _standing.ToArray();
        }
    }

    /// <summary>Merges the marks of keys that have been merged. The merged mark is normal if any of them was.</summary>
    public void MergeKeys()
    {
        lock (_lock)
        {
            _levels.MergeKeys();
            foreach (var (pattern, isNormal) in _marked.ToArray())
            {
                if (Resolve(pattern) is var resolved && !resolved.Equals(pattern))
                {
                    _writer.Move(pattern, resolved, isNormal);
                }
            }
        }
    }

    // With the keys as they are now: an anomaly may be answered days after it was raised.
    private AnomalyPattern Resolve(AnomalyPattern pattern)
    {
        if (!_vocabulary.HasAliases)
        {
            return pattern;
        }

        var values = pattern.Values.ToArray();
        foreach (ref var key in AnomalyPattern.KeysOf(values))
        {
            key = _vocabulary.Resolve(key);
        }

        return new AnomalyPattern(values, pattern.Owner, pattern.Past, pattern.Session, pattern.Lesson);
    }

    private AnomalyPattern? Find(long id, DateTimeOffset? timestamp = null)
    {
        lock (_lock)
        {
            return _history.Find(id, timestamp);
        }
    }

    private bool Mark(AnomalyPattern pattern, bool isNormal, LogSeverity? severity)
    {
        // The keys of another detector name other templates here.
        if (pattern.Owner is not null && pattern.Owner != _vocabulary)
        {
            return false;
        }

        pattern = Resolve(pattern);
        if (pattern.Key == LogKey.Unknown && isNormal)
        {
            _diagnostics.TellRepeated(
                "marking unknown",
                _ => "a line whose template found no room in the vocabulary cannot be marked normal: all such lines would be. Raise VocabularyLimit, which takes effect at once.");
            return false;
        }

        lock (_lock)
        {
            if (isNormal && pattern.IsOfKey)
            {
                _levels.Answer(pattern.Key, severity);
            }

            if (!(isNormal ? _writer.MarkNormal(pattern) : _writer.MarkAnomalous(pattern)))
            {
                return false;
            }
        }

        if (pattern.Lesson?.Session is { } session && !Labels.Answer(session, isAnomalous: !isNormal))
        {
            _diagnostics.TellRepeated(
                "labels", _ => $"sessions with {Wording.Number(LabelledSessions.EventLimit)} events have labels already; this answer is remembered, and is no label.");
        }

        return true;
    }
}
