namespace LogGuard.EvaluationRuns.Models;

/// <summary>A session that is judged, and how many equal ones it stands for.</summary>
/// <param name="Keys">Its log keys in order of time.</param>
/// <param name="IsAnomalous">The truth about it.</param>
/// <param name="Weight">How many equal sessions there are.</param>
internal sealed record ModelSession(int[] Keys, bool IsAnomalous, int Weight = 1);
