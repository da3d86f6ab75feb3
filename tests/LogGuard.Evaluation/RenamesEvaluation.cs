using System.Globalization;
using LogGuard.Measures;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// The robustness test of LogRobust on HDFS: a share of the templates, or of the events, is reworded after the training, and the default
/// detector judges with vectors and without. Learnt from DeepLog's training sessions, judged on a seeded sample of the others.
/// </summary>
internal sealed class RenamesEvaluation : IEvaluation
{
    /// <summary>Number of sessions that are judged at each rate, drawn from all test sessions.</summary>
    internal const int JudgedCount = 60_000;

    private static readonly double[] Rates = [0, 0.05, 0.1, 0.2];

    public string Name => "renames";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        string[] templates = ["", .. File.ReadLines(DataFiles.Find("hdfs/HDFS_templates.csv")).Skip(1).Select(TemplateOf)];
        var taken = templates.ToHashSet(StringComparer.Ordinal);
        string[][] rewordings = [.. templates.Select((template, key) => key == 0 ? [] : Rewordings.Of(template, key, taken))];
        var training = HdfsLog.Read("hdfs_train.txt.gz");
        int[] learnt = [.. training.SelectMany(keys => keys).Distinct().Order()];
        var sessions = HdfsLog.ReadTest()[..JudgedCount];
        var folder = Directory.CreateTempSubdirectory("LogGuard-renames-").FullName;
        try
        {
            await using (var detector = new AnomalyDetector(Options(folder, isOn: true)))
            {
                new HdfsLog(detector) { TemplateOf = key => templates[key] }.Write(training, firstNumber: sessions.Length);
                await detector.CloseSessionsAsync(cancellation);
                await detector.TrainAsync(cancellation);
            }

            foreach (var isByTemplate in new[] { true, false })
            {
                var unit = isByTemplate ? "templates" : "events";
                foreach (var isOn in new[] { true, false })
                {
                    var first = 0.0;
                    foreach (var rate in Rates)
                    {
                        // The templates that are reworded at a lower rate are reworded at a higher one, too.
                        int[] order = [.. learnt];
                        new Random(2019).Shuffle(order);
                        var changed = order.Take((int)Math.Ceiling(rate * order.Length)).ToHashSet();
                        var random = new Random(2019);
                        string Template(int key) => isByTemplate
                            ? changed.Contains(key) ? rewordings[key][0] : templates[key]
                            : random.NextDouble() < rate ? rewordings[key][random.Next(Rewordings.Count)] : templates[key];
                        var (counts, questions) = await JudgeAsync(Copy(folder), sessions, Template, isOn, cancellation);
                        var alarms = (double)counts.FalsePositives;
                        first = rate == 0 ? alarms : first;
                        var name = $"{unit}_{rate * 100:0}_{(isOn ? "with" : "without")}";
                        var isBar = isOn && rate >= 0.2;
                        report.Add($"fp_{name}", $"{rate:0%} of {unit} reworded, {(isOn ? "with" : "without")} vectors: false alarms", alarms, "0",
                            isBar ? $"<= {(1.5 * first).ToString("0.#", CultureInfo.InvariantCulture)}" : "");
                        report.Add($"recall_{name}", "  recall", (double)counts.TruePositives / (counts.TruePositives + counts.FalseNegatives), "0.0000");
                        report.Add($"questions_{name}", "  questions", questions);
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        report.Note($"{JudgedCount:N0} sessions judged, each time by a new process with the same model; a question is one template that is probably a learnt one.");
        report.Note("templates: each event of a changed template is reworded, as a deploy does. events: each event is reworded by its own chance, in one of three ways, as LogRobust injects.");
    }

    private static async Task<(ConfusionCounts Counts, int Questions)> JudgeAsync(
        string folder, (int[] Keys, bool IsAnomalous)[] sessions, Func<int, string> templateOf, bool isOn, CancellationToken cancellation)
    {
        var reported = new HashSet<int>();
        var questions = 0;
        var options = Options(folder, isOn);
        options.OnAnomaly = anomaly =>
        {
            if (anomaly.Kind == AnomalyKind.RenamedTemplate)
            {
                questions++;
                if (Environment.GetEnvironmentVariable("LOGGUARD_RENAMES") == "1")
                {
                    Console.Error.WriteLine($"{anomaly.Renamed!.Later} => {anomaly.Renamed.Earlier}: {anomaly.Renamed.Similarity:0.00}");
                }
            }
            else if (anomaly.SessionId != "stream")
            {
                reported.Add(int.Parse(anomaly.SessionId, CultureInfo.InvariantCulture));
            }
        };
        await using (var detector = new AnomalyDetector(options))
        {
            new HdfsLog(detector) { TemplateOf = templateOf }.Write([.. sessions.Select(session => session.Keys)], firstNumber: 0);
            await detector.CloseSessionsAsync(cancellation);
        }

        Directory.Delete(folder, recursive: true);
        var counts = sessions.Select((session, number) => (session.IsAnomalous, IsReported: reported.Contains(number)))
            .Aggregate(default(ConfusionCounts), (sum, one) => sum.Add(one.IsAnomalous, one.IsReported));
        return (counts, questions);
    }

    // Of one version: templates that are new in another one are watched instead of reported, and the test is about the models.
    private static AnomalyDetectorOptions Options(string folder, bool isOn)
    {
        var options = HdfsLog.Options();
        (options.ModelPath, options.RenamedTemplates, options.ApplicationVersion) = (folder, isOn, "1.0");
        options.MinesWorkflows = false;
        options.Rates.Enabled = false;
        options.Diagnostics = null;
        return options;
    }

    // "E5,<*>Receiving block<*>src:<*>" as an application would log it.
    private static string TemplateOf(string line)
    {
        var pieces = line[(line.IndexOf(',', StringComparison.Ordinal) + 1)..].Split("<*>");
        return string.Join(' ', pieces.Select(piece => piece.Trim()).SelectMany((piece, i) => i == 0 ? [piece] : new[] { $"{{Value{i}}}", piece }).Where(piece => piece.Length > 0));
    }

    private static string Copy(string folder)
    {
        var copy = Directory.CreateTempSubdirectory("LogGuard-renames-").FullName;
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }
}
