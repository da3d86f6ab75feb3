using LogGuard.Models.Values;
using LogGuard.Tests.Evaluation.Values;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// Delays injected before lines of the second half of a log: by three of the longest times that were usual for the line's
/// key in the first half, a second at least. Asked at 99.9 % of all times, as of other values; and as the detector asks by
/// default, which is late only past what one time in thirty million takes, as every line has such a time.
/// </summary>
internal sealed class DelaysEvaluation : IEvaluation
{
    private const int Lines = 200;
    private const double Multiple = 3;

    // The interval of elapsed times is as far out as this power of the others' (ValueErrorFit.FarPower).
    private static readonly double Plain = 1 - Math.Pow(0.001, 1 / ValueErrorFit.FarPower);

    public string Name => "delays";

    public Task RunAsync(Report report, CancellationToken cancellation)
    {
        foreach (var (name, log) in new[]
        {
            ("hdfs", ValueLog.ReadHdfs(DataFiles.Find("hdfs/HDFS_20000.log.gz"))),
            ("bgl", ValueLog.ReadBgl(DataFiles.Find("bgl/BGL_first_100000.log.gz"))),
        })
        {
            foreach (var (suffix, confidence) in new[] { ("", Plain), ("_default", new ParameterValueTrainingOptions().Confidence) })
            {
                var delays = new Delays(log, new ParameterValueTrainingOptions { Confidence = confidence });
                var score = delays.Replay(Lines, Multiple, seed: 1);
                var bar = suffix.Length == 0;
                var how = bar ? "at 99.9 %" : "by default";
                report.Add($"{name}_found{suffix}", $"{name}, {how}: share of {score.Injected} late lines found", (double)score.Found.Count / score.Injected, "0.000", bar ? ">= 0.95" : "");
                report.Add($"{name}_false_alarm_rate{suffix}", $"{name}, {how}: share of {score.Values:N0} other values reported", score.FalseAlarmRate, "0.0000", bar ? "<= 0.01" : "");
                var larger = delays.Replay(Lines, 10, seed: 1);
                report.Add(null, $"{name}, {how}: share found that are late by ten longest usual times", (double)larger.Found.Count / larger.Injected, "0.000");
                report.Add(null, $"{name}: share of lines whose template can be late", delays.Coverage, "0.000");
            }
        }

        return Task.CompletedTask;
    }
}
