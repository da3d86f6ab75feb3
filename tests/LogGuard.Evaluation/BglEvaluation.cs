using BglReplay;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// The paper's section 5.3 on 100,000 raw lines of Blue Gene/L: learning the normal lines of the first 1 % and 10 %, without
/// and with an operator who answers false alarms. Published: recall 1; false positive rate 40.1 % and 38.2 % without, 1.7 %
/// and 1.1 % with answers; 1.06 to 3.48 ms an entry.
/// </summary>
internal sealed class BglEvaluation : IEvaluation
{
    private const int Lines = 100_000;

    public string Name => "bgl";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var path = DataFiles.Find("bgl/BGL_first_100000.log.gz");
        foreach (var percent in new[] { 1, 10 })
        {
            foreach (var hasOperator in new[] { false, true })
            {
                // The log has no sessions: what comes next in the one stream is chance, see samples/BglReplay.
                var run = await BglRun.RunAsync(path, Lines / 100 * percent, hasOperator, DetectorKind.NewKey);
                var (key, what) = hasOperator ? ($"{percent}_operator", $"{percent} %, with answers") : ($"{percent}", $"{percent} %");
                var counts = run.Counts;
                report.Add($"recall_{key}", $"{what}: recall", counts.Recall, "0.0000", ">= 0.999");
                report.Add(
                    $"fpr_{key}", $"{what}: false positive rate, %", 100.0 * counts.FalsePositives / (counts.FalsePositives + counts.TrueNegatives), "0.000",
                    hasOperator ? "<= 0.1" : "");
                report.Add($"ms_{key}", $"{what}: milliseconds an entry, training and updates included", 1000 * run.Seconds / run.Lines, "0.0000", "<= 0.05");
                report.Add($"answers_{key}", $"{what}: answers", run.Answers);
            }
        }
    }
}
