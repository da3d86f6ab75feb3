using LogGuard.Models.Values;
using LogGuard.Tests.Evaluation.Values;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// DeepLog's section 5.2 on the raw nova log: twenty held-out normal machines take three times as long to spawn and to
/// build as they did. Are all found, by the right feature, and how many other values are reported?
/// </summary>
internal sealed class ValuesEvaluation : IEvaluation
{
    private const int Machines = 20;
    private const double Factor = 3;
    private const int OtherSeeds = 50;

    public string Name => "values";

    public Task RunAsync(Report report, CancellationToken cancellation)
    {
        var folder = Path.GetDirectoryName(DataFiles.Find("openstack/instance_labels.csv"))!;
        var slowDowns = new SlowDowns(ValueLog.ReadOpenStack(folder), new ParameterValueTrainingOptions());
        var (score, found) = slowDowns.Replay(Machines, Factor, seed: 1);
        var others = Enumerable.Range(1, OtherSeeds).Select(seed => slowDowns.Replay(Machines, Factor, seed).Found).ToArray();
        report.Add("found", $"of {Machines} slow machines found, by the right feature", found, "0", "20");
        report.Add("false_alarm_rate", $"share of {score.Values:N0} other values reported, at 99.9 %", score.FalseAlarmRate, "0.0000", "<= 0.01");
        report.Add("mean_found", $"found on average over {OtherSeeds} choices of machines", others.Average(), "0.00");
        report.Add("least_found", "found at least", others.Min());
        report.Add("train_seconds", $"seconds to learn {slowDowns.Evaluation.Training.Count:N0} values", slowDowns.Evaluation.TrainSeconds, "0.0");
        return Task.CompletedTask;
    }
}
