namespace LogGuard.Measures;

/// <summary>
/// The share of lines whose predicted group holds exactly the lines of their true group, the measure of Zhu et al.,
/// <em>Tools and Benchmarks for Automated Log Parsing</em>, ICSE-SEIP 2019.
/// </summary>
internal static class GroupingAccuracy
{
    /// <summary>Compares two ways of grouping the same lines.</summary>
    /// <param name="truth">The true group of each line.</param>
    /// <param name="predicted">The predicted group of each line, in the same order.</param>
    /// <returns>The share of lines in groups that are the same, 0..1; 1 without lines.</returns>
    /// <exception cref="ArgumentException">The numbers of lines differ.</exception>
    public static double Of<TTruth, TPredicted>(IReadOnlyList<TTruth> truth, IReadOnlyList<TPredicted> predicted)
        where TTruth : notnull
        where TPredicted : notnull
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        if (truth.Count != predicted.Count)
        {
            throw new ArgumentException($"There are {truth.Count} true groups and {predicted.Count} predicted ones.", nameof(predicted));
        }

        if (truth.Count == 0)
        {
            return 1;
        }

        var trueSizes = truth.CountBy(group => group).ToDictionary();
        var predictedSizes = predicted.CountBy(group => group).ToDictionary();
        var pairs = truth.Zip(predicted).CountBy(pair => pair);

        // The same lines: all that are in both groups are all of the one and all of the other.
        var right = pairs.Where(pair => pair.Value == trueSizes[pair.Key.First] && pair.Value == predictedSizes[pair.Key.Second]).Sum(pair => (long)pair.Value);
        return (double)right / truth.Count;
    }
}
