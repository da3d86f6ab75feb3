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
    internal const int JudgedCount = 40_000;

    /// <summary>Number of draws of templates at each rate, each with the next rewording.</summary>
    internal const int DrawCount = 3;

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
                foreach (var isOn in new[] { true, false })
                {
                    var first = 0.0;
                    foreach (var rate in Rates)
                    {
                        var draws = new List<(ConfusionCounts Counts, int Questions)>();
                        for (var draw = 0; draw < (isByTemplate && rate > 0 ? DrawCount : 1); draw++)
                        {
                            var templateOf = isByTemplate ? ByTemplate(rate, draw) : ByEvent(rate);
                            draws.Add(await JudgeAsync(Copy(folder), sessions, templateOf, isOn, cancellation));
                        }

                        var alarms = draws.Average(draw => (double)draw.Counts.FalsePositives);
                        first = rate == 0 ? alarms : first;
                        Add(report, rate, isByTemplate ? "templates" : "events", isOn, draws, isOn && rate >= 0.2 ? 1.5 * first : null);
                    }
                }
            }

            // The templates that are reworded at a lower rate are reworded at a higher one, too.
            Func<int, string> ByTemplate(double rate, int draw)
            {
                int[] order = [.. learnt];
                new Random(2029 + draw).Shuffle(order);
                var changed = order.Take((int)Math.Ceiling(rate * order.Length)).ToHashSet();
                return key => changed.Contains(key) ? rewordings[key][draw % Rewordings.Count] : templates[key];
            }

            Func<int, string> ByEvent(double rate)
            {
                var random = new Random(2029);
                return key => random.NextDouble() < rate ? rewordings[key][random.Next(Rewordings.Count)] : templates[key];
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        report.Note($"{JudgedCount:N0} sessions judged, each time by a new process with the same model; a question is one template that is probably a learnt one.");
        report.Note("templates: each event of a changed template is reworded, as a deploy does. events: each event is reworded by its own chance, in one of three ways, as LogRobust injects.");
    }

    private static void Add(Report report, double rate, string unit, bool isOn, List<(ConfusionCounts Counts, int Questions)> draws, double? bar)
    {
        var name = $"{unit}_{rate * 100:0}_{(isOn ? "with" : "without")}";
        report.Add(
            $"fp_{name}", $"{rate:0%} of {unit} reworded, {(isOn ? "with" : "without")} vectors: false alarms",
            draws.Average(draw => (double)draw.Counts.FalsePositives), "0", bar is { } most ? $"<= {most.ToString("0.#", CultureInfo.InvariantCulture)}" : "");
        if (draws.Count > 1)
        {
            report.Add(null, $"  most of {draws.Count} draws", draws.Max(draw => draw.Counts.FalsePositives));
        }

        report.Add(
            $"recall_{name}", "  recall", draws.Average(draw => (double)draw.Counts.TruePositives / (draw.Counts.TruePositives + draw.Counts.FalseNegatives)), "0.0000");
        report.Add($"questions_{name}", "  questions", draws.Average(draw => draw.Questions), "0.#");
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
