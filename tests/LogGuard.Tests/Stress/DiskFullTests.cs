using LogGuard.Stress.Load;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Stress;

[Collection(AloneCollection.Name)]
public class DiskFullTests
{
    // .NET tells of a file that may not grow by an exception that is no IOException.
    [Fact]
    public async Task ASaveThatIsRefusedInTheMiddleOfAFileIsAnErrorOfTheDisk()
    {
        using var folder = new PipelineFolder();
        using var disk = new DiskFull();
        await using var log = new PipelineLog(options => options.ModelPath = folder.Path);
        await log.LearnAsync();
        Exception? refused = null;

        if (disk.Begin(StressDetector.LargestFile(folder.Path) / 2))
        {
            refused = await Record.ExceptionAsync(() => log.Detector.SaveAsync());
            disk.End();
            Assert.IsAssignableFrom<IOException>(refused);
        }

        Assert.Single(log.Detector.Snapshots);
        Assert.Empty(Directory.GetDirectories(folder.Path, ".saving-*"));
        Assert.NotNull(await log.Detector.SaveAsync());
        Assert.Equal(2, log.Detector.Snapshots.Count);
    }

    [Fact]
    public async Task NothingThatIsSavedBesideTheSnapshotsThrowsIntoTheApplication()
    {
        using var folder = new PipelineFolder();
        using var disk = new DiskFull();
        await using var log = new PipelineLog(options => options.ModelPath = folder.Path);
        await log.LearnAsync();
        log.Write("open", "a b");
        await log.FlushAsync();

        var isFull = disk.Begin(16);
        var thrown = await Record.ExceptionAsync(async () =>
        {
            log.Detector.Suppress("first-cause", TestTimeProvider.Start.AddDays(1));
            log.Detector.Suppress("second-cause", TestTimeProvider.Start.AddDays(1));
            await log.Detector.SaveSessionsAsync();
            log.Write("odd", "a b x");
            await log.FlushAsync();
        });
        disk.End();

        Assert.Null(thrown);
        Assert.Equal(2, log.Detector.Suppressions.Count);
        Assert.Equal(isFull ? 1 : 0, log.Told.Count(line => line.Contains("suppressions.json cannot be written", StringComparison.Ordinal)));
        Assert.Equal(isFull ? 1 : 0, log.Told.Count(line => line.Contains("open-sessions.bin cannot be written", StringComparison.Ordinal)));
        log.Detector.Suppress("third-cause", TestTimeProvider.Start.AddDays(1));
        Assert.Contains("second-cause", File.ReadAllText(folder["suppressions.json"]));
    }
}
