namespace LogGuard.Cli.Tests;

[Collection(ShopCollection.Name)]
public class GateCommandTests(ShopLogs shop)
{
    [Fact]
    public async Task ALogWithoutALearntStepStopsTheBuildAndNamesTheStep()
    {
        var run = (await CliRun.RunAsync("gate", "--baseline", shop.Model, shop.WithoutStep)).Ended(ExitCode.Found);

        var result = Assert.Single(run.Json.GetProperty("runs").EnumerateArray()).GetProperty("results")[0];
        Assert.Equal("error", result.GetProperty("level").GetString());
        Assert.Contains(ShopLogs.RemovedStep, run.Output, StringComparison.Ordinal);
        Assert.Contains(ShopLogs.RemovedStep, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnchangedServicePasses()
    {
        var run = (await CliRun.RunAsync("gate", "--baseline", shop.Model, shop.Unchanged)).Ended(ExitCode.Nothing);

        Assert.Empty(run.Json.GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        Assert.Contains("every flow is approved", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANewStepInOneSessionStopsTheBuild()
    {
        using var folder = new TemporaryFolder();
        var log = Path.Combine(folder, "new.clef");
        var lines = File.ReadAllLines(shop.Unchanged).ToList();
        lines.Insert(5, lines[4].Replace("\"@mt\":\"", "\"@mt\":\"Cache warmed, then ", StringComparison.Ordinal));
        File.WriteAllLines(log, lines);

        var run = (await CliRun.RunAsync("gate", "--baseline", shop.Model, log, "--output", "text")).Ended(ExitCode.Found);

        Assert.Contains("Cache warmed, then ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AMissingBaselineHasACodeOfItsOwn()
    {
        using var folder = new TemporaryFolder();

        var run = (await CliRun.RunAsync("gate", "--baseline", folder, shop.Unchanged)).Ended(ExitCode.NoModel);

        Assert.Contains("logguard train", run.Error, StringComparison.Ordinal);
    }
}
