using System.Diagnostics;
using System.Globalization;
using LogGuard;
using Spectre.Console;

namespace BglReplay;

/// <summary>Reproduces section 5.3 of the paper: learns from 1 % and from 10 % of the log, without and with an operator who answers.</summary>
internal static class BglReplayProgram
{
    // The log has no sessions: the lines of thousands of nodes form one stream, and four of five lines share one template. The
    // next line is random, so lines are judged by whether their template was seen before. Held-out training lines confirm this
    // choice.
    private const DetectorKind Detector = DetectorKind.NewKey;

    private const int LogLines = 100_000;

    // Du et al., DeepLog (CCS 2017), section 5.3.2 and table 5, on the whole log of 4,747,963 lines; recall was 1 throughout.
    private static readonly (int Percent, bool HasOperator, string FalsePositiveRate, string Milliseconds)[] Published =
    [
        (1, false, "40.1 %", "1.06"), (1, true, "1.7 %", "3.48"), (10, false, "38.2 %", "1.11"), (10, true, "1.1 %", "2.46"),
    ];

    public static async Task<int> RunAsync(string path, int show)
    {
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 140);
        BglRun? last = null;
        foreach (var percent in new[] { 1, 10 })
        {
            var table = new Table().Border(TableBorder.Ascii2).Title($"trained on the normal lines of the first {percent} %");
            table.AddColumn("detector");
            foreach (var column in new[] { "found", "missed", "false alarms", "precision", "recall", "F1", "false positive rate", "ms a line", "asked" })
            {
                table.AddColumn(new TableColumn(column).RightAligned());
            }

            foreach (var hasOperator in new[] { false, true })
            {
                last = await BglRun.RunAsync(path, LogLines / 100 * percent, hasOperator, Detector);
                AddRow(table, hasOperator ? "LogGuard, with an operator's answers" : "LogGuard", last);
            }

            table.AddEmptyRow();
            foreach (var (_, hasOperator, rate, milliseconds) in Published.Where(row => row.Percent == percent))
            {
                table.AddRow(
                    hasOperator ? "published: DeepLog, with online training" : "published: DeepLog (whole log)",
                    "", "0", "", "", "1.0000", "", rate, milliseconds, "");
            }

            AnsiConsole.Write(table);
        }

        foreach (var anomaly in last!.Examples.Take(show))
        {
            Console.WriteLine(anomaly);
            Console.WriteLine();
        }

        Console.WriteLine(LastLine(last));
        return 0;
    }

    private static void AddRow(Table table, string name, BglRun run)
    {
        var counts = run.Counts;
        table.AddRow(
            name, Number(counts.TruePositives), Number(counts.FalseNegatives), Number(counts.FalsePositives),
            Share(counts.Precision), Share(counts.Recall), Share(counts.F1),
            (100.0 * counts.FalsePositives / (counts.FalsePositives + counts.TrueNegatives)).ToString("0.000", CultureInfo.InvariantCulture) + " %",
            (1000 * run.Seconds / run.Lines).ToString("0.0000", CultureInfo.InvariantCulture), Number(run.Answers));
    }

    private static string LastLine(BglRun run) => string.Create(
        CultureInfo.InvariantCulture,
        $"result precision={run.Counts.Precision:0.0000} recall={run.Counts.Recall:0.0000} f1={run.Counts.F1:0.0000} "
        + $"tp={run.Counts.TruePositives} fp={run.Counts.FalsePositives} fn={run.Counts.FalseNegatives} lines={run.Lines} unparsed={run.Unparsed} "
        + $"templates={run.Counters.KeyCount} lines_per_second={run.Lines / run.Seconds:0} dropped={run.Counters.Dropped + run.Counters.AnomaliesDropped} "
        + $"peak_memory_mb={Process.GetCurrentProcess().PeakWorkingSet64 >> 20}");

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);
}
