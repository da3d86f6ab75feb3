using System.Globalization;
using System.Text;

namespace LogGuard.EvaluationRuns.Calibration.Output;

/// <summary>The figures as Markdown.</summary>
internal static class MarkdownTables
{
    public static string Write(IReadOnlyList<CalibrationCell> cells, int seeds)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Calibration\n\nDefault settings, thresholds from training only, no answers; means of {seeds} seeds. The promise is 1 false alarm in 1,000 normal sessions.\n\n");
        text.Append("| set | learnt | normal judged | anomalous | precision | recall | F1 | false per 1,000 | 95 % bound | false alarms by question | best simple check | its F1 | gap | seconds |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- | --- | --- | ---: | ---: | ---: |\n");
        foreach (var cell in cells)
        {
            var (low, high) = cell.Bounds;
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {cell.Set} | {cell.Learnt:#,0} | {cell.Normal:#,0} | {cell.Anomalous:#,0} | {cell.Precision:0.000} | {cell.Recall:0.0000} | {cell.F1:0.000} | {cell.FalsePerThousand:0.0} | {low:0.0} to {high:0.0} | {CalibrationCell.SharesOf(cell.Runs.Select(run => run.FalseByQuestion))} | {cell.Best.Name} | {cell.Best.F1:0.000} | {cell.Gap:0.000} | {cell.Seconds:0.0} |\n");
        }

        text.Append("\n## Found, by question\n\n| set | learnt | anomalous sessions by the question that found them | promise and outcome of each seed, false per 1,000 |\n| --- | ---: | --- | --- |\n");
        foreach (var cell in cells)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {cell.Set} | {cell.Learnt:#,0} | {CalibrationCell.SharesOf(cell.Runs.Select(run => run.FoundByQuestion))} | {cell.Promises} |\n");
        }

        text.Append("\n## Simple checks on the same splits\n\nF1, and false alarms per 1,000 in brackets.\n\n");
        text.Append(CultureInfo.InvariantCulture, $"| set | learnt | LogGuard | {string.Join(" | ", cells[0].Checks.Select(check => check.Name))} |\n| --- | ---: | ---: |{string.Concat(cells[0].Checks.Select(_ => " ---: |"))}\n");
        foreach (var cell in cells)
        {
            var checks = cell.Checks.Select(check => FormattableString.Invariant($"{check.F1:0.000} ({check.FalsePerThousand:0.0})"));
            text.Append(CultureInfo.InvariantCulture, $"| {cell.Set} | {cell.Learnt:#,0} | {cell.F1:0.000} ({cell.FalsePerThousand:0.0}) | {string.Join(" | ", checks)} |\n");
        }

        return text.ToString();
    }
}
