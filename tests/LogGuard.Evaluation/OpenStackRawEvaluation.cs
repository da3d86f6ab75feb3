using System.Text.RegularExpressions;
using LogGuard.Measures;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// The raw nova log of 1,162 virtual machines: learns the first half of the normal ones, in order of time, and judges the
/// others. A machine is reported if anything in it is.
/// </summary>
internal sealed partial class OpenStackRawEvaluation : IEvaluation
{
    public string Name => "openstack-raw";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var format = LineFormat.TryGet("Nova", out var known) ? known : throw new InvalidOperationException("There is no format Nova.");
        var lines = DataFiles.ReadLines("openstack/openstack-nova-sample.log.gz");
        var normal = File.ReadLines(DataFiles.Find("openstack/instance_labels.csv")).Where(row => row.EndsWith(",Normal", StringComparison.Ordinal))
            .Select(row => row[..row.IndexOf(',')]).ToHashSet();
        var machines = lines.Select(line => Instance().Match(line).Groups[1].Value).ToArray();
        var order = machines.Where(machine => machine.Length > 0).Distinct().ToArray();
        var training = order.Where(normal.Contains).Take(normal.Count / 2).ToHashSet();

        // Lines that name no machine belong to the stream of all others, learnt up to the last line of the training machines.
        var lastTraining = Array.FindLastIndex(machines, training.Contains);
        bool IsTraining(int i) => machines[i].Length > 0 ? training.Contains(machines[i]) : i <= lastTraining;
        var reported = await TextRun.JudgeAsync(
            format, lines.Where((_, i) => IsTraining(i)), lines.Where((_, i) => !IsTraining(i)), cancellation);

        var counts = order.Where(machine => !training.Contains(machine))
            .Aggregate(default(ConfusionCounts), (sum, machine) => sum.Add(!normal.Contains(machine), reported.ContainsKey(machine)));
        report.Add("f1", "F1 over the machines not learnt", counts.F1, "0.0000", ">= 0.95");
        report.Add("precision", "precision", counts.Precision, "0.0000");
        report.Add("recall", "recall", counts.Recall, "0.0000");
        report.Add("fp", $"of {counts.FalsePositives + counts.TrueNegatives} normal machines reported", counts.FalsePositives);
        report.Add("fn", $"of {counts.TruePositives + counts.FalseNegatives} anomalous machines not reported", counts.FalseNegatives);
        foreach (var group in reported.Where(one => normal.Contains(one.Key)).SelectMany(one => one.Value).CountBy(anomaly => $"{anomaly.Kind}: {anomaly.Reason}").OrderByDescending(one => one.Value).Take(10))
        {
            report.Note($"false alarm, {group.Value} times: {group.Key}");
        }
    }

    [GeneratedRegex(@"instance: ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")]
    private static partial Regex Instance();
}
