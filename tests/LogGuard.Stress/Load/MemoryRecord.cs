namespace LogGuard.Stress.Load;

/// <summary>The memory by quarters of a run. Each value is a median, so that a single outlier has no effect.</summary>
internal sealed class MemoryRecord
{
    private const int Quarters = 4;

    private readonly List<(long Managed, long WorkingSet)>[] _samples = [[], [], [], []];

    /// <summary>Records a measurement.</summary>
    /// <param name="quarter">The quarter, 0..3.</param>
    /// <param name="managed">Bytes of the managed heap after a collection.</param>
    /// <param name="workingSet">Bytes of the working set.</param>
    public void Add(int quarter, long managed, long workingSet) => _samples[quarter].Add((managed, workingSet));

    /// <summary>Median bytes by quarter.</summary>
    public IReadOnlyList<long> Managed => [.. _samples.Select(quarter => Median(quarter.Select(sample => sample.Managed)))];

    /// <inheritdoc cref="Managed"/>
    public IReadOnlyList<long> WorkingSet => [.. _samples.Select(quarter => Median(quarter.Select(sample => sample.WorkingSet)))];

    /// <summary>Returns the growth from the first to the last quarter as a share of the first; negative if it shrank.</summary>
    public static double Growth(IReadOnlyList<long> quarters) =>
        quarters[0] == 0 ? 0 : (quarters[Quarters - 1] - quarters[0]) / (double)quarters[0];

    private static long Median(IEnumerable<long> values)
    {
        var sorted = values.Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
