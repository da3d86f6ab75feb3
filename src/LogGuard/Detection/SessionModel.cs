using LogGuard.Models;
using LogGuard.Sequences;

namespace LogGuard.Detection;

/// <summary>
/// Everything that was learnt about sessions, and the questions put to each event and each session's end: is the key
/// known, was it expected here, do the counts fit, was this the end? Only touched by the reader once it is in use.
/// </summary>
internal sealed class SessionModel
{
    /// <summary>
    /// A session whose counts are wrong and whose end was less likely than this was cut short, rather than odd.
    /// Tells two kinds of an anomaly apart that is raised either way.
    /// </summary>
    internal const float LikelyEnd = 0.05f;

    public SessionModel(SymbolMap symbols, int sessionCount, long eventCount, bool asksForNewKeys, NextKeyJudge? keys, CountModel? counts)
    {
        Symbols = symbols;
        SessionCount = sessionCount;
        EventCount = eventCount;
        AsksForNewKeys = asksForNewKeys;
        Keys = keys;
        Counts = counts;
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
    public CountModel? Counts { get; }

    /// <summary>Judges values; null where this question is not asked. Set before the model is in use.</summary>
    public ValueModelSet? Values { get; set; }

    /// <summary>Number of previous keys that a session must keep for its windows; at least 1.</summary>
    public int WindowSize => Keys?.Model.WindowSize ?? 1;

    /// <summary>Judges an event before it is added to its session.</summary>
    public bool IsAnomalous(Session session, int key, out Verdict verdict)
    {
        if (AsksForNewKeys && !Symbols.Knows(key))
        {
            verdict = new Verdict(AnomalyKind.UnknownKey, Rarity(EventCount));
            return true;
        }

        if (Keys is not null && CanJudgeWindow(session, Keys.Model))
        {
            var judgement = Keys.Judge(session.Window, key);
            if (!judgement.IsExpected)
            {
                verdict = new Verdict(AnomalyKind.UnexpectedKey, Surprise(judgement.Probability));
                return true;
            }
        }

        if (Counts is not null && Counts.IsFirstTooMany(key, session.Counts[key] + 1, out var violation))
        {
            verdict = new Verdict(AnomalyKind.UnusualCounts, Rarity(Counts.SessionCount), violation);
            return true;
        }

        verdict = default;
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
        if (!end.IsExpected)
        {
            verdict = new Verdict(AnomalyKind.CutShort, Surprise(end.Probability));
            return true;
        }

        if (Counts is not null && Counts.IsUnusual(session.Counts, out var violation))
        {
            var kind = end.Probability < LikelyEnd ? AnomalyKind.CutShort : AnomalyKind.UnusualCounts;
            verdict = new Verdict(kind, Rarity(Counts.SessionCount), violation);
            return true;
        }

        return false;
    }

    private static bool CanJudgeWindow(Session session, NextKeyModel model) =>
        session.Length >= session.JudgedFrom && (model.KnowsBoundaries || session.Length >= model.WindowSize);

    // What never happened in n trials has a chance of about one in n + 1.
    private static double Rarity(long trials) => Math.Log2(trials + 1.0);

    private static double Surprise(float probability) => -Math.Log2(Math.Max(probability, 1e-12));
}
