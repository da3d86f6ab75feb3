namespace LogGuard.Measures;

/// <summary>How well a detector told anomalous sessions from normal ones, by their labels. Immutable.</summary>
/// <param name="TruePositives">Anomalous sessions that were reported.</param>
/// <param name="FalsePositives">Normal sessions that were reported.</param>
/// <param name="FalseNegatives">Anomalous sessions that were not.</param>
/// <param name="TrueNegatives">Normal sessions that were not.</param>
internal readonly record struct ConfusionCounts(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>Share of the reports that were right, 0..1; 0 without reports.</summary>
    public double Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>Share of the anomalous sessions that were reported, 0..1; 0 without any.</summary>
    public double Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>Harmonic mean of precision and recall, 0..1.</summary>
    public double F1 => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    /// <summary>Adds sessions with one label and one verdict.</summary>
    /// <param name="isAnomalous">The label.</param>
    /// <param name="isReported">The verdict.</param>
    /// <param name="sessions">How many there are.</param>
    /// <returns>The new counts.</returns>
    public ConfusionCounts Add(bool isAnomalous, bool isReported, long sessions = 1) => (isAnomalous, isReported) switch
    {
        (true, true) => this with { TruePositives = TruePositives + sessions },
        (false, true) => this with { FalsePositives = FalsePositives + sessions },
        (true, false) => this with { FalseNegatives = FalseNegatives + sessions },
        _ => this with { TrueNegatives = TrueNegatives + sessions },
    };

    private static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
