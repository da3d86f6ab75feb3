using System.Diagnostics;
using System.Text.RegularExpressions;
using LogGuard.EvaluationRuns.Calibration.Checks;
using LogGuard.Measures;

namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>One detector with default settings that learns one split and judges the rest, without answers.</summary>
internal sealed partial class CalibrationRun
{
    private const int ReasonLength = 160;

    // Templates of fewer learnt sessions than this are told in the misses: they are trusted on little.
    private const int WellKnown = 4;

    public ConfusionCounts Counts { get; private set; }

    /// <summary>False alarms by the question of a session's first anomaly.</summary>
    public Dictionary<string, long> FalseByQuestion { get; } = [];

    /// <summary>Anomalous sessions found, by the question of the first anomaly.</summary>
    public Dictionary<string, long> FoundByQuestion { get; } = [];

    /// <summary>Normal sessions in which every anomaly was right all the same; they count as neither.</summary>
    public long Excused { get; private set; }

    /// <summary>False alarms by question and reason, numbers left out.</summary>
    public Dictionary<string, long> FalseReasons { get; } = [];

    /// <summary>Missed sessions by the simple checks that report them, and by how rarely their rarest template was learnt.</summary>
    public Dictionary<string, long> Misses { get; } = [];

    public required IReadOnlyList<(string Name, ConfusionCounts Counts, HashSet<string> Reported)> Checks { get; init; }

    /// <summary>What the detector promised after its training; null if it promises nothing.</summary>
    public DetectorCalibration? Promise { get; private set; }

    /// <summary>Share of the normal sessions that were reported, 0..1.</summary>
    public double FalseShare => Counts.FalsePositives / Math.Max(1.0, Counts.FalsePositives + Counts.TrueNegatives);

    /// <summary>Seconds from the first learnt event to the trained model.</summary>
    public double TrainSeconds { get; private set; }

    /// <summary>Number of texts reported as unusual, in any session.</summary>
    public long TextReports { get; private set; }

    /// <summary>Seconds from the first judged event to the last verdict.</summary>
    public double JudgeSeconds { get; private set; }

    public static async Task<CalibrationRun> RunAsync(CalibrationSplit split, int seed, bool judgesTexts, CancellationToken cancellation)
    {
        var run = new CalibrationRun { Checks = SimpleChecks.Run(split) };
        var reported = await run.JudgeAsync(split, seed, judgesTexts, cancellation);
        var support = split.Learnt.SelectMany(one => one.Keys.Distinct()).CountBy(key => key).ToDictionary();
        foreach (var one in split.Judged.Where(one => one.Label != CaseLabel.Unscored))
        {
            run.Score(one, reported.GetValueOrDefault(one.Id), split);
            if (one.Label == CaseLabel.Anomalous && !reported.ContainsKey(one.Id))
            {
                run.AddMiss(one, one.Keys.Min(key => support.GetValueOrDefault(key)));
            }
        }

        return run;
    }

    private async Task<Dictionary<string, List<Anomaly>>> JudgeAsync(CalibrationSplit split, int seed, bool judgesTexts, CancellationToken cancellation)
    {
        var reported = new Dictionary<string, List<Anomaly>>(StringComparer.Ordinal);
        var options = new AnomalyDetectorOptions
        {
            Seed = seed,
            PendingAnomalyLimit = 1_000_000,

            // An unusual rate is about the log as a whole, and no verdict on a session.
            OnAnomaly = anomaly =>
            {
                TextReports += anomaly.UnusualValue?.Text is null ? 0 : 1;
                if (anomaly.Kind != AnomalyKind.UnusualRate && split.CaseOf(anomaly) is { } id)
                {
                    (System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(reported, id, out _) ??= []).Add(anomaly);
                }
            },
        };
        options.Values.TextSets = judgesTexts;
        options.Diagnostics = line => Console.Write(judgesTexts && line.Contains("judging the values", StringComparison.Ordinal) ? line + "\n" : "");
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(1);

        // Training begins when everything is learnt, and not by itself.
        options.Training.SessionCount = 1_000_000;
        split.Configure(options);
        await using var detector = new AnomalyDetector(options);
        var clock = Stopwatch.StartNew();
        await split.LearnAsync(detector, cancellation);
        await detector.CloseSessionsAsync(cancellation);
        if (!await detector.TrainAsync(cancellation))
        {
            throw new InvalidOperationException("The training came to nothing.");
        }

        TrainSeconds = clock.Elapsed.TotalSeconds;
        Promise = detector.Calibration;
        clock.Restart();
        await split.JudgeAsync(detector, cancellation);
        await detector.CloseSessionsAsync(cancellation);
        JudgeSeconds = clock.Elapsed.TotalSeconds;
        if (detector.Counters is { Dropped: > 0 } or { AnomaliesDropped: > 0 })
        {
            throw new InvalidOperationException($"The detector lost events or anomalies: {detector.Counters}");
        }

        return reported;
    }

    private void Score(CalibrationCase one, List<Anomaly>? anomalies, CalibrationSplit split)
    {
        var isAnomalous = one.Label == CaseLabel.Anomalous;
        var first = isAnomalous ? anomalies?[0] : anomalies?.Find(anomaly => !split.IsExcused(anomaly));
        if (first is null && anomalies is not null)
        {
            Excused += one.Weight;
            return;
        }

        Counts = Counts.Add(isAnomalous, first is not null, one.Weight);
        if (first is not null)
        {
            Count(isAnomalous ? FoundByQuestion : FalseByQuestion, QuestionOf(first), one.Weight);
        }

        if (first is not null && !isAnomalous)
        {
            var reason = Number().Replace(first.Reason.ReplaceLineEndings(" "), "#");
            Count(FalseReasons, $"{QuestionOf(first)}: {(reason.Length > ReasonLength ? reason[..ReasonLength] + "…" : reason)}", one.Weight);
        }
    }

    private void AddMiss(CalibrationCase one, int support)
    {
        var finders = Checks.Where(check => check.Reported.Contains(one.Id)).Select(check => check.Name).DefaultIfEmpty("no simple check");
        var rarest = support < WellKnown ? $"{support}" : $"{WellKnown} or more";
        Count(Misses, $"reported by {string.Join(", ", finders)}; the rarest template stands in {rarest} learnt sessions", one.Weight);
    }

    private static string QuestionOf(Anomaly anomaly) => anomaly.Question ?? anomaly.Kind.ToString();

    private static void Count(Dictionary<string, long> counts, string name, int weight) => counts[name] = counts.GetValueOrDefault(name) + weight;

    [GeneratedRegex(@"\d+([.,:]\d+)*")]
    private static partial Regex Number();
}
