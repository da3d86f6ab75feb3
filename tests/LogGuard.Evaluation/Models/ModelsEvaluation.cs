using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace LogGuard.EvaluationRuns.Models;

/// <summary>Does each system of the papers reach its published figures, and what does it reach where nothing leaks?</summary>
internal sealed class ModelsEvaluation(IReadOnlyList<string> only, TimeSpan budget, string folder, bool again) : IEvaluation
{
    public string Name => "models";

    public Task RunAsync(Report report, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        var cache = new ResultCache(folder);
        ModelRow[] rows = [.. ModelRows.All.Where(row => only.Count == 0 || only.Contains(row.Model))];
        var done = new List<(ModelRow Row, ModelResult Result)>();
        var clock = Stopwatch.StartNew();
        var (ran, left) = (0, 0);
        foreach (var (row, number) in rows.Select((row, number) => (row, number)))
        {
            var known = again ? null : cache.Find(row);
            var result = known ?? TryRun(row, cancellation);
            if (result is null)
            {
                left++;
                continue;
            }

            cache.Keep(row, result);
            done.Add((row, result));
            ran += known is null ? 1 : 0;
            var remaining = ran == 0 ? TimeSpan.Zero : clock.Elapsed / ran * (rows.Length - number - 1);
            Console.WriteLine(FormattableString.Invariant(
                $"{row.Model}, {row.Protocol}, {result.Set}: F1 {result.Counts.F1:0.0000}, FP {result.FalsePositives:#,0}, FN {result.FalseNegatives:#,0}; training {result.TrainSeconds:0.0} s, judging {result.JudgeSeconds:0.0} s{(known is null ? "" : " (kept)")}; about {remaining.TotalMinutes:0} min left"));
            File.WriteAllText(Path.Combine(folder, "models.md"), Table(done));
            File.WriteAllText(Path.Combine(folder, "models.svg"), ModelPicture.Draw(done));
        }

        Console.WriteLine(Table(done));
        report.Add("rows", "rows", done.Count);
        report.Add("left_out", "rows left out, over their budget or without their log", left);
        report.Add("best_honest_f1", "best F1 on HDFS by an honest protocol", done.Where(one => one.Row.Protocol == "honest" && one.Result.Set == "hdfs").Select(one => one.Result.Counts.F1).DefaultIfEmpty().Max(), "0.0000", ">= 0.998");
        return Task.CompletedTask;
    }

    private ModelResult? TryRun(ModelRow row, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(budget);
        try
        {
            return ModelRun.Run(row, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Console.WriteLine($"{row.Model}, {row.Protocol}: left out, it takes longer than {budget.TotalMinutes:0} minutes.");
            return null;
        }
        catch (FileNotFoundException exception)
        {
            Console.WriteLine($"{row.Model}, {row.Protocol}: left out, {exception.Message}");
            return null;
        }
    }

    private static string Table(IEnumerable<(ModelRow Row, ModelResult Result)> rows)
    {
        var text = new StringBuilder("| model | log | protocol | learnt | precision | recall | F1 | accuracy | FP | FN | published | training s | judging s | parameters | MB | where the protocol leaks |\n");
        text.Append("| --- | --- | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- | ---: | ---: | ---: | ---: | --- |\n");
        foreach (var (row, result) in rows)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {row.Model} | {result.Set} | {row.Protocol} | {result.Division} | {result.Counts.Precision:0.0000} | {result.Counts.Recall:0.0000} | {result.Counts.F1:0.0000} | {result.Accuracy:0.0000} | {result.FalsePositives:#,0} | {result.FalseNegatives:#,0} | {row.Published} | {result.TrainSeconds:0.0} | {result.JudgeSeconds:0.0} | {result.Parameters:#,0} | {result.MegaBytes:0.0} | {row.Note} |\n");
        }

        return text.ToString();
    }
}
