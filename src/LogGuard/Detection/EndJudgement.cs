using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>The judgement of a session's end, which each question extends in turn until one raises an anomaly.</summary>
internal ref struct EndJudgement(Session session, FeedbackMarks? marks)
{
    /// <summary>The session.</summary>
    public readonly Session Session { get; } = session;

    /// <summary>The answers so far; null if anomalies cannot be answered.</summary>
    public readonly FeedbackMarks? Marks { get; } = marks;

    /// <summary>The probability of an end here, 0..1; 1 if no question judges it.</summary>
    public float EndProbability { get; set; } = 1;

    /// <summary>Whether something is wrong.</summary>
    public readonly bool IsAnomalous => Verdict.Question is not null;

    /// <summary>The verdict so far.</summary>
    public Verdict Verdict { get; private set; } = Verdict.None;

    /// <summary>Raises an anomaly.</summary>
    public void Raise(Verdict verdict) => Verdict = verdict;

    /// <summary>Whether a pattern is marked normal in this session. Only called for a pattern that would be raised.</summary>
    public readonly bool IsNormal(ReadOnlySpan<int> pattern) => Marks is { } marks && marks.IsNormal(pattern, Session.Past);
}
