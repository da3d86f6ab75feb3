using LogGuard.Keys;
using LogGuard.Models.Counts;
using LogGuard.Sequences;
using static LogGuard.Primitives.SavedData;

namespace LogGuard.Detection.Questions;

/// <summary>
/// Asks whether a session's counts fit: some keys occur a fixed number of times, and some as often as each other. Judged when a
/// count becomes too large, and when the session has ended.
/// </summary>
internal sealed class CountsQuestion : IQuestion
{
    public const string QuestionName = "Counts";

    /// <summary>
    /// Probability of the end below which a session with wrong counts is <see cref="AnomalyKind.CutShort"/>, and not
    /// <see cref="AnomalyKind.UnusualCounts"/>. An anomaly is raised either way.
    /// </summary>
    internal const float LikelyEnd = 0.05f;

    private readonly int[] _pattern = new int[4];
    private readonly Func<CountViolation, bool> _isNormal;
    private SessionHash? _past;
    private FeedbackMarks? _marks;

    public CountsQuestion(CountModel counts)
    {
        (Counts, Trained) = (counts, counts);
        _isNormal = violation => _marks!.IsNormal(PatternOf(violation), _past);
    }

    public string Name => QuestionName;

    /// <summary>The normal counts, including those that were marked normal.</summary>
    public CountModel Counts { get; private set; }

    /// <summary>The counts as training learnt them.</summary>
    public CountModel Trained { get; private set; }

    public double? ExpectedAlarmRate => Trained.UnseenShare;

    public void Judge(ref EventJudgement judgement)
    {
        // Wrong counts of a session in which something was reported have the same cause, here as at the end.
        var (session, key) = (judgement.Session, judgement.Key);
        if (!judgement.IsSettled && session.AnomalyCount == 0 && Counts.IsFirstTooMany(key, session.Counts[key] + 1, out var violation)
            && !session.Id.IsStream && !judgement.IsNormal(PatternOf(violation)))
        {
            judgement.Raise(VerdictOf(AnomalyKind.UnusualCounts, violation, session));
        }
    }

    public void JudgeEnd(ref EndJudgement judgement)
    {
        (_past, _marks) = (judgement.Session.Past, judgement.Marks);
        if (Counts.IsUnusual(judgement.Session.Counts, out var violation, _marks is { NormalCount: > 0 } ? _isNormal : null))
        {
            var kind = judgement.EndProbability < LikelyEnd ? AnomalyKind.CutShort : AnomalyKind.UnusualCounts;
            judgement.Raise(VerdictOf(kind, violation, judgement.Session));
        }
    }

    /// <summary>Whether the counts of a session are usual, apart from those of one or two keys, and from what is marked normal.</summary>
    /// <param name="session">The session, which has ended.</param>
    /// <param name="marks">The answers.</param>
    /// <param name="keys">The keys; 0 for none.</param>
    public bool HasUsualCountsBeside(Session session, FeedbackMarks marks, (int Key, int Partner) keys)
    {
        return !Counts.IsUnusual(
            session.Counts, out _,
            violation => IsAbout(violation.Constraint.Key) || IsAbout(violation.Constraint.Partner) || marks.IsNormal(PatternOf(violation), session.Past));

        bool IsAbout(int key) => key != LogKey.Unknown && (key == keys.Key || key == keys.Partner);
    }

    public Explanation Explain(Verdict verdict, ExplanationContext context)
    {
        var violation = (CountViolation)verdict.Detail!;
        var expected = verdict.Kind == AnomalyKind.UnusualCounts
            ? ExpectedCounts(violation.Constraint, context)
            : context.ExpectedSteps(withoutEnd: true);
        return new Explanation(ReasonOf(violation, context), expected) { SkippedStep = context.SkippedInWorkflow };
    }

    public void Learn(IReadOnlyList<AnomalyPattern> normal) => Counts = normal.Where(pattern => pattern.IsOfCount).Aggregate(
        Trained, (counts, pattern) => counts.Learn(pattern.Values[1], pattern.Values[2], pattern.Values[3]));

    public void MergeKeys(IReadOnlyDictionary<int, int> aliases) => (Counts, Trained) = (Counts.Merge(aliases), Trained.Merge(aliases));

    // Without the marked counts, which are learnt again from the answers.
    public void Save(IQuestionWriter writer) => writer.WriteState(
        new CountsState
        {
            ValueLimit = CountModelTrainer.ValueLimit,
            SessionCount = Trained.SessionCount,
            Constraints = Trained.Constraints,
            LargestCounts = Trained.LargestCounts,
            UnseenShare = Trained.UnseenShare,
        },
        QuestionJson.Default.CountsState);

    /// <summary>Reads the part that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The part contradicts itself.</exception>
    public static CountsQuestion Read(IQuestionReader reader)
    {
        var state = reader.ReadState(QuestionJson.Default.CountsState);
        Require(state.Constraints.All(IsConstraint), "one of its constraints is none");
        Require(
            state.Constraints.DistinctBy(constraint => (constraint.Key, constraint.Partner)).Count() == state.Constraints.Length,
            "its constraints repeat themselves");
        return new CountsQuestion(new CountModel(state.SessionCount, state.Constraints, state.LargestCounts, state.UnseenShare));
    }

    private static bool IsConstraint(CountConstraint? constraint) =>
        constraint is { Allowed.Length: > 0, SessionCounts: not null } && constraint.Allowed.Length == constraint.SessionCounts.Length
        && IsAscending(constraint.Allowed) && constraint.SessionCounts.All(count => count > 0);

    private Verdict VerdictOf(AnomalyKind kind, CountViolation violation, Session session) =>
        new(kind, Surprise.OfNever(Counts.SessionCount), violation)
        {
            Question = this,
            Pattern = AnomalyPattern.InSession(session, PatternOf(violation)),
            About = (violation.Constraint.Key, violation.Constraint.Partner),
        };

    private ReadOnlySpan<int> PatternOf(CountViolation violation) =>
        AnomalyPattern.OfCount(_pattern, violation.Constraint.Key, violation.Constraint.Partner, violation.Value);

    private List<ExpectedStep> ExpectedCounts(CountConstraint constraint, ExplanationContext context)
    {
        var template = context.Vocabulary.GetTemplate(constraint.Key);
        if (constraint.IsFree)
        {
            return [new ExpectedStep(template, 1, constraint.Allowed[0])];
        }

        var steps = new List<ExpectedStep>();
        var offset = constraint.Partner == 0 ? 0 : context.Session.Counts[constraint.Partner];
        foreach (var i in Enumerable.Range(0, constraint.Allowed.Length).OrderByDescending(i => constraint.SessionCounts[i]))
        {
            if (steps.Count < context.ExpectedLimit && constraint.Allowed[i] + offset >= 0)
            {
                var share = (double)constraint.SessionCounts[i] / Counts.SessionCount;
                steps.Add(new ExpectedStep(template, share, constraint.Allowed[i] + offset));
            }
        }

        return steps;
    }

    private string ReasonOf(CountViolation violation, ExplanationContext context)
    {
        var (constraint, value) = violation;
        var key = context.Quote(constraint.Key);
        if (constraint.Partner != 0)
        {
            return $"{key} occurred {Wording.Difference(value)} {context.Quote(constraint.Partner)}; it {CountWording.OccurredBeside(constraint.Allowed, Counts.SessionCount)}";
        }

        var learnt = constraint.IsFree
            ? CountWording.OccurredAtMost(constraint.Allowed[0], Counts.SessionCount)
            : CountWording.Occurred(constraint.Allowed, Counts.SessionCount);
        return $"{key} {(value == 0 ? "never occurred" : $"occurred {Wording.Times(value)}")}; it {learnt}";
    }
}
