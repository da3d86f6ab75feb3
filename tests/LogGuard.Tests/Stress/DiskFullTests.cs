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
}
