namespace LogGuard.EvaluationRuns;

/// <summary>How well a score ranks anomalous cases above normal ones.</summary>
internal static class RocCurve
{
    /// <summary>
    /// The chance that an anomalous case scores higher than a normal one, both picked at random; ties count half. 0..1.
    /// </summary>
    public static double AreaUnder(IReadOnlyCollection<(bool IsAnomalous, double Score)> cases)
    {
        var normal = cases.Where(one => !one.IsAnomalous).Select(one => one.Score).ToArray();
        var anomalous = cases.Where(one => one.IsAnomalous).Select(one => one.Score).ToArray();
        var above = anomalous.Sum(score => normal.Sum(other => score > other ? 1 : score == other ? 0.5 : 0));
        return above / ((double)normal.Length * anomalous.Length);
    }
}
