using LogGuard.Sequences;

namespace LogGuard.Models.Counts;

/// <summary>The key counts of whole sessions. Sessions with equal sequences are one vector with a weight.</summary>
internal sealed class CountVectors
{
    private readonly List<(KeyCounts Counts, int Weight)> _vectors = [];
    private readonly Dictionary<int, int> _present = [];

    /// <param name="corpus">The sessions; those that were cut into parts are ignored.</param>
    public CountVectors(SessionCorpus corpus)
    {
        var keys = new List<int>();
        foreach (var (sequence, weight) in corpus.Weighted(Range.All))
        {
            if (!sequence.IsWhole)
            {
                continue;
            }

            var counts = new KeyCounts();
            foreach (var key in sequence.Keys)
            {
                counts.Increment(key);
            }

            keys.Clear();
            counts.CopyKeysTo(keys);
            keys.ForEach(key => _present[key] = _present.GetValueOrDefault(key) + weight);
            _vectors.Add((counts, weight));
            SessionCount += weight;
        }

        _present.Remove(LogGuard.Keys.LogKey.Unknown);
        Keys = [.. _present.Keys.OrderByDescending(key => _present[key]).ThenBy(key => key)];
    }

    /// <summary>Number of sessions.</summary>
    public int SessionCount { get; }

    /// <summary>The keys that occur, those of the most sessions first.</summary>
    public int[] Keys { get; }

    /// <summary>Number of sessions with a key.</summary>
    public int Present(int key) => _present[key];

    /// <summary>The counts of a key in the sessions that have it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="valueLimit">Number of different values from which on the table is of no use.</param>
    /// <param name="largest">The largest count.</param>
    public CountTable Tabulate(int key, int valueLimit, out int largest)
    {
        var table = new CountTable(valueLimit);
        largest = 0;
        foreach (var (counts, weight) in _vectors)
        {
            if (counts[key] is var count and > 0)
            {
                table.Add(count, weight);
                largest = Math.Max(largest, count);
            }
        }

        return table;
    }

    /// <summary>The differences of the counts of two keys.</summary>
    /// <param name="key">The key.</param>
    /// <param name="partner">The other key, which is subtracted.</param>
    /// <param name="valueLimit">Number of different values from which on the difference is of no use.</param>
    /// <returns>Null if it took more values.</returns>
    public CountDifference? Subtract(int key, int partner, int valueLimit)
    {
        var difference = new CountDifference(valueLimit);
        foreach (var (counts, weight) in _vectors)
        {
            difference.Add(counts[key], counts[partner], weight);
            if (difference.All.IsFull)
            {
                return null;
            }
        }

        return difference;
    }
}
