using System.Diagnostics;
using System.Globalization;
using LogGuard;
using LogGuard.Measures;
using LogGuard.Workflows;
using Spectre.Console;

namespace HdfsReplay;

/// <summary>Learns the normal sessions, replays the labelled sessions, and compares the results.</summary>
internal static class HdfsReplayProgram
{
    /// <summary>The number of the first training block id. Test block ids start at 0.</summary>
    public const int FirstTrainingBlock = 100_000_000;

    // The published implementations report every session that is not longer than the window.
    private const int PaperWindow = 10;

    public static async Task<int> RunAsync(DetectorKind? only, ReplayEngine engine, int? limit, string? modelPath, int show, string? pictures, string? verdicts)
    {
        Serilog.Debugging.SelfLog.Enable(Console.Error);
        var kind = only ?? DetectorKind.Default;
        var result = await AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .StartAsync(context => ReplayAsync(context, kind, engine, compare: only is null, limit, modelPath, verdicts));

        foreach (var anomaly in result.Examples.Take(show))
        {
            Console.WriteLine(anomaly);
            Console.WriteLine();
        }

        if (pictures is not null)
        {
            Pictures.Write(pictures, result.Workflows, result.Examples);
        }

        Results.Print(result.Table);
        Console.WriteLine(result.LastLine);
        return 0;
    }

    private static async Task<Outcome> ReplayAsync(ProgressContext context, DetectorKind kind, ReplayEngine engine, bool compare, int? limit, string? modelPath, string? verdicts)
    {
        var loading = context.AddTask("reading the log", maxValue: 3);
        var training = HdfsSessions.Load("hdfs_train.txt.gz");
        loading.Increment(1);
        var normal = HdfsSessions.Load("hdfs_test_normal.txt.gz");
        loading.Increment(1);
        var anomalous = HdfsSessions.Load("hdfs_test_abnormal.txt.gz");
        loading.Increment(1);
        var test = new LabelledSessions(normal, anomalous, limit, seed: 7);

        await using var run = new DetectorRun(kind, engine, modelPath);
        var learning = context.AddTask($"learning ({kind})");
        await run.LearnAsync(training, share => learning.Value = share * 100);
        var replaying = context.AddTask($"replaying {test.Count:N0} sessions", maxValue: test.Count);
        await run.ReplayAsync(test.Sequences, begun => replaying.Value = begun);

        if (verdicts is not null)
        {
            File.WriteAllLines(verdicts, run.Reported.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key} {one.Value.Kind}"));
        }

        var table = new List<Result>();
        if (compare)
        {
            foreach (var baseline in new[] { DetectorKind.NewKey, DetectorKind.NGram, DetectorKind.DeepLog })
            {
                await using var other = new DetectorRun(baseline, ReplayEngine.Managed, modelPath: null);
                var task = context.AddTask($"comparing ({baseline})");
                await other.LearnAsync(training, share => task.Value = share * 100);

                // Verdicts depend on the sequence alone, so each distinct sequence is replayed once and counted by its
                // occurrences.
                await other.ReplayAsync(test.Distinct);
                table.AddRange(Evaluate(baseline, other, test, isDistinct: true));
                task.Value = 100;
            }
        }

        var own = Evaluate(kind, run, test, isDistinct: false);
        table.AddRange(own);
        return new Outcome(table, [.. run.Examples(test)], run.Detector.Workflows, LastLine(kind, run, own[^1].Counts!.Value, test));
    }

    // Returns the results with and without reporting short sessions by their length, as the published implementations do.
    private static List<Result> Evaluate(DetectorKind kind, DetectorRun run, LabelledSessions test, bool isDistinct)
    {
        var judged = new ConfusionCounts();
        var padded = new ConfusionCounts();
        for (var i = 0; i < (isDistinct ? test.Distinct.Count : test.Count); i++)
        {
            var isReported = run.Reported.ContainsKey(HdfsLineValues.BlockId(i));
            var length = (isDistinct ? test.Distinct[i] : test.Sequences[i]).Length;
            foreach (var (isAnomalous, count) in isDistinct ? test.Occurrences(i) : [(test.IsAnomalous(i), 1L)])
            {
                judged = judged.Add(isAnomalous, isReported, count);
                padded = padded.Add(isAnomalous, isReported || length <= PaperWindow, count);
            }
        }

        return kind switch
        {
            DetectorKind.NewKey => [new Result("new-key check", judged)],
            DetectorKind.NGram =>
            [
                new Result("N-gram, N = 1, sessions of 10 events or fewer not judged", judged),
                new Result("N-gram, N = 1, sessions of 10 events or fewer reported", padded),
            ],
            DetectorKind.DeepLog =>
            [
                new Result("DeepLog, h = 10, g = 9, sessions of 10 events or fewer not judged", judged),
                new Result("DeepLog, h = 10, g = 9, sessions of 10 events or fewer reported", padded),
            ],
            _ => [new Result("LogGuard's default", judged)],
        };
    }

    private static string LastLine(DetectorKind kind, DetectorRun run, ConfusionCounts counts, LabelledSessions test)
    {
        var name = kind switch
        {
            DetectorKind.NewKey => "new-key",
            _ => kind.ToString().ToLowerInvariant(),
        };
        var counters = run.Detector.Counters;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"result detector={name} precision={counts.Precision:0.0000} recall={counts.Recall:0.0000} f1={counts.F1:0.0000} "
            + $"fp={counts.FalsePositives} fn={counts.FalseNegatives} sessions={test.Count} events={run.ReplayedEvents} "
            + $"dropped={counters.Dropped + counters.AnomaliesDropped} train_seconds={run.TrainSeconds:0.0} replay_seconds={run.ReplaySeconds:0.0} "
            + $"events_per_second={run.ReplayedEvents / run.ReplaySeconds:0} peak_memory_mb={Process.GetCurrentProcess().PeakWorkingSet64 >> 20}");
    }

    // Returns anomalies of anomalous sessions, alternating between the kinds.
    private static IEnumerable<Anomaly> Examples(this DetectorRun run, LabelledSessions test) => Enumerable.Range(0, test.Count)
        .Where(test.IsAnomalous)
        .Select(i => run.Reported.GetValueOrDefault(HdfsLineValues.BlockId(i)))
        .OfType<Anomaly>()
        .GroupBy(anomaly => anomaly.Kind)
        .SelectMany(kind => kind.Select((anomaly, place) => (Anomaly: anomaly, Place: place)))
        .OrderBy(example => example.Place)
        .Select(example => example.Anomaly);

    private sealed record Outcome(List<Result> Table, IReadOnlyList<Anomaly> Examples, IReadOnlyList<Workflow> Workflows, string LastLine);
}
