using System.IO.Compression;

namespace LogGuard.Cli.Tests;

[Collection(ShopCollection.Name)]
public class ModelsCommandTests(ShopLogs shop)
{
    [Fact]
    public async Task AnEarlierSnapshotIsRestoredAsTheNewestOne()
    {
        using var model = shop.CopyModel();
        (await CliRun.RunAsync("train", SampleLog.Hdfs, "--session-pattern", "blk_-?\\d+", "--detector", "NewKey", "--model", Path.Combine(model, "other"))).Ended(ExitCode.Nothing);

        var listed = (await CliRun.RunAsync("models", "list", "--model", model)).Ended(ExitCode.Nothing);
        (await CliRun.RunAsync("models", "rollback", "1", "--model", model)).Ended(ExitCode.Nothing);
        var after = (await CliRun.RunAsync("models", "list", "--model", model)).Ended(ExitCode.Nothing);
        var wrong = (await CliRun.RunAsync("models", "rollback", "7", "--model", model)).Ended(ExitCode.Failed);

        Assert.Equal(listed.Lines.Length + 1, after.Lines.Length);
        Assert.Contains("| 2 ", after.Output, StringComparison.Ordinal);
        Assert.Contains("it has 1, 2", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ASnapshotShowsItsFlowsAndItsPromise()
    {
        var run = (await CliRun.RunAsync("models", "show", "--model", shop.Model)).Ended(ExitCode.Nothing);

        Assert.Contains("sessions learnt: expect", run.Output, StringComparison.Ordinal);
        Assert.Contains(ShopLogs.RemovedStep, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnpackedExportJudgesAsTheModelDoes()
    {
        using var folder = new TemporaryFolder();
        var (file, model) = (Path.Combine(folder, "shop.zip"), Path.Combine(folder, "model"));

        (await CliRun.RunAsync("models", "export", file, "--model", shop.Model)).Ended(ExitCode.Nothing);
        (await CliRun.RunAsync("models", "export", file, "--model", shop.Model)).Ended(ExitCode.Failed);
        ZipFile.ExtractToDirectory(file, model);
        var run = (await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model, "-o", "json")).Ended(ExitCode.Found);
        var same = await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "-o", "json");

        Assert.DoesNotContain("fingerprint.key", ZipFile.OpenRead(file).Entries.Select(entry => entry.FullName));
        Assert.Equal(same.Json.GetProperty("anomalyCount").GetInt64(), run.Json.GetProperty("anomalyCount").GetInt64());
    }
}
