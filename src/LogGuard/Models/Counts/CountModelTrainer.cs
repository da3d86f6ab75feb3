using LogGuard.Primitives;
using LogGuard.Sequences;

namespace LogGuard.Models.Counts;

/// <summary>
/// Learns a <see cref="CountModel"/>. Each rule has an estimated share of normal sessions that would break it
/// (<see cref="CountEvidence"/>); the surest rules are used, as long as the sum of their shares stays within the target rate.
/// </summary>
internal static class CountModelTrainer
{
    /// <summary>Fewest whole sessions for a count model; fewer say little about values that were not seen.</summary>
    internal const int MinimumSessions = 50;

    /// <summary>
    /// Fewest sessions from which counts that vary are judged. Of fewer, only what never varied is: a line that comes once or twice in
    /// each of 50 sessions comes three times in one of twenty others.
    /// </summary>
    internal const int FewestForVaryingCounts = 200;

    /// <summary>Fewest sessions with a key, or with both keys of a tie, for a rule about it.</summary>
    internal const int FewestSupport = 10;

    /// <summary>A count with more different values than this is free.</summary>
    internal const int ValueLimit = 64;

    /// <summary>A difference of counts with more different values than this is no tie.</summary>
    internal const int TieValueLimit = 16;

    /// <summary>Number of keys whose pairs are examined, the most frequent first; the number of pairs grows with its square.</summary>
    internal const int PairedKeyLimit = 256;

    /// <summary>Number of ties that are kept, the surest first; each costs a few nanoseconds at every session's end.</summary>
    internal const int TieLimit = 4096;

    /// <summary>Learns from all sessions of a corpus.</summary>
    /// <param name="corpus">The sessions; sessions that were cut into parts are ignored.</param>
    /// <param name="alarmRate">Share of normal sessions that may be unusual, 0..1, as far as the sessions can show it.</param>
    /// <returns>The model; null with too few whole sessions.</returns>
    public static CountModel? Train(SessionCorpus corpus, double alarmRate)
    {
        var vectors = new CountVectors(corpus);
        if (vectors.SessionCount < MinimumSessions)
        {
            return null;
        }

        var largest = new Dictionary<int, int>();
        var tables = new Dictionary<int, CountTable>();
        foreach (var key in vectors.Keys)
        {
            tables.Add(key, vectors.Tabulate(key, ValueLimit, out var most));
            largest.Add(key, most);
        }

        var differences = new Dictionary<(int Key, int Partner), CountDifference>();
        CountRule[] rules = [.. OwnRules(vectors, tables), .. Ties(vectors, tables, differences)];
        var chosen = Choose(rules, AttainableRate.Of(alarmRate, vectors.SessionCount), out var unseenShare);
        var own = chosen.Where(rule => rule.Partner == 0).GroupBy(rule => rule.Key).OrderBy(group => group.Key)
            .Select(group => OwnConstraint(group, tables[group.Key], vectors.SessionCount));
        var ties = chosen.Where(rule => rule.Partner != 0).Take(TieLimit).Select(rule => Tie(rule, differences[(rule.Key, rule.Partner)].All));
        return new CountModel(
            vectors.SessionCount,
            [.. own, .. ties.OrderBy(tie => tie.Allowed.Length).ThenBy(tie => tie.Key).ThenBy(tie => tie.Partner)],
            largest,
            unseenShare);
    }

    private static IEnumerable<CountRule> OwnRules(CountVectors vectors, Dictionary<int, CountTable> tables)
    {
        foreach (var (key, table) in tables)
        {
            if (table.IsFull || table.Total < FewestSupport || !MayVary(table, vectors))
            {
                continue;
            }

            var (tooFew, between, tooMany) = CountEvidence.UnseenShares(table.Values, table.Counts);
            var share = (double)table.Total / vectors.SessionCount;
            yield return new CountRule(key, 0, CountSides.TooFew, share * tooFew, table.Total);
            yield return new CountRule(key, 0, CountSides.TooMany, share * tooMany, table.Total);
            if (between > 0)
            {
                yield return new CountRule(key, 0, CountSides.Between, share * between, table.Total);
            }
        }
    }

    private static IEnumerable<CountRule> Ties(
        CountVectors vectors, Dictionary<int, CountTable> tables, Dictionary<(int Key, int Partner), CountDifference> differences)
    {
        var keys = vectors.Keys.Where(key => tables[key].Total >= FewestSupport).Take(PairedKeyLimit).Order().ToArray();
        for (var i = 0; i < keys.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (own, other) = (Distinct(keys[i]), Distinct(keys[j]));

                // A tie to a count that never changes repeats that key's own constraint.
                if (own > 1 && other > 1 && vectors.Subtract(keys[i], keys[j], Math.Min(TieValueLimit, Math.Max(own, other))) is { } difference
                    && IsTie(difference, tables[keys[i]], tables[keys[j]], vectors))
                {
                    differences.Add((keys[i], keys[j]), difference);
                    yield return new CountRule(
                        keys[i], keys[j], difference.Neither == 0 ? CountSides.All | CountSides.Neither : CountSides.All,
                        difference.UnseenShare(vectors.SessionCount), difference.Support, difference.All.Values is [0]);
                }
            }
        }

        int Distinct(int key) => tables[key].Distinct + (tables[key].Total < vectors.SessionCount ? 1 : 0);
    }

    // The differences of independent keys take more values than the keys do, those of tied keys fewer. Keys with one count each
    // are tied if the one never comes without the other, or if one of the two always comes.
    private static bool IsTie(CountDifference difference, CountTable own, CountTable other, CountVectors vectors)
    {
        if (difference.Both.Total == 0)
        {
            return difference.Neither == 0 && difference.Support >= FewestSupport && MayVary(difference.FirstOnly, vectors) && MayVary(difference.SecondOnly, vectors);
        }

        if (difference.Support < FewestSupport || !MayVary(difference.Both, vectors))
        {
            return false;
        }

        var isTighter = difference.Both.Distinct < Math.Max(own.Distinct, other.Distinct);
        var isImplied = (difference.FirstOnly.Total == 0 && other.Total < vectors.SessionCount)
            || (difference.SecondOnly.Total == 0 && own.Total < vectors.SessionCount);
        return isTighter || isImplied;
    }

    private static bool MayVary(CountTable table, CountVectors vectors) => table.Distinct == 1 || vectors.SessionCount >= FewestForVaryingCounts;

    // The surest first, within the target. Of keys that always come equally often, a chain of pairs says it all.
    private static List<CountRule> Choose(CountRule[] rules, double target, out double unseenShare)
    {
        var (chosen, equals) = (new List<CountRule>(), new Dictionary<int, int>());
        unseenShare = 0;
        foreach (var rule in rules.OrderBy(rule => rule.UnseenShare).ThenBy(rule => rule.Partner != 0).ThenByDescending(rule => rule.Support)
            .ThenBy(rule => rule.Key).ThenBy(rule => rule.Partner))
        {
            if (unseenShare + rule.UnseenShare > target || (rule.IsEquality && Root(rule.Key) == Root(rule.Partner)))
            {
                continue;
            }

            unseenShare += rule.UnseenShare;
            chosen.Add(rule);
            if (rule.IsEquality)
            {
                equals[Root(rule.Key)] = Root(rule.Partner);
            }
        }

        return chosen;

        int Root(int key)
        {
            while (equals.TryGetValue(key, out var next))
            {
                key = next;
            }

            return key;
        }
    }

    private static CountConstraint OwnConstraint(IGrouping<int, CountRule> rules, CountTable table, int sessionCount)
    {
        var sides = rules.Aggregate(CountSides.None, (sides, rule) => sides | rule.Sides);
        var absent = sessionCount - table.Total;
        return absent == 0
            ? new CountConstraint(rules.Key, 0, table.Values, table.Counts, sides, table.Total)
            : new CountConstraint(rules.Key, 0, [0, .. table.Values], [absent, .. table.Counts], sides, table.Total);
    }

    private static CountConstraint Tie(CountRule rule, CountTable table) =>
        new(rule.Key, rule.Partner, table.Values, table.Counts, rule.Sides, rule.Support);
}
