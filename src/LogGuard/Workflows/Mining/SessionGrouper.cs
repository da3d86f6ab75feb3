using System.Numerics;
using LogGuard.Workflows.Following;

namespace LogGuard.Workflows.Mining;

/// <summary>Groups sessions by kind: by the set of their keys, regardless of order and count.</summary>
internal static class SessionGrouper
{
    /// <summary>Number of key sets that are compared with each other, the most frequent first; the others join the most similar one.</summary>
    internal const int ComparedLimit = 512;

    /// <summary>Key sets with a Jaccard coefficient of at least this are of one kind.</summary>
    internal const double Similarity = 0.5;

    public static List<List<WorkflowTrace>> Group(IReadOnlyList<WorkflowTrace> traces)
    {
        var keys = traces.SelectMany(trace => trace.Keys).Distinct().Order().ToArray();
        var numbers = keys.Select((key, number) => (key, number)).ToDictionary(pair => pair.key, pair => pair.number);
        var bySet = new Dictionary<string, (ulong[] Set, List<WorkflowTrace> Traces)>(StringComparer.Ordinal);
        foreach (var trace in traces)
        {
            var set = new ulong[(keys.Length / 64) + 1];
            foreach (var key in trace.Keys)
            {
                set[numbers[key] / 64] |= 1UL << (numbers[key] % 64);
            }

            var name = string.Join(' ', set);
            if (!bySet.TryGetValue(name, out var same))
            {
                bySet.Add(name, same = (set, []));
            }

            same.Traces.Add(trace);
        }

        var sets = bySet.Values.OrderByDescending(same => same.Traces.Sum(trace => (long)trace.Count)).ToArray();
        var compared = Math.Min(sets.Length, ComparedLimit);
        var parts = new Partition(sets.Length);
        for (var right = 1; right < sets.Length; right++)
        {
            var (best, nearest) = (0.0, 0);
            for (var left = 0; left < Math.Min(right, compared); left++)
            {
                var similarity = Jaccard(sets[left].Set, sets[right].Set);
                if (similarity >= Similarity && right < compared)
                {
                    parts.Join(left, right);
                }

                if (similarity > best)
                {
                    (best, nearest) = (similarity, left);
                }
            }

            if (right >= compared)
            {
                parts.Join(nearest, right);
            }
        }

        return [.. parts.ToParts().Select(part => part.SelectMany(number => sets[number].Traces).ToList())];
    }

    private static double Jaccard(ulong[] left, ulong[] right)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < left.Length; i++)
        {
            both += BitOperations.PopCount(left[i] & right[i]);
            either += BitOperations.PopCount(left[i] | right[i]);
        }

        return either == 0 ? 1 : (double)both / either;
    }
}
