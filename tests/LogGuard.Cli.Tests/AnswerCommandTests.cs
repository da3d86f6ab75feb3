namespace LogGuard.Cli.Tests;

[Collection(ShopCollection.Name)]
public class AnswerCommandTests(ShopLogs shop)
{
    [Fact]
    public async Task AFindingIsExplainedAnsweredAndNotReportedAgain()
    {
        using var model = shop.CopyModel();
        var picture = Path.Combine(model, "anomaly.svg");
        var found = (await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model, "-o", "json")).Ended(ExitCode.Found);
        var fingerprint = Fingerprints(found)[0];

        var explained = (await CliRun.RunAsync("explain", "1", "--model", model, "--svg", picture)).Ended(ExitCode.Nothing);
        var answered = (await CliRun.RunAsync("answer", "1", "normal", "--model", model)).Ended(ExitCode.Nothing);
        var after = await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model, "-o", "json");

        Assert.Contains(fingerprint, explained.Output, StringComparison.Ordinal);
        Assert.Contains("logguard answer 1 normal", explained.Output, StringComparison.Ordinal);
        Assert.StartsWith("<svg", File.ReadAllText(picture), StringComparison.Ordinal);
        Assert.Contains("snapshot 2", answered.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(fingerprint, Fingerprints(after));
    }

    [Fact]
    public async Task ASuppressedCauseIsLeftOutUntilItIsRemoved()
    {
        using var model = shop.CopyModel();
        var before = Fingerprints(await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model, "-o", "json"));

        (await CliRun.RunAsync("suppress", before[0], "--for", "2h", "--model", model)).Ended(ExitCode.Nothing);
        var listed = (await CliRun.RunAsync("suppress", "--model", model)).Ended(ExitCode.Nothing);
        var suppressed = Fingerprints(await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model, "-o", "json"));
        (await CliRun.RunAsync("suppress", before[0], "--remove", "--model", model)).Ended(ExitCode.Nothing);
        var removed = Fingerprints(await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model, "-o", "json"));

        Assert.StartsWith(before[0], listed.Output, StringComparison.Ordinal);
        Assert.Equal(before[1..], suppressed);
        Assert.Equal(before, removed);
    }

    [Fact]
    public async Task WrongAnswersSayWhatIsRight()
    {
        using var model = shop.CopyModel();
        var early = (await CliRun.RunAsync("explain", "1", "--model", model)).Ended(ExitCode.Failed);
        await CliRun.RunAsync("detect", shop.WithoutStep, "--model", model);

        var number = (await CliRun.RunAsync("explain", "9999", "--model", model)).Ended(ExitCode.Failed);
        var duration = (await CliRun.RunAsync("suppress", "x", "--for", "soon", "--model", model)).Ended(ExitCode.Failed);
        var absent = (await CliRun.RunAsync("suppress", "x", "--remove", "--model", model)).Ended(ExitCode.Failed);

        Assert.Contains("run logguard detect", early.Error, StringComparison.Ordinal);
        Assert.Contains("there is no finding 9999", number.Error, StringComparison.Ordinal);
        Assert.Contains("30m, 12h or 7d", duration.Error, StringComparison.Ordinal);
        Assert.Contains("x is not suppressed", absent.Error, StringComparison.Ordinal);
    }

    private static string[] Fingerprints(CliRun run) => [.. run.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("fingerprint").GetString()!)];
}
