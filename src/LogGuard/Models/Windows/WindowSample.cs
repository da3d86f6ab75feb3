using System.Numerics;
using LogGuard.Primitives;

namespace LogGuard.Models.Windows;

/// <summary>
/// Chooses a limited number of distinct windows, each with the same probability however often it occurs: those with the smallest
/// seeded hashes. A chosen window is in the sample from its first occurrence on, so its weight is complete. The order of the windows
/// has no effect.
/// </summary>
internal static class WindowSample
{
    /// <summary>Number n of hashes that <see cref="Count"/> uses; its relative deviation is 1/√n.</summary>
    internal const int CountedHashes = 4_096;

    /// <summary>Chooses windows.</summary>
    /// <param name="windows">Rows of a window and its target, with weights; enumerated once.</param>
    /// <param name="windowSize">Number of symbols in a window.</param>
    /// <param name="limit">Largest number of windows chosen; twice as many are held meanwhile.</param>
    /// <param name="seed">Seed of the choice.</param>
    /// <param name="cancellation">Ends the choice early with <see cref="OperationCanceledException"/>.</param>
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
    /// Estimates the number of distinct windows from the n-th smallest of their uniformly distributed hashes. Uses constant memory.
    /// </summary>
    /// <param name="windows">Rows of a window and its target; enumerated once, until the count exceeds <paramref name="enough"/>.</param>
    /// <param name="enough">Number above which the count stops.</param>
    /// <param name="cancellation">Ends the count early with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The number, exact up to twice <see cref="CountedHashes"/>, otherwise with a deviation of 1.6 percent.</returns>
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

        // The share of windows below the bound is the bound's share of the range of hashes.
        double Estimate() => hashes.Count / ((double)bound / ulong.MaxValue);
    }

    // Reuses an existing table: large arrays that are allocated and dropped stay in memory for long.
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

    // Not the hash of the table, which uses its upper bits: windows with small hashes would be adjacent in the table. The finaliser of
    // splitmix64 mixes all bits.
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
