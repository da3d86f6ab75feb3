using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>The judgement of one event, which each question extends in turn.</summary>
internal ref struct EventJudgement
{
    private readonly ref readonly LogRecord _record;
    private Verdict _verdict = Verdict.None;

    /// <summary>Judges an event with its record, so that its values can be read.</summary>
    public EventJudgement(Session session, in LogRecord record, double elapsedSeconds, FeedbackMarks? marks, EventValues values)
    {
        (Session, Key, ElapsedSeconds, Marks, Values) = (session, record.Key, elapsedSeconds, marks, values);
        _record = ref record;
    }

    /// <summary>Judges a key of a kept session, without its record.</summary>
    public EventJudgement(Session session, int key, FeedbackMarks? marks) =>
        (Session, Key, ElapsedSeconds, Marks) = (session, key, double.NaN, marks);

    /// <summary>The event's session, without the event.</summary>
    public readonly Session Session { get; }

    /// <summary>The event's log key.</summary>
    public readonly int Key { get; }

    /// <summary>Seconds since the session's previous event; NaN if there is none.</summary>
    public readonly double ElapsedSeconds { get; }

    /// <summary>The answers so far; null if anomalies cannot be answered.</summary>
    public readonly FeedbackMarks? Marks { get; }

    /// <summary>Reads the event's values; null if there is no record to read them from.</summary>
    public readonly EventValues? Values { get; }

    /// <summary>The event itself. Only valid if <see cref="Values"/> is not null.</summary>
    public readonly ref readonly LogRecord Record => ref _record;

    /// <summary>
    /// Whether the event's place in its session is judged: an anomaly was raised, or the key is new and marked normal. Later
    /// questions about sequence and counts then stay silent.
    /// </summary>
    public bool IsSettled { get; set; }

    /// <summary>Whether something is wrong.</summary>
    public readonly bool IsAnomalous => _verdict.Question is not null;

    /// <summary>The verdict so far.</summary>
    public readonly Verdict Verdict => _verdict;

    /// <summary>Raises an anomaly. Later questions stay silent.</summary>
    public void Raise(Verdict verdict)
    {
        // An unusual value does not affect the event's place, so that stays as it was judged.
        _verdict = verdict.ExplainsSession ? verdict : verdict with { HidesWindow = _verdict.HidesWindow };
        IsSettled = true;
    }

    /// <summary>Reports that nothing is wrong, but that windows with this key cannot be judged.</summary>
    public void HideWindow(AnomalyKind kind) => _verdict = Verdict.Hides(kind);

    /// <summary>Whether a pattern is marked normal in the event's session. Only called for a pattern that would be raised.</summary>
    public readonly bool IsNormal(ReadOnlySpan<int> pattern) => Marks is { } marks && marks.IsNormal(pattern, Session.Past);

    /// <summary>Whether the answer for the event's key, which is new, covers the event's level. True without a record.</summary>
    public readonly bool IsLevelAnswered => Values is null || Marks is null || Marks.Covers(Key, Record.Severity);
}
