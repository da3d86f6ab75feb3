namespace LogGuard.Detectors.Labelled;

/// <summary>The threshold with the highest F1 on labelled sessions.</summary>
internal static class BestThreshold
{
    // A threshold at the very end of the range would never report, or always.
    private const float Least = 0.01f;
    private const float Most = 0.99f;

    /// <summary>Chooses the middle between two scores; 0.5 where nothing tells them apart.</summary>
    /// <param name="sessions">The score of each distinct session, 0..1, its label, and how often it occurred.</param>
    public static float Of(IReadOnlyCollection<(float Score, bool IsAnomalous, int Count)> sessions)
    {
        var missed = sessions.Where(one => one.IsAnomalous).Sum(one => (double)one.Count);
        var (found, falseAlarms, best, threshold) = (0.0, 0.0, 0.0, 0.5f);
        var scores = sessions.GroupBy(one => one.Score).OrderByDescending(group => group.Key).ToArray();
        for (var i = 0; i < scores.Length; i++)
        {
            var anomalous = scores[i].Where(one => one.IsAnomalous).Sum(one => (double)one.Count);
            (found, missed) = (found + anomalous, missed - anomalous);
            falseAlarms += scores[i].Where(one => !one.IsAnomalous).Sum(one => (double)one.Count);
            var f1 = 2 * found / ((2 * found) + falseAlarms + missed);
            if (f1 > best)
            {
                (best, threshold) = (f1, (scores[i].Key + (i + 1 < scores.Length ? scores[i + 1].Key : 0)) / 2);
            }
        }

        return Math.Clamp(threshold, Least, Most);
    }
}
