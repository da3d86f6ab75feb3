using LogGuard.Measures;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>What one row came to.</summary>
/// <param name="Set">The log.</param>
/// <param name="Division">How it was divided.</param>
/// <param name="TruePositives">Anomalous sessions reported.</param>
/// <param name="FalsePositives">Normal sessions reported.</param>
/// <param name="FalseNegatives">Anomalous sessions missed.</param>
/// <param name="TrueNegatives">Normal sessions not reported.</param>
/// <param name="TrainSeconds">Time of the training.</param>
/// <param name="JudgeSeconds">Time for judging all distinct sessions.</param>
/// <param name="Parameters">Numbers in the model that training chose.</param>
/// <param name="MegaBytes">Managed memory that the training left, in MB.</param>
/// <param name="Told">What the model said of its training.</param>
internal sealed record ModelResult(
    string Set, string Division, long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives, double TrainSeconds, double JudgeSeconds,
    long Parameters, double MegaBytes, string[] Told)
{
    public ConfusionCounts Counts => new(TruePositives, FalsePositives, FalseNegatives, TrueNegatives);

    public double Accuracy => (double)(TruePositives + TrueNegatives) / Math.Max(1, TruePositives + FalsePositives + FalseNegatives + TrueNegatives);
}
