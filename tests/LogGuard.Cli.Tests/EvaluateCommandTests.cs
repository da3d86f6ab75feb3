namespace LogGuard.Cli.Tests;

public class EvaluateCommandTests
{
    [Fact]
    public async Task SessionsAreComparedWithAFileOfLabels()
    {
        using var model = new TemporaryFolder();
        (await CliRun.RunAsync("train", SampleLog.Hdfs, "--session-pattern", "blk_-?\\d+", "--detector", "NewKey", "--model", model)).Ended(ExitCode.Nothing);

        var run = (await CliRun.RunAsync("evaluate", SampleLog.Hdfs, "--labels", SampleLog.HdfsLabels, "--model", model, "-o", "json")).Ended(ExitCode.Nothing);

        var (found, missed) = (run.Json.GetProperty("truePositives").GetInt64(), run.Json.GetProperty("falseNegatives").GetInt64());
        Assert.True(found + missed >= 10, run.Output);
        Assert.Equal(0, found);
    }

    [Fact]
    public async Task LinesAreComparedWithTheirOwnLabels()
    {
        using var model = new TemporaryFolder();
        var normal = Path.Combine(model, "normal.log");
        var lines = BglLines(100_000).ToArray();
        File.WriteAllLines(normal, lines.Take(10_000).Where(line => line.StartsWith("- ", StringComparison.Ordinal)));
        var rest = Path.Combine(model, "rest.log");
        File.WriteAllLines(rest, lines.Skip(10_000));
        (await CliRun.RunAsync("train", normal, "--format", "BGL", "--detector", "NewKey", "--model", model)).Ended(ExitCode.Nothing);

        var run = (await CliRun.RunAsync("evaluate", rest, "--labels", "line", "--model", model, "-o", "json")).Ended(ExitCode.Nothing);

        // The figures of the detector in docs/results.md: every alert is found.
        Assert.Equal(0, run.Json.GetProperty("falseNegatives").GetInt64());
        Assert.True(run.Json.GetProperty("truePositives").GetInt64() > 2_500, run.Output);
        Assert.InRange(run.Json.GetProperty("falsePositives").GetInt64(), 1, 4_000);
    }

    [Fact]
    public async Task AWrongLabelNamesItsLine()
    {
        using var model = new TemporaryFolder();
        var labels = Path.Combine(model, "labels.csv");
        File.WriteAllText(labels, "id,label\nblk_1,Normal\nblk_2,maybe\n");
        (await CliRun.RunAsync("train", SampleLog.Hdfs, "--detector", "NewKey", "--model", model)).Ended(ExitCode.Nothing);

        var run = (await CliRun.RunAsync("evaluate", SampleLog.Hdfs, "--labels", labels, "--model", model)).Ended(ExitCode.Failed);

        Assert.Contains("line 3: 'maybe' is no label", run.Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> BglLines(int count)
    {
        using var reader = new StreamReader(new System.IO.Compression.GZipStream(File.OpenRead(SampleLog.Bgl), System.IO.Compression.CompressionMode.Decompress));
        for (var i = 0; i < count && reader.ReadLine() is { } line; i++)
        {
            yield return line;
        }
    }
}
