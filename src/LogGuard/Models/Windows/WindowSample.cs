using System.Numerics;
using LogGuard.Primitives;

namespace LogGuard.Models.Windows;

/// <summary>
/// A choice of as many different windows as memory is to hold, in which each has the same chance however often it occurs: those
/// with the smallest seeded hashes. One in it was in it from its first occurrence on, so its weight is what all windows would
/// give it; and the order in which they come has no say.
/// </summary>
internal static class WindowSample
{
    /// <summary>Hashes that <see cref="Count"/> rests on: its deviation is one by their root.</summary>
    internal const int CountedHashes = 4_096;

    /// <summary>Chooses windows.</summary>
    /// <param name="windows">Rows of a window and its target, with weights; gone through once.</param>
    /// <param name="windowSize">Number of symbols in a window.</param>
    /// <param name="limit">Most windows that are chosen; twice as many are held meanwhile.</param>
    /// <param name="seed">Another seed is another choice.</param>
    /// <param name="cancellation">Ends it early with <see cref="OperationCanceledException"/>.</param>
    public static WindowSet Of(
        IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> windows, int windowSize, int limit, int seed, CancellationToken cancellation = default)
    {
        var (table, spare) = (new WindowTable(windowSize + 1), new WindowTable(windowSize + 1));
        var weights = new List<float>();
        var bound = ulong.MaxValue;
        foreach (var (row, weight) in windows)
        {
            cancellation.ThrowIfCancellationRequested();
            if (Hash(row.Span, seed) > bound)
            {
                continue;
            }

            var number = table.GetOrAdd(row.Span, out var added);
            if (added)
            {
                weights.Add(0);
            }

            weights[number] += weight;
            if (table.Count >= 2 * limit)
            {
                (weights, bound) = Reduce(table, spare, weights, limit, seed);
                (table, spare) = (spare, table);
            }
        }

        if (table.Count > limit)
        {
            (weights, _) = Reduce(table, spare, weights, limit, seed);
            table = spare;
        }

        return WindowSet.Of(table, weights);
    }

    /// <summary>
    /// How many different windows there are, about: what lies below the n-th smallest of evenly spread hashes tells how many
    /// there are in all. Takes no memory to speak of, whatever it counts.
    /// </summary>
    /// <param name="windows">Rows of a window and its target; gone through once, and no further than is enough.</param>
    /// <param name="enough">More than this many need not be counted.</param>
    /// <param name="cancellation">Ends it early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The number, exact up to twice <see cref="CountedHashes"/>, else with a deviation of 1.6 percent.</returns>
    public static double Count(IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> windows, double enough, CancellationToken cancellation = default)
    {
        var hashes = new HashSet<ulong>();
        var bound = ulong.MaxValue;
        foreach (var (row, _) in windows)
        {
            cancellation.ThrowIfCancellationRequested();
            var hash = Hash(row.Span, seed: 0);
            if (hash > bound || !hashes.Add(hash) || hashes.Count <= 2 * CountedHashes)
            {
                continue;
            }

            ulong[] order = [.. hashes];
            Array.Sort(order);
            bound = order[CountedHashes - 1];
            hashes.RemoveWhere(other => other > bound);
            if (Estimate() > enough)
            {
                break;
            }
        }

        return Estimate();

        // The share of all that may still come in is the share of all hashes that the bound leaves.
        double Estimate() => hashes.Count / ((double)bound / ulong.MaxValue);
    }

    // Into a table that was there before: large arrays that come and go stay in memory for long.
    private static (List<float> Weights, ulong Bound) Reduce(WindowTable table, WindowTable kept, List<float> weights, int limit, int seed)
    {
        var hashes = new ulong[table.Count];
        for (var number = 0; number < hashes.Length; number++)
        {
            hashes[number] = Hash(table[number], seed);
        }

        ulong[] order = [.. hashes];
        Array.Sort(order);
        var bound = order[limit - 1];
        kept.Clear();
        var keptWeights = new List<float>(limit);
        for (var number = 0; number < hashes.Length; number++)
        {
            if (hashes[number] <= bound)
            {
                kept.GetOrAdd(table[number], out _);
                keptWeights.Add(weights[number]);
            }
        }

        return (keptWeights, bound);
    }

    // Not the table's own hash, whose upper bits choose the slot: the smallest hashes would share neighbouring slots there.
    private static ulong Hash(ReadOnlySpan<int> row, int seed)
    {
        var hash = ((ulong)(uint)seed + 1) * SplitMix64.GoldenRatio;
        foreach (var symbol in row)
        {
            hash = (BitOperations.RotateLeft(hash, 29) ^ (uint)symbol) * SplitMix64.FirstFactor;
        }

        return SplitMix64.Mix(hash);
    }
}
