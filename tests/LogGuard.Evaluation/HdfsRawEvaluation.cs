using System.Text.RegularExpressions;
using LogGuard.Measures;
using LogGuard.Parsing;

namespace LogGuard.EvaluationRuns;

/// <summary>
/// 110 whole blocks of the raw HDFS log: are its lines parsed to the right templates, and are the ten anomalous blocks
/// ranked above normal ones by a detector that read the text of fifty normal blocks?
/// </summary>
internal sealed partial class HdfsRawEvaluation : IEvaluation
{
    private const int TrainingBlocks = 50;

    public string Name => "hdfs-raw";

    public async Task RunAsync(Report report, CancellationToken cancellation)
    {
        var format = LineFormat.TryGet("HDFS", out var known) ? known : throw new InvalidOperationException("There is no format HDFS.");
        var lines = DataFiles.ReadLines("hdfs/HDFS_110_complete_blocks.log.gz");
        ReportParsing(report, format, lines);

        var anomalous = DataFiles.ReadLines("hdfs/anomalous_block_ids.txt.gz").ToHashSet();
        var blocks = lines.Select(line => Block().Match(line).Value).ToArray();
        var order = blocks.Distinct().ToArray();
        var training = order.Where(block => !anomalous.Contains(block)).Take(TrainingBlocks).ToHashSet();
        var reported = await TextRun.JudgeAsync(
            format,
            lines.Where((_, i) => training.Contains(blocks[i])),
            lines.Where((_, i) => !training.Contains(blocks[i])),
            cancellation);

        // A block is as odd as the oddest thing reported in it.
        var scores = order.Where(block => !training.Contains(block))
            .Select(block => (IsAnomalous: anomalous.Contains(block), Score: reported.TryGetValue(block, out var all) ? all.Max(anomaly => anomaly.Score) : 0))
            .ToArray();
        var counts = scores.Aggregate(default(ConfusionCounts), (sum, score) => sum.Add(score.IsAnomalous, score.Score > 0));
        report.Add("auc", "area under ROC over the 60 blocks not learnt", RocCurve.AreaUnder(scores), "0.0000", ">= 0.97");
        report.Add("found", "of 10 anomalous blocks reported", counts.TruePositives);
        report.Add("fp", "of 50 normal blocks reported", counts.FalsePositives);
    }

    private static void ReportParsing(Report report, LineFormat format, List<string> lines)
    {
        var truth = DataFiles.Find("hdfs/HDFS_templates.csv") is var path
            ? File.ReadLines(path).Skip(1).Select(row => (Id: row[..row.IndexOf(',')], Pattern: PatternOf(row[(row.IndexOf(',') + 1)..].Trim('"')))).ToArray()
            : [];
        var miner = new TemplateMiner();
        var (trueIds, minedIds, fits) = (new List<string>(), new List<int>(), 0);
        foreach (var line in lines)
        {
            var split = format.Split(line);
            fits += split.Fits ? 1 : 0;
            trueIds.Add(truth.First(template => template.Pattern.IsMatch(split.Content)).Id);
            minedIds.Add(miner.Learn(split.Content).Id);
        }

        minedIds = [.. minedIds.Select(miner.Resolve)];
        var pure = trueIds.Zip(minedIds).GroupBy(pair => pair.Second).Where(group => group.Select(pair => pair.First).Distinct().Count() == 1).Sum(group => group.Count());
        report.Add("parsed", "lines that fit the format", fits, "0", "4519");
        report.Add("pure", "lines whose mined template stands for one true template", pure, "0", "4519");
        report.Add("grouped", "lines whose mined template stands for all of one true template", GroupingAccuracy.Of(trueIds, minedIds) * lines.Count, "0");
        report.Add("templates", "templates mined", miner.Count);
        foreach (var event_ in trueIds.Zip(minedIds).GroupBy(pair => pair.First).Where(group => group.Select(pair => pair.Second).Distinct().Count() > 1))
        {
            report.Note($"{event_.Key} is mined as {string.Join(" and ", event_.Select(pair => pair.Second).Distinct().Select(id => $"\"{miner.Get(id).Text}\" ({miner.Get(id).Count})"))}.");
        }
    }

    private static Regex PatternOf(string template) =>
        new("^" + string.Join(".*?", template.Split("<*>").Select(Regex.Escape)) + "$", RegexOptions.CultureInvariant);

    [GeneratedRegex(@"blk_-?\d+")]
    private static partial Regex Block();
}
