using System.Collections.Concurrent;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// Known causes and answers over a restart.
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task ACauseThatWasAlertedIsNotNewAfterADeploy()
    {
        using var folder = new TemporaryFolder();
        await using (var first = new PipelineLog(options => options.ModelPath = folder.Path))
        {
            var alerts = CollectAlerts(first);
            await first.LearnAsync();
            first.Write("s1", "a b x c d");
            await first.FlushAsync();
            Assert.Equal(AlertState.New, Assert.Single(alerts).State);
        }

        var told = new ConcurrentQueue<Alert>();
        await using var second = new PipelineLog(options => (options.ModelPath, options.OnAlert) = (folder.Path, told.Enqueue));
        second.Time = PipelineLog.Start.AddMinutes(3);
        second.Write("s2", "a b x c d");
        await second.FlushAsync();
        Assert.Single(second.Anomalies);
        Assert.Empty(told);

        second.Time = PipelineLog.Start.AddMinutes(30);
        second.Write("s3", "a b x c d");
        await second.FlushAsync();
        var alert = Assert.Single(told);
        Assert.Equal((AlertState.Repeated, 2L, 1L), (alert.State, alert.Count, alert.CountSinceLast));
    }

    [Fact]
    public async Task AnotherCauseAfterADeployIsNew()
    {
        using var folder = new TemporaryFolder();
        await using (var first = new PipelineLog(options => options.ModelPath = folder.Path))
        {
            await first.LearnAsync();
            first.Write("s1", "a b x c d");
        }

        var told = new ConcurrentQueue<Alert>();
        await using var second = new PipelineLog(options => (options.ModelPath, options.OnAlert) = (folder.Path, told.Enqueue));
        second.Time = PipelineLog.Start.AddMinutes(3);
        second.Write("s2", "a b y c d");
        await second.FlushAsync();

        Assert.Equal((AlertState.New, PipelineLog.Template("y")), (Assert.Single(told).State, told.First().Anomaly.Template));
    }

    [Fact]
    public async Task AfterAKillTheCausesOfTheLastSaveAreKnown()
    {
        using var folder = new TemporaryFolder();
        using var copy = new TemporaryFolder();
        await using var first = new PipelineLog(options => options.ModelPath = folder.Path);
        await first.LearnAsync();
        first.Write("s1", "a b x c d");
        await first.FlushAsync();
        await first.Detector.SaveSessionsAsync().WaitAsync(PipelineLog.Patience);
        foreach (var file in Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories))
        {
            // At a kill, a file that is being written is a temporary one, which the next process deletes.
            if (Path.GetExtension(file) is not (".lock" or ".saving"))
            {
                var target = Path.Combine(copy.Path, Path.GetRelativePath(folder.Path, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }

        var told = new ConcurrentQueue<Alert>();
        await using var second = new PipelineLog(options => (options.ModelPath, options.OnAlert) = (copy.Path, told.Enqueue));
        second.Time = PipelineLog.Start.AddMinutes(3);
        second.Write("s2", "a b x c d");
        await second.FlushAsync();

        Assert.Single(second.Anomalies);
        Assert.Empty(told);
    }

    [Fact]
    public async Task ADamagedFileOfCausesIsSetAside()
    {
        using var folder = new TemporaryFolder();
        await using (var first = new PipelineLog(options => options.ModelPath = folder.Path))
        {
            await first.LearnAsync();
        }

        File.WriteAllText(Path.Combine(folder.Path, "alerts.json"), "{\"Now\":");
        await using var second = new PipelineLog(options => options.ModelPath = folder.Path);
        second.Write("s1", "a b x c d");
        await second.FlushAsync();

        Assert.Single(second.Anomalies);
        Assert.Contains(second.Told, told => told.Contains("alerts.json is damaged and set aside"));
    }

    /// <summary>The answer to a line of information says nothing about an error with the same words, before a restart and after it.</summary>
    [Fact]
    public async Task AnAnswerCoversTheLevelsItReachedAfterARestartToo()
    {
        using var folder = new TemporaryFolder();
        await using (var first = new PipelineLog(options => options.ModelPath = folder.Path))
        {
            await first.LearnAsync();
            first.Write("s1", "x");
            await first.FlushAsync();
            Assert.True(first.Detector.MarkNormal(Assert.Single(first.Anomalies)));
        }

        await using var second = new PipelineLog(options => options.ModelPath = folder.Path);
        second.Write("s2", "x");
        second.Write("s3", "x", LogSeverity.Warning);
        await second.FlushAsync();

        var anomaly = Assert.Single(second.Anomalies);
        Assert.Equal((LogSeverity.Warning, "s3"), (anomaly.Severity, anomaly.SessionId));
    }
}
