using System.Diagnostics;
using LogGuard.EvaluationRuns.Calibration.Output;
using LogGuard.EvaluationRuns.Calibration.Sets;

namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>
/// Does the promise of one false alarm in 1,000 normal sessions hold, on each set and for each number of sessions learnt, and are
/// simple checks on the same split any better?
/// </summary>
internal sealed class CalibrationEvaluation(CalibrationSettings settings) : IEvaluation
{
    // Fewer normal sessions than this say nothing about one in a thousand.
    private const int LeastJudged = 100;

    public string Name => "calibration";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var cells = new List<CalibrationCell>();
        foreach (var set in CalibrationSets.Read(settings))
        {
            foreach (var size in settings.Sizes.Where(size => size <= set.LearnableCount))
            {
                if (await RunAsync(set, size, cancellation) is { } cell)
                {
                    cells.Add(cell);
                    Write(cells);
                }
            }
        }

        if (cells.Count == 0)
        {
            throw new FileNotFoundException("No set has enough sessions, or their files are absent.");
        }

        Console.WriteLine(MarkdownTables.Write(cells, settings.Seeds));
        AddFigures(report, cells);
    }

    private async Task<CalibrationCell?> RunAsync(ICalibrationSet set, int size, CancellationToken cancellation)
    {
        var runs = new List<CalibrationRun>();
        for (var seed = 1; seed <= settings.Seeds; seed++)
        {
            var clock = Stopwatch.StartNew();
            var split = set.Split(size, seed);
            if (split.Judged.Where(one => one.Label == CaseLabel.Normal).Sum(one => one.Weight) < LeastJudged)
            {
                return null;
            }

            var run = await CalibrationRun.RunAsync(split, seed, settings.JudgesTexts, cancellation);
            runs.Add(run);
            var counts = run.Counts;
            Console.WriteLine(FormattableString.Invariant(
                $"{set.Name}, {size} learnt, seed {seed}: F1 {counts.F1:0.0000}, recall {counts.Recall:0.0000}, {counts.FalsePositives} of {counts.FalsePositives + counts.TrueNegatives} normal reported ({run.Excused} excused); {run.TextReports} texts reported; training {run.TrainSeconds:0.0} s, judging {run.JudgeSeconds:0.0} s, all {clock.Elapsed.TotalSeconds:0.0} s"));
        }

        Show("false alarms", runs.Select(run => run.FalseReasons));
        Show("missed", runs.Select(run => run.Misses));
        return new CalibrationCell(set, size, runs);
    }

    private void Show(string what, IEnumerable<Dictionary<string, long>> counts)
    {
        var most = counts.SelectMany(one => one).GroupBy(pair => pair.Key).Select(group => (Text: group.Key, Count: group.Sum(pair => pair.Value)));
        foreach (var (text, count) in most.OrderByDescending(one => one.Count).ThenBy(one => one.Text, StringComparer.Ordinal).Take(settings.Examples))
        {
            Console.WriteLine($"    {what}, {count} times: {text}");
        }
    }

    private void Write(List<CalibrationCell> cells)
    {
        Directory.CreateDirectory(settings.Out);
        File.WriteAllText(Path.Combine(settings.Out, "calibration.md"), MarkdownTables.Write(cells, settings.Seeds));
        File.WriteAllText(Path.Combine(settings.Out, "calibration.svg"), FalseAlarmCurves.Draw(cells));
    }

    // A log line by line has bars of its own, see BglEvaluation; so has text, whose templates are mined.
    private static void AddFigures(Report report, List<CalibrationCell> cells)
    {
        var exact = cells.FindAll(cell => cell.Source == CaseSource.Keys);
        report.Add("sets", "sets", cells.Select(cell => cell.Set).Distinct().Count());
        report.Add("worst_false_per_thousand_1000", "exact keys, 1,000 learnt and more: most false alarms in 1,000", Worst(exact.Where(cell => cell.Learnt >= 1000), cell => cell.FalsePerThousand), "0.0", "<= 1.5");
        report.Add("worst_false_per_thousand_200", "exact keys, 200 learnt: most false alarms in 1,000", Worst(exact.Where(cell => cell.Learnt == 200), cell => cell.FalsePerThousand), "0.0", "<= 5");
        report.Add("worst_f1_gap", "F1 of the best simple check above LogGuard's, at most", Worst(exact, cell => cell.Gap), "0.000", "<= 0.005");
        report.Add("text_false_per_thousand", "text with sessions, 1,000 learnt: most false alarms in 1,000", Worst(cells.Where(cell => cell.Source == CaseSource.Text && cell.Learnt == 1000), cell => cell.FalsePerThousand), "0.0", "<= 5");
        AddPromises(report, cells);
    }

    // A row for people: a program that reads the last line knows its five figures.
    private static void AddPromises(Report report, List<CalibrationCell> cells)
    {
        var count = cells.Sum(cell => cell.Promising.Count());
        if (count > 0)
        {
            report.Add(null, "share of runs with no more false alarms than the detector's upper bound", cells.Sum(cell => cell.Kept.Count()) / (double)count, "0.000", ">= 0.95");
            report.Add(null, "share of runs within both of its bounds", cells.Sum(cell => cell.Within.Count()) / (double)count, "0.000");
            report.Add(null, "runs", count);
        }
    }

    private static double Worst(IEnumerable<CalibrationCell> cells, Func<CalibrationCell, double> figure) => cells.Select(figure).DefaultIfEmpty().Max();
}
