using System.Text.Json;

namespace LogGuard.Cli.Tests;

[Collection(ShopCollection.Name)]
public class DetectCommandTests(ShopLogs shop)
{
    [Fact]
    public async Task ABrokenFlowIsReportedAsTextWithItsCauseAndTheExitCode2()
    {
        var run = (await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model)).Ended(ExitCode.Found);

        Assert.StartsWith("#1 ", run.Output, StringComparison.Ordinal);
        Assert.Contains(ShopLogs.RemovedStep, run.Output, StringComparison.Ordinal);
        Assert.Contains("| fingerprint", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task JsonHoldsEachCauseWithItsAnomaly()
    {
        var run = (await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "--output", "json")).Ended(ExitCode.Found);

        var first = run.Json.GetProperty("findings")[0];
        Assert.Equal(1, first.GetProperty("id").GetInt32());
        Assert.True(first.GetProperty("count").GetInt64() > 10);
        Assert.NotEmpty(first.GetProperty("anomaly").GetProperty("reason").GetString()!);
    }

    [Fact]
    public async Task ClefIsReadAgainAsALog()
    {
        var run = (await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "-o", "clef")).Ended(ExitCode.Found);

        var format = LogGuard.Parsing.LineFormat.Detect(run.Lines);
        Assert.Equal("CompactJson", format.Name);
        Assert.All(run.Lines, line => Assert.Equal(LogSeverity.Warning, format.Split(line).Severity));
    }

    [Fact]
    public async Task SarifHasARuleAndAFingerprintForEachResult()
    {
        var run = (await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "-o", "sarif")).Ended(ExitCode.Found);

        Assert.Equal("2.1.0", run.Json.GetProperty("version").GetString());
        var only = run.Json.GetProperty("runs")[0];
        var rules = only.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray().Select(rule => rule.GetProperty("id").GetString()).ToArray();
        Assert.All(only.GetProperty("results").EnumerateArray(), result =>
        {
            Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]);
            Assert.NotEmpty(result.GetProperty("message").GetProperty("text").GetString()!);
            Assert.NotEmpty(result.GetProperty("partialFingerprints").GetProperty("logguard/v1").GetString()!);
            Assert.StartsWith("file:///", result.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString(), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task EachAnomalyIsReportedWhereAsked()
    {
        var causes = await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "-o", "clef");
        var all = await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "-o", "clef", "--all");

        Assert.True(all.Lines.Length > causes.Lines.Length);
        Assert.Equal(causes.Lines.Sum(line => JsonDocument.Parse(line).RootElement.GetProperty("Count").GetInt64()), all.Lines.Length);
    }

    [Fact]
    public async Task StandardInputAndAFileGiveTheSameResult()
    {
        var file = await CliRun.RunAsync("detect", shop.WithoutStep, "--model", shop.Model, "-o", "clef");
        var piped = await CliRun.RunAsync(File.ReadAllBytes(shop.WithoutStep), ["detect", "-", "--model", shop.Model, "-o", "clef"]);

        Assert.Equal(file.Output, piped.Output);
    }

    [Fact]
    public async Task JudgingChangesNoSnapshot()
    {
        using var model = shop.CopyModel();
        var before = Snapshots(model);

        await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model);
        await CliRun.RunAsync("gate", shop.WithoutStep, "--baseline", model);
        await CliRun.RunAsync("models", "list", "--model", model);

        Assert.Equal(before, Snapshots(model));

        static string[] Snapshots(string folder) =>
            [.. Directory.EnumerateFiles(Path.Combine(folder, "000001")).Order().Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
    }

    [Fact]
    public async Task WithoutAModelTheCodeIs3AndTheMessageSaysWhatToDo()
    {
        using var folder = new TemporaryFolder();

        var run = (await CliRun.RunAsync("detect", shop.Unchanged, "--model", folder)).Ended(ExitCode.NoModel);

        Assert.Contains("logguard train FILE", run.Error, StringComparison.Ordinal);
        Assert.Empty(run.Output);
    }

    [Fact]
    public async Task AStoppedRunReportsWhatItFoundAndEnds()
    {
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        var run = await CliRun.RunAsync([], ["detect", shop.WithoutStep, "--model", shop.Model], stopping.Token);

        Assert.True(run.ExitCode is ExitCode.Nothing or ExitCode.Failed, run.Error);
        Assert.Contains("stopped", run.Error, StringComparison.Ordinal);
    }
}
