using LogGuard.Primitives;
using LogGuard.Measures;

namespace LogGuard.EvaluationRuns.Calibration;

/// <summary>What the runs of one set with one number of learnt sessions came to, as means over the seeds.</summary>
internal sealed class CalibrationCell(ICalibrationSet set, int learnt, IReadOnlyList<CalibrationRun> runs)
{
    public string Set => set.Name;

    public CaseSource Source => set.Source;

    public int Learnt => learnt;

    public IReadOnlyList<CalibrationRun> Runs => runs;

    public double Precision => runs.Average(run => run.Counts.Precision);

    public double Recall => runs.Average(run => run.Counts.Recall);

    public double F1 => runs.Average(run => run.Counts.F1);

    public double Normal => runs.Average(run => (double)NormalOf(run.Counts));

    public double Anomalous => runs.Average(run => (double)(run.Counts.TruePositives + run.Counts.FalseNegatives));

    public double FalsePerThousand => runs.Average(run => 1000 * run.FalseShare);

    /// <summary>The runs whose detector promised something.</summary>
    public IEnumerable<CalibrationRun> Promising => runs.Where(run => run.Promise is not null);

    /// <summary>The runs that reported no more than the upper bound of the promise.</summary>
    public IEnumerable<CalibrationRun> Kept => Promising.Where(run => run.FalseShare <= run.Promise!.Highest);

    /// <summary>The runs within both bounds of the promise.</summary>
    public IEnumerable<CalibrationRun> Within => Kept.Where(run => run.FalseShare >= run.Promise!.Lowest);

    /// <summary>The promise of each run, per thousand, and what it came to.</summary>
    public string Promises => string.Join("; ", Promising.Select(run => FormattableString.Invariant(
        $"{1000 * run.Promise!.Lowest:0.0} to {1000 * run.Promise.Highest:0.0}: {1000 * run.FalseShare:0.0}")).DefaultIfEmpty("–"));

    /// <summary>
    /// 95 % bounds of the rate, by Clopper and Pearson for the mean number of false alarms in one run: the runs share sessions, so
    /// that three of them do not count threefold.
    /// </summary>
    public (double Low, double High) Bounds =>
        BinomialInterval.Of(runs.Average(run => (double)run.Counts.FalsePositives), Normal, 0.95) is var (low, high) ? (1000 * low, 1000 * high) : default;

    public double Excused => runs.Average(run => (double)run.Excused);

    public double Seconds => runs.Average(run => run.TrainSeconds + run.JudgeSeconds);

    /// <summary>The simple checks.</summary>
    public IReadOnlyList<(string Name, double F1, double FalsePerThousand)> Checks =>
    [
        .. runs[0].Checks.Select((check, i) => (check.Name, runs.Average(run => run.Checks[i].Counts.F1), runs.Average(run => FalsePerThousandOf(run.Checks[i].Counts)))),
    ];

    /// <summary>The simple check with the highest F1.</summary>
    public (string Name, double F1, double FalsePerThousand) Best => Checks.MaxBy(check => check.F1);

    /// <summary>How much better the best simple check is; negative where LogGuard is better.</summary>
    public double Gap => Best.F1 - F1;

    /// <summary>Shares of the questions, largest first, as text.</summary>
    public static string SharesOf(IEnumerable<Dictionary<string, long>> counts)
    {
        var sums = counts.SelectMany(one => one).GroupBy(pair => pair.Key).Select(group => (Name: group.Key, Count: group.Sum(pair => pair.Value))).OrderByDescending(one => one.Count).ToArray();
        var all = sums.Sum(one => one.Count);
        return all == 0 ? "–" : string.Join(", ", sums.Select(one => FormattableString.Invariant($"{one.Name} {100.0 * one.Count / all:0} %")));
    }

    private static long NormalOf(ConfusionCounts counts) => counts.FalsePositives + counts.TrueNegatives;

    private static double FalsePerThousandOf(ConfusionCounts counts) => 1000.0 * counts.FalsePositives / Math.Max(1, NormalOf(counts));
}
