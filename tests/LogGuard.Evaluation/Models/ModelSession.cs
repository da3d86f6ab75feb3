namespace LogGuard.EvaluationRuns.Models;

/// <summary>A session that is judged, and how many equal ones it stands for.</summary>
/// <param name="Keys">Its log keys in order of time.</param>
/// <param name="IsAnomalous">The truth about it.</param>
/// <param name="Weight">How many equal sessions there are.</param>
internal sealed record ModelSession(int[] Keys, bool IsAnomalous, int Weight = 1)
{
    /// <summary>Sessions, of which equal ones are the same array, as one each.</summary>
    public static ModelSession[] Weighted(IEnumerable<int[]> sessions, bool isAnomalous) =>
        [.. sessions.CountBy(keys => keys).Select(pair => new ModelSession(pair.Key, isAnomalous, pair.Value))];
}
