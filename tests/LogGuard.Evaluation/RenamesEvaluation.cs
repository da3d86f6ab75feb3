using System.Globalization;
using LogGuard.Measures;
using LogGuard.Semantics;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// The robustness test of LogRobust on HDFS: a share of the templates, or of the events, is reworded after the training, and the default
/// detector judges with vectors and without, beside LogRobust. Learnt from DeepLog's training sessions, judged on a seeded sample of the
/// others.
/// </summary>
internal sealed class RenamesEvaluation(RenamesSettings settings) : IEvaluation
{
    /// <summary>Number of sessions that are judged at each rate, drawn from all test sessions.</summary>
    internal const int JudgedCount = 40_000;

    private const string RivalName = "logrobust";

    // A reworded key is the key and this many times the number of the rewording, from 1 on.
    private const int Wording = 1_000;

    private static readonly double[] Rates = [0, 0.05, 0.1, 0.2];
    private static readonly double[] Extremes = [Rates[0], Rates[^1]];

    public string Name => "renames";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        string[] templates = ["", .. File.ReadLines(DataFiles.Find("hdfs/HDFS_templates.csv")).Skip(1).Select(TemplateOf)];
        var taken = templates.ToHashSet(StringComparer.Ordinal);
        string[][] rewordings = [.. templates.Select((template, key) => key == 0 ? [] : Rewordings.Of(template, key, taken, settings))];
        var training = HdfsLog.Read("hdfs_train.txt.gz");
        int[] learnt = [.. training.SelectMany(keys => keys).Distinct().Order()];
        var sessions = HdfsLog.ReadTest()[..JudgedCount];
        var units = settings.IsShort ? new[] { true } : [true, false];
        var rates = settings.IsShort ? Extremes : Rates;
        if (settings.Has("with") || settings.Has("without"))
        {
            await WithModelAsync(vectorizer: null, async folder =>
            {
                foreach (var (isByTemplate, name) in units.SelectMany(unit => new[] { (unit, "with"), (unit, "without") }).Where(pair => settings.Has(pair.Item2)))
                {
                    var isOn = name == "with";
                    await AddAsync(
                        $"{name} vectors", name, rates, isByTemplate, isOn,
                        changed => JudgeAsync(Options(Copy(folder), isOn, vectorizer: null), changed, WordingOf, cancellation));
                }
            });
        }

        if (settings.Has("sentences"))
        {
            using var sentences = new MiniLmVectorizer();
            await WithModelAsync(sentences, async folder =>
            {
                foreach (var isByTemplate in units)
                {
                    await AddAsync(
                        "with the sentence model", "sentences", Extremes, isByTemplate, hasBar: true,
                        changed => JudgeAsync(Options(Copy(folder), isOn: true, sentences), changed, WordingOf, cancellation));
                }
            });
        }

        if (settings.Has(RivalName))
        {
            var rival = new RobustRival(templates, templates.Length + taken.Count, cancellation);
            foreach (var isByTemplate in units)
            {
                await AddAsync(
                    "LogRobust", RivalName, rates, isByTemplate, hasBar: false, changed => Task.FromResult((rival.Judge(changed, WordingOf, cancellation), 0)));
            }

            report.Note("LogRobust learns 1,638 anomalous sessions with their labels; about a tenth of the judged anomalous ones are among them.");
        }

        report.Note($"{JudgedCount:N0} sessions judged, each time by a new process with the same model; a question is one template that is probably a learnt one.");
        report.Note("templates: each event of a changed template is reworded, as a deploy does. events: each event is reworded by its own chance, in one of three ways, as LogRobust injects.");

        string WordingOf(int key) => key < Wording ? templates[key] : rewordings[key % Wording][(key / Wording) - 1];

        // Trains a model and deletes it behind the judgement.
        async Task WithModelAsync(ITemplateVectorizer? vectorizer, Func<string, Task> judgeAsync)
        {
            var folder = Directory.CreateTempSubdirectory("LogGuard-renames-").FullName;
            try
            {
                await using (var detector = new AnomalyDetector(Options(folder, isOn: true, vectorizer)))
                {
                    new HdfsLog(detector) { TemplateOf = WordingOf }.Write(training, firstNumber: sessions.Length);
                    await detector.CloseSessionsAsync(cancellation);
                    await detector.TrainAsync(cancellation);
                }

                await judgeAsync(folder);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        async Task AddAsync(
            string detector, string name, double[] rates, bool isByTemplate, bool hasBar, Func<(int[] Keys, bool IsAnomalous)[], Task<(ConfusionCounts Counts, int Questions)>> judgeAsync)
        {
            var first = 0.0;
            foreach (var rate in rates)
            {
                var draws = new List<(ConfusionCounts Counts, int Questions)>();
                for (var draw = 0; draw < (isByTemplate && rate > 0 ? settings.Draws : 1); draw++)
                {
                    draws.Add(await judgeAsync(isByTemplate ? ByTemplate(rate, draw) : ByEvent(rate)));
                }

                var alarms = draws.Average(draw => (double)draw.Counts.FalsePositives);
                first = rate == 0 ? alarms : first;
                Add(report, rate, isByTemplate ? "templates" : "events", detector, name, draws, hasBar && rate >= 0.2 ? 1.5 * first : null);
            }
        }

        // The templates that are reworded at a lower rate are reworded at a higher one, too.
        (int[] Keys, bool IsAnomalous)[] ByTemplate(double rate, int draw)
        {
            int[] order = [.. learnt];
            new Random(2029 + draw + (settings.Seed * 1_000)).Shuffle(order);
            var changed = order.Take((int)Math.Ceiling(rate * order.Length)).ToHashSet();
            var known = new Dictionary<int[], int[]>();
            return [.. sessions.Select(session => (known.TryGetValue(session.Keys, out var keys) ? keys : known[session.Keys] = Reword(session.Keys), session.IsAnomalous))];

            int[] Reword(int[] keys) => [.. keys.Select(key => changed.Contains(key) ? key + (Wording * (1 + draw)) : key)];
        }

        (int[] Keys, bool IsAnomalous)[] ByEvent(double rate)
        {
            var random = new Random(2029 + settings.Seed);
            return [.. sessions.Select(session => (Reword(session.Keys), session.IsAnomalous))];

            int[] Reword(int[] keys) => [.. keys.Select(key => random.NextDouble() < rate ? key + (Wording * (1 + random.Next(Rewordings.Count))) : key)];
        }
    }

    private static void Add(Report report, double rate, string unit, string detector, string shortName, List<(ConfusionCounts Counts, int Questions)> draws, double? bar)
    {
        var name = $"{unit}_{rate * 100:0}_{shortName}";
        report.Add(
            $"fp_{name}", $"{rate:0%} of {unit} reworded, {detector}: false alarms",
            draws.Average(draw => (double)draw.Counts.FalsePositives), "0", bar is { } most ? $"<= {most.ToString("0.#", CultureInfo.InvariantCulture)}" : "");
        if (draws.Count > 1)
        {
            report.Add(null, $"  most of {draws.Count} draws", draws.Max(draw => draw.Counts.FalsePositives));
        }

        report.Add(
            $"recall_{name}", "  recall", draws.Average(draw => (double)draw.Counts.TruePositives / (draw.Counts.TruePositives + draw.Counts.FalseNegatives)), "0.0000");
        if (shortName != RivalName)
        {
            report.Add($"questions_{name}", "  questions", draws.Average(draw => draw.Questions), "0.#");
        }
    }

    private static async Task<(ConfusionCounts Counts, int Questions)> JudgeAsync(
        AnomalyDetectorOptions options, (int[] Keys, bool IsAnomalous)[] sessions, Func<int, string> templateOf, CancellationToken cancellation)
    {
        var reported = new HashSet<int>();
        var questions = 0;
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

        Directory.Delete(options.ModelPath!, recursive: true);
        var counts = sessions.Select((session, number) => (session.IsAnomalous, IsReported: reported.Contains(number)))
            .Aggregate(default(ConfusionCounts), (sum, one) => sum.Add(one.IsAnomalous, one.IsReported));
        return (counts, questions);
    }

    // Of one version: templates that are new in another one are watched instead of reported, and the test is about the models.
    private static AnomalyDetectorOptions Options(string folder, bool isOn, ITemplateVectorizer? vectorizer)
    {
        var options = HdfsLog.Options();
        (options.ModelPath, options.RenamedTemplates, options.ApplicationVersion) = (folder, isOn, "1.0");
        options.TemplateVectorizer = vectorizer;
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
