namespace LogGuard.Cli.Tests;

public class TrainCommandTests
{
    [Fact]
    public async Task TrainingAgainAddsASnapshotAndKeepsHowTheLogWasRead()
    {
        using var model = new TemporaryFolder();
        string[] command = ["train", SampleLog.Hdfs, "--format", "HDFS", "--session-pattern", "blk_-?\\d+", "--detector", "NewKey", "--model", model];

        (await CliRun.RunAsync(command)).Ended(ExitCode.Nothing);
        var again = (await CliRun.RunAsync(command)).Ended(ExitCode.Nothing);
        var judged = (await CliRun.RunAsync("detect", SampleLog.Hdfs, "--model", model)).Ended(ExitCode.Nothing);

        Assert.Contains("saved as snapshot 2", again.Error, StringComparison.Ordinal);
        Assert.Contains("544 sessions", judged.Error, StringComparison.Ordinal);
        Assert.Contains("0 anomalies", judged.Error, StringComparison.Ordinal);
        Assert.Equal(["000001", "000002"], Directory.EnumerateDirectories(model).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task ALogWithoutSessionsIsLearntToItsEnd()
    {
        using var model = new TemporaryFolder();

        // Two days: a live detector begins to detect after the first one.
        var run = (await CliRun.RunAsync("train", SampleLog.Bgl, "--format", "BGL", "--detector", "NewKey", "--model", model)).Ended(ExitCode.Nothing);
        var judged = (await CliRun.RunAsync("detect", SampleLog.Bgl, "--model", model)).Ended(ExitCode.Nothing);

        Assert.Contains("100,000 lines (BGL)", run.Error, StringComparison.Ordinal);
        Assert.Contains("no line names a session", run.Error, StringComparison.Ordinal);
        Assert.Contains("0 anomalies", judged.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFieldThatTheFormatDoesNotHaveIsNamed()
    {
        using var model = new TemporaryFolder();

        var run = (await CliRun.RunAsync("train", SampleLog.Hdfs, "--format", "HDFS", "--session", "Block", "--model", model)).Ended(ExitCode.Failed);

        Assert.Contains("Block", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(model));
    }

    [Fact]
    public async Task TwoWaysToNameASessionAreRefused()
    {
        var run = (await CliRun.RunAsync("train", SampleLog.Hdfs, "--session", "Pid", "--session-pattern", "x")).Ended(ExitCode.Failed);

        Assert.Contains("cannot be combined", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnEmptyLogTeachesNothing()
    {
        using var model = new TemporaryFolder();
        var empty = Path.Combine(model, "empty.log");
        File.WriteAllText(empty, "");

        var run = (await CliRun.RunAsync("train", empty, "--model", Path.Combine(model, "model"))).Ended(ExitCode.Failed);

        Assert.Contains("nothing was learnt", run.Error, StringComparison.Ordinal);
    }
}
