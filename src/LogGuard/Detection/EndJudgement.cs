using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>The judgement of a session's end, which passes from question to question until one raises something.</summary>
internal ref struct EndJudgement(Session session, FeedbackMarks? marks)
{
    /// <summary>The session.</summary>
    public readonly Session Session { get; } = session;

    /// <summary>The answers so far; null where nobody answers.</summary>
    public readonly FeedbackMarks? Marks { get; } = marks;

    /// <summary>The probability of an end here, 0..1; 1 where no question judges it.</summary>
    public float EndProbability { get; set; } = 1;

    /// <summary>Whether something is wrong.</summary>
    public readonly bool IsAnomalous => Verdict.Question is not null;

    /// <summary>The verdict so far.</summary>
    public Verdict Verdict { get; private set; }

    /// <summary>Raises something.</summary>
    public void Raise(in Verdict verdict) => Verdict = verdict;

    /// <summary>Whether a pattern is marked normal in this session. Asked only about what would be raised.</summary>
    public readonly bool IsNormal(ReadOnlySpan<int> pattern) => Marks is { } marks && marks.IsNormal(pattern, Session.Past);
}
