namespace LogGuard.Models.Counts;

/// <summary>The values that a count, or a difference of two counts, took, with the number of sessions of each.</summary>
/// <param name="valueLimit">Number of different values from which on no more are kept.</param>
internal sealed class CountTable(int valueLimit)
{
    private readonly SortedDictionary<int, int> _counts = [];

    /// <summary>Number of sessions.</summary>
    public int Total { get; private set; }

    /// <summary>Number of different values; one more than the limit if there were more.</summary>
    public int Distinct => _counts.Count;

    /// <summary>Whether there were more different values than the limit, so that the table is of no use.</summary>
    public bool IsFull => _counts.Count > valueLimit;

    /// <summary>The values, ascending.</summary>
    public int[] Values => [.. _counts.Keys];

    /// <summary>Number of sessions with each value.</summary>
    public int[] Counts => [.. _counts.Values];

    /// <summary>Counts a value of some sessions.</summary>
    public void Add(int value, int sessions)
    {
        Total += sessions;
        if (!IsFull)
        {
            _counts[value] = _counts.GetValueOrDefault(value) + sessions;
        }
    }
}
