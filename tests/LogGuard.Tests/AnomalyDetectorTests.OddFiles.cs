using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Pipes and links where a detector expects its files.</summary>
public sealed class AnomalyDetectorOddFileTests
{
    [Theory]
    [InlineData("suppressions.json")]
    [InlineData("open-sessions.bin")]
    [InlineData("000001/manifest.json")]
    [InlineData("000001/manifest.sha256")]
    public async Task APipeInThePlaceOfASavedFileDoesNotStopTheStart(string name)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        await using (var log = Log(folder))
        {
            await log.LearnAsync();
        }

        File.Delete(Path.Combine(folder.Path, name));
        Pipes.Make(folder.Path, name);

        await using var restarted = await Task.Run(() => Log(folder)).WaitAsync(PipelineLog.Patience);
        Assert.Contains(restarted.Told, line => line.Contains(name.Split('/')[0], StringComparison.Ordinal));
    }

    [Fact]
    public async Task APipeAsAPositionFileIsTold()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "log");
        File.WriteAllText(path, "one\n");
        var pipe = Pipes.Make(folder.Path);
        await using var log = new PipelineLog();

        var summary = await Task.Run(() => log.Detector.ReadLinesAsync(new TextLogOptions { Path = path, PositionFile = pipe })).WaitAsync(PipelineLog.Patience);

        Assert.Equal(1, summary.Lines);
        Assert.Contains(log.Told, line => line.Contains("is not a saved position", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task APipeWithoutAWriterCanBeCancelledAsATextLog(bool follow)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var pipe = Pipes.Make(folder.Path);
        await using var log = new PipelineLog();
        var text = new TextLog(log.Detector, new TextLogOptions { Path = pipe, Follow = follow });
        await text.StartAsync();

        await text.DisposeAsync().AsTask().WaitAsync(PipelineLog.Patience);
    }

    [Fact]
    public async Task AllLinesOfAPipeAreRead()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var pipe = Pipes.Make(folder.Path);
        await using var log = new PipelineLog(options => options.TimeProvider = TimeProvider.System);
        var reading = log.Detector.ReadLinesAsync(new TextLogOptions { Path = pipe });
        await Task.Run(() => File.WriteAllLines(pipe, Enumerable.Range(0, 20_000).Select(i => $"line {i}"))).WaitAsync(PipelineLog.Patience);

        var summary = await reading.WaitAsync(PipelineLog.Patience);

        Assert.Equal(20_000, summary.Lines);
    }

    [Fact]
    public async Task AFollowedPipeIsReadAcrossItsWritersAndCanBeCancelled()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        var options = new TextLogOptions { Path = Pipes.Make(folder.Path), Follow = true }.Freeze();
        using var source = new FileSource(options, null, new TestTimeProvider(), _ => { });
        Assert.Null(source.Poll());

        foreach (var line in new[] { "first", "second" })
        {
            await Task.Run(() => File.WriteAllText(options.Path, line + "\n")).WaitAsync(PipelineLog.Patience);
            while (source.Poll() != LineWait.More)
            {
            }

            Assert.Equal([line], SourceLines.AtHand(source));
            Assert.Null(source.Poll());
        }

        using var cancellation = new CancellationTokenSource();
        var wait = source.WaitForMoreAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }

    [Fact]
    public async Task ALinkInThePlaceOfATemporaryFileIsNotFollowed()
    {
        using var folder = new TemporaryFolder();
        using var elsewhere = new TemporaryFolder();
        var target = Path.Combine(elsewhere.Path, "precious");
        File.WriteAllText(target, "precious");
        File.CreateSymbolicLink(Path.Combine(folder.Path, "suppressions.json.saving"), target);
        File.CreateSymbolicLink(Path.Combine(folder.Path, "open-sessions.bin.saving"), target);
        File.CreateSymbolicLink(Path.Combine(folder.Path, ".lock"), target);

        await using (var log = Log(folder))
        {
            await log.LearnAsync();
            log.Detector.Suppress("some-cause", TestTimeProvider.Start.AddDays(1));
            log.Write("open", "a b");
        }

        Assert.Equal("precious", File.ReadAllText(target));
    }

    private static PipelineLog Log(TemporaryFolder folder) => new(options => options.ModelPath = folder.Path);
}
