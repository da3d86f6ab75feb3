namespace LogGuard.Stress.Load;

/// <summary>
/// Memory by quarters of a run: the median of what was measured in each, so that one measurement at a bad moment decides
/// nothing.
/// </summary>
internal sealed class MemoryRecord
{
    private const int Quarters = 4;

    private readonly List<(long Managed, long WorkingSet)>[] _samples = [[], [], [], []];

    /// <summary>Notes a measurement.</summary>
    /// <param name="quarter">0..3.</param>
    /// <param name="managed">Bytes of the managed heap after a collection.</param>
    /// <param name="workingSet">Bytes of the process in memory.</param>
    public void Add(int quarter, long managed, long workingSet) => _samples[quarter].Add((managed, workingSet));

    /// <summary>Bytes by quarter.</summary>
    public IReadOnlyList<long> Managed => [.. _samples.Select(quarter => Median(quarter.Select(sample => sample.Managed)))];

    /// <inheritdoc cref="Managed"/>
    public IReadOnlyList<long> WorkingSet => [.. _samples.Select(quarter => Median(quarter.Select(sample => sample.WorkingSet)))];

    /// <summary>By how much the last quarter is larger than the first, as a share of it; below 0 where it is smaller.</summary>
    public static double Growth(IReadOnlyList<long> quarters) =>
        quarters[0] == 0 ? 0 : (quarters[Quarters - 1] - quarters[0]) / (double)quarters[0];

    private static long Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
