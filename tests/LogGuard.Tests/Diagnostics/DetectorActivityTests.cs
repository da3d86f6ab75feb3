using System.Diagnostics;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Telemetry;

public sealed class DetectorActivityTests : IDisposable
{
    private readonly string _detector = "spans " + Guid.NewGuid();
    private readonly SpanRecorder _spans;

    public DetectorActivityTests() => _spans = new SpanRecorder(_detector);

    public void Dispose() => _spans.Dispose();

    [Fact]
    public async Task TrainingsAndSnapshotsAreSpans()
    {
        using var folder = new PipelineFolder();
        using (var activity = new Activity("the caller's").Start())
        {
            await using var log = Log(folder);
            await log.LearnAsync();
            Assert.Same(activity, Activity.Current);
        }

        Assert.Equal(
            ["logguard.snapshot.load none", "logguard.train done", "logguard.snapshot.save done"],
            _spans.Ended.Select(span => $"{span.OperationName} {span.GetTagItem("logguard.outcome")}"));
        var training = _spans.Ended.ElementAt(1);
        Assert.Equal((60, 240L, 4), (training.GetTagItem("logguard.sessions"), training.GetTagItem("logguard.events"), training.GetTagItem("logguard.templates")));
        Assert.Null(training.Parent);
        Assert.Equal(60, _spans.Ended.Last().GetTagItem("logguard.sessions"));
    }

    [Fact]
    public async Task RetrainingIsASpan()
    {
        await using var log = Log(null);
        await log.LearnAsync();

        await log.WriteSessionsAsync(60, prefix: "later");
        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

        Assert.Equal(["logguard.train", "logguard.retrain"], _spans.Ended.Select(span => span.OperationName).Where(name => name.EndsWith("train")));
        Assert.Equal("done", _spans.Ended.Last().GetTagItem("logguard.outcome"));
    }

    [Fact]
    public async Task ADamagedSnapshotIsAFailedSpan()
    {
        using var folder = new PipelineFolder();
        await using (var log = Log(folder))
        {
            await log.LearnAsync();
        }

        File.WriteAllText(Directory.GetFiles(folder.Path, "manifest.json", SearchOption.AllDirectories).Single(), "{}");
        _spans.Clear();
        using (Log(folder))
        {
        }

        var load = _spans.Ended.First();
        Assert.Equal(("logguard.snapshot.load", "failed", ActivityStatusCode.Error), (load.OperationName, load.GetTagItem("logguard.outcome"), load.Status));
        Assert.Contains("damaged", load.StatusDescription);
    }

    [Fact]
    public async Task TheModelsAgeGoesOnAfterARestart()
    {
        using var folder = new PipelineFolder();
        await using (var log = Log(folder))
        {
            Assert.Null(log.Detector.ModelAge);
            await log.LearnAsync();
            log.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal(TimeSpan.FromHours(1), log.Detector.ModelAge);

            // Saved again later: it is the training that counts.
            await log.Detector.SaveAsync();
        }

        using var restarted = Log(folder);
        restarted.Clock.Advance(TimeSpan.FromHours(3));
        Assert.Equal(TimeSpan.FromHours(3), restarted.Detector.ModelAge);
    }

    [Fact]
    public async Task AListenerThatThrowsStopsNoTraining()
    {
        using var throwing = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "LogGuard",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.GetTagItem("logguard.detector.name") is string name && name == _detector)
                {
                    throw new InvalidOperationException("not my day");
                }
            },
        };
        ActivitySource.AddActivityListener(throwing);
        using var folder = new PipelineFolder();
        await using var log = Log(folder);

        await log.LearnAsync();

        Assert.Single(log.Detector.Snapshots);
    }

    private PipelineLog Log(PipelineFolder? folder) => new(options => (options.Name, options.ModelPath) = (_detector, folder?.Path));
}
