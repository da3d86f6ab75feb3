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
        CheckLengths(truth.Count, predicted.Count);
        return truth.Count == 0 ? 1 : (double)RightGroups(truth, predicted, out _, out _).Sum(lines => (long)lines) / truth.Count;
    }

    /// <summary>
    /// The harmonic mean of the share of predicted groups that are true ones and the share of true groups that were predicted (Khan et al.,
    /// <em>Guidelines for Assessing the Accuracy of Log Message Template Identification Techniques</em>, ICSE 2022): a group of few lines counts
    /// as much as one of many.
    /// </summary>
    /// <param name="truth">The true group of each line.</param>
    /// <param name="predicted">The predicted group of each line, in the same order.</param>
    /// <returns>The mean, 0..1; 1 without lines.</returns>
    /// <exception cref="ArgumentException">The numbers of lines differ.</exception>
    public static double F1Of<TTruth, TPredicted>(IReadOnlyList<TTruth> truth, IReadOnlyList<TPredicted> predicted)
        where TTruth : notnull
        where TPredicted : notnull
    {
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(predicted);
        CheckLengths(truth.Count, predicted.Count);
        return truth.Count == 0 ? 1 : 2.0 * RightGroups(truth, predicted, out var trueCount, out var predictedCount).Count / (trueCount + predictedCount);
    }

    private static void CheckLengths(int truth, int predicted)
    {
        if (truth != predicted)
        {
            throw new ArgumentException($"There are {truth} true groups and {predicted} predicted ones.", nameof(predicted));
        }
    }

    // The number of lines of each group that holds the same lines in both.
    private static List<int> RightGroups<TTruth, TPredicted>(
        IReadOnlyList<TTruth> truth, IReadOnlyList<TPredicted> predicted, out int trueCount, out int predictedCount)
        where TTruth : notnull
        where TPredicted : notnull
    {
        var trueSizes = truth.CountBy(group => group).ToDictionary();
        var predictedSizes = predicted.CountBy(group => group).ToDictionary();
        (trueCount, predictedCount) = (trueSizes.Count, predictedSizes.Count);

        // The same lines: all that are in both groups are all of the one and all of the other.
        return
        [
            .. truth.Zip(predicted).CountBy(pair => pair)
                .Where(pair => pair.Value == trueSizes[pair.Key.First] && pair.Value == predictedSizes[pair.Key.Second])
                .Select(pair => pair.Value),
        ];
    }
}
