using LogGuard.Sequences;

namespace LogGuard.Models.Counts;

/// <summary>
/// Learns a <see cref="CountModel"/>. The held-out sessions choose the number of different values from which on a count is free:
/// the largest that raises no more alarms there than the target rate allows.
/// </summary>
internal static class CountModelTrainer
{
    /// <summary>Fewest whole sessions for a count model; fewer say little about values that were not seen.</summary>
    internal const int MinimumSessions = 50;

    /// <summary>Upper end of the search: a count with more different values is free.</summary>
    internal const int LargestValueLimit = 16;

    /// <summary>Number of keys whose pairs are examined, the most frequent first; the number of pairs grows with its square.</summary>
    internal const int PairedKeyLimit = 256;

    /// <summary>Number of ties that are kept, the tightest first; each costs a few nanoseconds at every session's end.</summary>
    internal const int TieLimit = 4096;

    /// <summary>Learns from all sessions of a corpus.</summary>
    /// <param name="corpus">The sessions; sessions that were cut into parts are ignored.</param>
    /// <param name="fit">The sessions that a trial model learns from.</param>
    /// <param name="heldOut">The sessions that the trial model must accept.</param>
    /// <param name="alarmRate">Share of the held-out sessions that may be unusual, 0..1.</param>
    /// <returns>The model; null with too few whole sessions.</returns>
    public static CountModel? Train(SessionCorpus corpus, Range fit, Range heldOut, double alarmRate)
    {
        var all = Vectors(corpus, Range.All);
        if (all.Sum(vector => vector.Weight) < MinimumSessions)
        {
            return null;
        }

        var trial = Vectors(corpus, fit);
        var judged = Vectors(corpus, heldOut);
        var allowedAlarms = (int)(alarmRate * judged.Sum(vector => vector.Weight));
        var tables = Differences(trial);
        for (var valueLimit = LargestValueLimit; valueLimit > 1; valueLimit--)
        {
            var model = Build(trial, tables, valueLimit);
            if (judged.Sum(vector => model.IsUnusual(vector.Counts, out _) ? vector.Weight : 0) <= allowedAlarms)
            {
                return Build(all, Differences(all), valueLimit);
            }
        }

        return Build(all, Differences(all), 1);
    }

    private static List<CountVector> Vectors(SessionCorpus corpus, Range sessions)
    {
        var vectors = new List<CountVector>();
        foreach (var (sequence, count) in corpus.Weighted(sessions))
        {
            if (sequence.IsWhole)
            {
                var counts = new KeyCounts();
                foreach (var key in sequence.Keys)
                {
                    counts.Increment(key);
                }

                vectors.Add(new CountVector(counts, count));
            }
        }

        return vectors;
    }

    // For each key alone (partner 0) and each pair of keys: the values seen, with the number of sessions of each.
    private static Dictionary<(int Key, int Partner), SortedDictionary<int, int>> Differences(List<CountVector> vectors)
    {
        var occurrences = new Dictionary<int, long>();
        var seen = new List<int>();
        foreach (var vector in vectors)
        {
            seen.Clear();
            vector.Counts.CopyKeysTo(seen);
            foreach (var key in seen)
            {
                occurrences[key] = occurrences.GetValueOrDefault(key) + vector.Weight;
            }
        }

        occurrences.Remove(Keys.LogKey.Unknown);
        var keys = occurrences.Keys.OrderByDescending(key => occurrences[key]).ThenBy(key => key).ToArray();
        var paired = keys.Take(PairedKeyLimit).Order().ToArray();

        var tables = new Dictionary<(int Key, int Partner), SortedDictionary<int, int>>();
        foreach (var key in keys)
        {
            tables.Add((key, 0), Tabulate(vectors, key, 0, int.MaxValue));
        }

        for (var i = 0; i < paired.Length; i++)
        {
            var own = tables[(paired[i], 0)].Count;
            for (var j = 0; j < i && own > 1; j++)
            {
                // A tie to a count that never changes repeats that key's own constraint.
                var partner = tables[(paired[j], 0)].Count;
                if (partner > 1)
                {
                    tables.Add((paired[i], paired[j]), Tabulate(vectors, paired[i], paired[j], Math.Max(own, partner)));
                }
            }
        }

        return tables;
    }

    // Stops at one value more than the limit: such a difference is not used.
    private static SortedDictionary<int, int> Tabulate(List<CountVector> vectors, int key, int partner, int limit)
    {
        var values = new SortedDictionary<int, int>();
        foreach (var vector in vectors)
        {
            var value = vector.Counts[key] - (partner == 0 ? 0 : vector.Counts[partner]);
            values[value] = values.GetValueOrDefault(value) + vector.Weight;
            if (values.Count > limit)
            {
                break;
            }
        }

        return values;
    }

    private static CountModel Build(
        List<CountVector> vectors, Dictionary<(int Key, int Partner), SortedDictionary<int, int>> tables, int valueLimit)
    {
        var own = new List<CountConstraint>();
        var ties = new List<CountConstraint>();
        var largest = new Dictionary<int, int>();
        foreach (var ((key, partner), values) in tables)
        {
            if (partner == 0)
            {
                largest[key] = values.Keys.Last();
            }

            var widest = partner == 0 ? int.MaxValue : Math.Max(tables[(key, 0)].Count, tables[(partner, 0)].Count);
            if (values.Count <= Math.Min(valueLimit, widest))
            {
                (partner == 0 ? own : ties).Add(new CountConstraint(key, partner, [.. values.Keys], [.. values.Values]));
            }
        }

        return new CountModel(
            valueLimit,
            vectors.Sum(vector => vector.Weight),
            [.. own.OrderBy(constraint => constraint.Key),
             .. ties.OrderBy(tie => tie.Allowed.Length).ThenBy(tie => tie.Key).ThenBy(tie => tie.Partner).Take(TieLimit)],
            largest);
    }

    private readonly record struct CountVector(KeyCounts Counts, int Weight);
}
