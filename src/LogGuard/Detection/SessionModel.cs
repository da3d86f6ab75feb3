using LogGuard.Keys;
using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Everything that was learnt about sessions, and the questions put to each event and each session's end: is the key
/// known, was it expected here, do the counts fit, was this the end? Only touched by the reader once it is in use.
/// </summary>
internal sealed partial class SessionModel
{
    /// <summary>
    /// A session whose counts are wrong and whose end was less likely than this was cut short, rather than odd.
    /// Tells two kinds of an anomaly apart that is raised either way.
    /// </summary>
    internal const float LikelyEnd = 0.05f;

    private readonly int[] _pattern;
    private readonly Func<CountViolation, bool> _isCountNormal;
    private SessionPast? _countedPast;

    public SessionModel(SymbolMap symbols, int sessionCount, long eventCount, bool asksForNewKeys, NextKeyJudge? keys, CountModel? counts)
    {
        Symbols = symbols;
        SessionCount = sessionCount;
        EventCount = eventCount;
        AsksForNewKeys = asksForNewKeys;
        Keys = keys;
        Counts = counts;
        TrainedCounts = counts;
        _pattern = new int[AnomalyPattern.RoomFor(WindowSize)];
        _isCountNormal = violation => IsNormal(PatternOf(violation), _countedPast);
    }

    /// <summary>The keys that occurred in training.</summary>
    public SymbolMap Symbols { get; }

    /// <summary>Number of sessions learnt from.</summary>
    public int SessionCount { get; }

    /// <summary>Number of events learnt from.</summary>
    public long EventCount { get; }

    /// <summary>Whether a key that never occurred in training is an anomaly wherever it comes.</summary>
    public bool AsksForNewKeys { get; }

    /// <summary>Judges keys by what came before them; null where this question is not asked.</summary>
    public NextKeyJudge? Keys { get; }

    /// <summary>Judges counts; null where this question is not asked.</summary>
    public CountModel? Counts { get; private set; }

    /// <summary>What was marked normal raises nothing; null where nobody can mark. Asked only about what would be raised.</summary>
    public FeedbackMarks? Marks { get; set; }

    /// <summary>Judges values; null where this question is not asked. Set before the model is in use.</summary>
    public ValueModelSet? Values { get; set; }

    /// <summary>Number of previous keys that a session must keep for its windows; at least 1.</summary>
    public int WindowSize => Keys?.Model.WindowSize ?? 1;

    /// <summary>
    /// Takes note of learnt keys that have been merged into others since. On the thread that judges.
    /// </summary>
    public void MergeKeys(LogKeyVocabulary vocabulary)
    {
        if (!vocabulary.HasAliases)
        {
            return;
        }

        MergeWorkflowKeys(vocabulary);
        var aliases = new Dictionary<int, int>();
        foreach (var key in Symbols.Keys)
        {
            if (vocabulary.Resolve(key) is var target && target != key)
            {
                Symbols.Merge(key, target);
                aliases.Add(key, target);
            }
        }

        if (aliases.Count > 0)
        {
            Counts = Counts?.Merge(aliases);
            TrainedCounts = TrainedCounts?.Merge(aliases);
        }
    }

    /// <summary>Judges an event before it is added to its session.</summary>
    public bool IsAnomalous(Session session, int key, out Verdict verdict)
    {
        verdict = default;
        if (AsksForNewKeys && !Symbols.Knows(key))
        {
            if (IsNormal(AnomalyPattern.OfKey(_pattern, key), session.Past))
            {
                verdict = new Verdict(AnomalyKind.UnknownKey, 0, HidesWindow: true);
                return false;
            }

            verdict = new Verdict(AnomalyKind.UnknownKey, Rarity(EventCount));
            return true;
        }

        if (Keys is not null && CanJudgeWindow(session, Keys.Model))
        {
            var judgement = Keys.Judge(session.Window, key);
            if (!judgement.IsExpected)
            {
                if (!IsNormal(session, key))
                {
                    verdict = new Verdict(AnomalyKind.UnexpectedKey, Surprise(judgement.Probability));
                    return true;
                }

                verdict = new Verdict(AnomalyKind.UnexpectedKey, 0, HidesWindow: !Symbols.Knows(key));
            }
        }

        // As at the end: what is wrong with the counts of a session that was reported has the same cause.
        if (Counts is not null && session.AnomalyCount == 0 && Counts.IsFirstTooMany(key, session.Counts[key] + 1, out var violation)
            && !IsNormal(PatternOf(violation), session.Past))
        {
            verdict = new Verdict(AnomalyKind.UnusualCounts, Rarity(Counts.SessionCount), violation);
            return true;
        }

        return false;
    }

    /// <summary>
    /// Judges a session that has ended. One in which something was reported already is left alone: what is missing at
    /// its end has the same cause.
    /// </summary>
    public bool IsEndAnomalous(Session session, out Verdict verdict)
    {
        verdict = default;
        if (session.HasHole || session.AnomalyCount > 0)
        {
            return false;
        }

        var end = Keys is { Model.KnowsBoundaries: true } && CanJudgeWindow(session, Keys.Model)
            ? Keys.Judge(session.Window, Boundary.End)
            : new NextKeyJudgement(IsExpected: true, Probability: 1, Rank: 0);
        if (!end.IsExpected && !IsNormal(session, Boundary.End))
        {
            verdict = new Verdict(AnomalyKind.CutShort, Surprise(end.Probability));
            return true;
        }

        _countedPast = session.Past;
        if (Counts is not null && Counts.IsUnusual(session.Counts, out var violation, Marks is { NormalCount: > 0 } ? _isCountNormal : null))
        {
            var kind = end.Probability < LikelyEnd ? AnomalyKind.CutShort : AnomalyKind.UnusualCounts;
            verdict = new Verdict(kind, Rarity(Counts.SessionCount), violation);
            return true;
        }

        return false;
    }

    /// <summary>What an anomaly has in common with others like it.</summary>
    /// <param name="session">The session, before the event is added.</param>
    /// <param name="key">The event's key, or <see cref="Boundary.End"/>.</param>
    /// <param name="verdict">What is wrong.</param>
    /// <param name="owner">The vocabulary whose keys these are.</param>
    public AnomalyPattern PatternOf(Session session, int key, in Verdict verdict, LogKeyVocabulary owner) => new(
        verdict switch
        {
            { Violation: { } violation } => PatternOf(violation),
            { Kind: AnomalyKind.UnknownKey } => AnomalyPattern.OfKey(_pattern, key),
            _ => PatternOf(session, key),
        },
        owner,
        session.Past,
        session.Number);

    private ReadOnlySpan<int> PatternOf(CountViolation violation) =>
        AnomalyPattern.OfCount(_pattern, violation.Constraint.Key, violation.Constraint.Partner, violation.Value);

    // The window as the model sees it: all keys that it has not learnt look the same.
    private ReadOnlySpan<int> PatternOf(Session session, int next)
    {
        var pattern = AnomalyPattern.OfStep(_pattern, WindowSize, next, out var window);
        session.Window[^WindowSize..].CopyTo(window);
        foreach (ref var key in window)
        {
            key = key == Boundary.Start || Symbols.Knows(key) ? key : LogKey.Unknown;
        }

        return pattern;
    }

    private bool IsNormal(Session session, int next) => Marks is { NormalCount: > 0 } marks && marks.IsNormal(PatternOf(session, next), session.Past);

    private bool IsNormal(ReadOnlySpan<int> pattern, SessionPast? past) => Marks is { } marks && marks.IsNormal(pattern, past);

    private static bool CanJudgeWindow(Session session, NextKeyModel model) =>
        session.Length >= session.JudgedFrom && (model.KnowsBoundaries || session.Length >= model.WindowSize);

    // What never happened in n trials has a chance of about one in n + 1.
    private static double Rarity(long trials) => Math.Log2(trials + 1.0);

    private static double Surprise(float probability) => -Math.Log2(Math.Max(probability, 1e-12));
}
