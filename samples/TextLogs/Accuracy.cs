using System.Globalization;
using LogGuard.Measures;
using LogGuard.Parsing;
using Spectre.Console;

namespace TextLogs;

/// <summary>Measures grouping accuracy on labelled sets with one default configuration.</summary>
internal static class Accuracy
{
    // Zhu et al., Tools and Benchmarks for Automated Log Parsing, ICSE-SEIP 2019: Drain, its settings tuned to each log.
    private static readonly Dictionary<string, double> Published = new()
    {
        ["HDFS"] = 0.9975, ["Hadoop"] = 0.9475, ["Spark"] = 0.92, ["Zookeeper"] = 0.9665, ["BGL"] = 0.9625, ["HPC"] = 0.887,
        ["Thunderbird"] = 0.955, ["Windows"] = 0.997, ["Linux"] = 0.69, ["Android"] = 0.911, ["HealthApp"] = 0.78, ["Apache"] = 1.0,
        ["Proxifier"] = 0.5265, ["OpenSSH"] = 0.7875, ["OpenStack"] = 0.7325, ["Mac"] = 0.7865,
    };

    public static int Print(string folder)
    {
        var files = LabelledLines.FilesIn(folder);
        if (files.Count == 0)
        {
            Console.Error.WriteLine($"There is no *_structured.csv in {folder}, and no log whose lines name their statements.");
            return 1;
        }

        var table = new Table().Border(TableBorder.Ascii2);
        table.AddColumn("log");
        foreach (var column in new[] { "lines", "true templates", "mined", "grouping accuracy", "F1 of groups", "Drain, tuned to each log" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        var scores = new List<double>();
        var groupScores = new List<double>();
        var published = new List<double>();
        foreach (var file in files)
        {
            var log = LabelledLines.Read(file);
            var miner = new TemplateMiner();
            var ids = log.Contents.Select(content => miner.Learn(content).Id).ToArray();

            // A statement belongs to one program: the same message of two programs comes from two statements.
            var groups = ids.Select((id, line) => (Program: log.Programs.Count > 0 ? log.Programs[line] : "", Template: miner.Resolve(id))).ToArray();
            var score = GroupingAccuracy.Of(log.EventIds, groups);
            var f1 = GroupingAccuracy.F1Of(log.EventIds, groups);
            scores.Add(score);
            groupScores.Add(f1);
            var known = Published.TryGetValue(log.Name, out var drain);
            published.AddRange(known ? [drain] : []);
            table.AddRow(
                log.Name, Number(log.Contents.Count), Number(log.EventIds.Distinct().Count()), Number(groups.Distinct().Count()), Share(score), Share(f1), known ? Share(drain) : "");
        }

        table.AddEmptyRow();
        table.AddRow("mean", "", "", "", Share(scores.Average()), Share(groupScores.Average()), published.Count == scores.Count ? Share(published.Average()) : "");
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 120);
        AnsiConsole.Write(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"result sets={scores.Count} mean={scores.Average():0.0000} least={scores.Min():0.0000} f1={groupScores.Average():0.0000}"));
        return 0;
    }

    private static string Number(int number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Share(double share) => share.ToString("0.0000", CultureInfo.InvariantCulture);
}
