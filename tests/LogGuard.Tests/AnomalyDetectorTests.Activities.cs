using System.Diagnostics;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    // Not the name of any source of the framework, because other tests run at the same time.
    private const string Jobs = "LogGuard.Tests.Jobs";

    [Fact]
    public async Task TheStopOfARootActivityEndsTheSessionOfItsTraceAfterTheDelay()
    {
        await using var log = await LearntJobsAsync();
        using var root = StartJob();
        log.Traced(root, "a b");
        root.Stop();

        log.Time += TimeSpan.FromMilliseconds(900);
        log.Write("other", "a");
        await log.FlushAsync();
        Assert.Equal(2, log.Detector.Counters.OpenSessions);
        Assert.Empty(OfJobs(log));

        log.Time += TimeSpan.FromMilliseconds(200);
        log.Write("other", "b");
        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(root.TraceId.ToHexString(), anomaly.SessionId);
        Assert.Equal(2, anomaly.Position);
    }

    [Fact]
    public async Task ALineWithinTheDelayPutsTheEndOff()
    {
        await using var log = await LearntJobsAsync();
        using var root = StartJob();
        log.Traced(root, "a b c");
        root.Stop();

        log.Time += TimeSpan.FromMilliseconds(700);
        log.Traced(root, "d");
        log.Time += TimeSpan.FromMilliseconds(700);
        log.Write("other", "a");
        await log.FlushAsync();
        Assert.Equal(2, log.Detector.Counters.OpenSessions);

        await PassAsync(log, TimeSpan.FromSeconds(1));
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        Assert.Empty(OfJobs(log));
    }

    [Fact]
    public async Task LateLinesAreAppendedAndTheEndIsJudgedOnce()
    {
        await using var log = await LearntJobsAsync();
        using var root = StartJob();
        log.Traced(root, "a b");
        root.Stop();
        await PassAsync(log, TimeSpan.FromSeconds(2));
        Assert.Equal(2, Assert.Single(log.Anomalies).Position);
        var closed = log.Detector.Counters.SessionsClosed;

        // Out of order, which is not judged across the end; an unknown line is.
        log.Traced(root, "d c x");
        await log.FlushAsync();
        Assert.Equal(2, log.Anomalies.Count);
        Assert.Equal((AnomalyKind.UnknownKey, 5L), (log.Anomalies.Last().Kind, log.Anomalies.Last().Position));

        await log.Detector.CloseSessionsAsync();
        Assert.Equal(3, log.Anomalies.Count); // the other session, which only has its first step
        Assert.Equal("other", log.Anomalies.Last().SessionId);
        Assert.Equal(closed + 1, log.Detector.Counters.SessionsClosed);
    }

    [Fact]
    public async Task SessionsAreCollectedWhenTheirActivitiesStop()
    {
        await using var log = new PipelineLog(options => options.Session.ActivitySources = [Jobs]);
        for (var i = 0; i < 60; i++)
        {
            using var root = StartJob();
            log.Traced(root, "a b c d");
            root.Stop();
            log.Time += TimeSpan.FromSeconds(2);
            if (i % 10 == 0)
            {
                // Known from now on, but in no order.
                log.Traced(root, "e");
            }
        }

        await PassAsync(log, TimeSpan.FromSeconds(2));
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        Assert.Equal(60, log.Detector.Counters.SessionsClosed);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        using var later = StartJob();
        log.Traced(later, "a b c d");
        later.Stop();
        await PassAsync(log, TimeSpan.FromSeconds(2));
        log.Traced(later, "e");
        await log.Detector.CloseSessionsAsync();
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.SessionId == later.TraceId.ToHexString());
    }

    [Fact]
    public async Task ARootActivityWithinAnotherOfItsTraceEndsNothing()
    {
        await using var log = await LearntJobsAsync();
        using var outer = StartJob();
        log.Traced(outer, "a b");
        using (var inner = StartJob(outer.TraceId))
        {
            log.Traced(inner, "c");
        }

        await PassAsync(log, TimeSpan.FromSeconds(10));
        Assert.Equal(2, log.Detector.Counters.OpenSessions);

        log.Traced(outer, "d");
        outer.Stop();
        await PassAsync(log, TimeSpan.FromSeconds(2));
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        Assert.Empty(OfJobs(log));
    }

    [Fact]
    public async Task TheNextRequestOfATraceIsASessionOfItsOwn()
    {
        await using var log = await LearntJobsAsync();
        var trace = ActivityTraceId.CreateRandom();
        var closed = log.Detector.Counters.SessionsClosed;
        for (var i = 0; i < 3; i++)
        {
            using (var request = StartJob(trace))
            {
                log.Traced(request, "a b c d");
            }

            await PassAsync(log, TimeSpan.FromSeconds(2));
        }

        Assert.Equal(closed + 3, log.Detector.Counters.SessionsClosed);
        Assert.Empty(OfJobs(log));
    }

    [Fact]
    public async Task TheStartOfAnotherRootActivityTakesTheEndBack()
    {
        await using var log = await LearntJobsAsync();
        var trace = ActivityTraceId.CreateRandom();
        using (var first = StartJob(trace))
        {
            log.Traced(first, "a b");
        }

        using var second = StartJob(trace);
        await PassAsync(log, TimeSpan.FromSeconds(10));

        Assert.Equal(2, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task OnlyRootActivitiesOfTheNamedSourcesEndSessions()
    {
        await using var log = await LearntJobsAsync();
        using var root = StartJob();
        log.Traced(root, "a");
        using (var child = new Activity(Jobs).Start())
        {
            Assert.Same(root, child.Parent);
        }

        using var other = new Activity(Jobs + "Other").Start();
        log.Traced(other, "b");
        other.Stop();
        await PassAsync(log, TimeSpan.FromSeconds(10));

        Assert.Equal(2, log.Detector.Counters.OpenSessions);
    }

    [Theory]
    [InlineData(Jobs)]
    [InlineData(Jobs + ".Run")]
    public async Task AnActivityWithoutASourceIsKnownByItsOperation(string operation)
    {
        await using var log = await LearntJobsAsync();
        using var root = StartJob(operation: operation);
        log.Traced(root, "a b c d");
        root.Stop();

        await PassAsync(log, TimeSpan.FromSeconds(2));

        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task TheListenerCausesNoActivityAndEndsTheSessionsOfThoseThatOthersSample()
    {
        await using var log = await LearntJobsAsync();
        using var source = new ActivitySource(Jobs);
        Assert.True(source.HasListeners());
        Assert.Null(source.StartActivity("job"));
        Assert.Null(source.CreateActivity("job", ActivityKind.Server, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

        using var sampler = new ActivityListener
        {
            ShouldListenTo = asked => ReferenceEquals(asked, source),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(sampler);
        using var root = source.StartActivity("job");
        Assert.False(root!.Recorded);
        log.Traced(root, "a b c d");
        root.Stop();
        await PassAsync(log, TimeSpan.FromSeconds(2));

        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task ADisposedDetectorListensNoMore()
    {
        using var source = new ActivitySource(Jobs + ".Disposed");
        await using (new PipelineLog(options => options.Session.ActivitySources = [source.Name]))
        {
            Assert.True(source.HasListeners());
        }

        Assert.False(source.HasListeners());
        await using (new PipelineLog(options => options.Session.ActivitySources = []))
        {
            Assert.False(source.HasListeners());
        }
    }

    [Fact]
    public async Task AStopThatFindsTheQueueFullIsNoDroppedEvent()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Session.ActivitySources = [Jobs];
            options.Queue.Limit = 2;
        });
        using (log.StopReader())
        {
            log.Write("s", "a b");
            using var root = StartJob();
            root.Stop();
        }

        await log.FlushAsync();

        Assert.Equal(3, log.Detector.Counters.Received);
        Assert.Equal(0, log.Detector.Counters.Dropped);
    }

    [Fact]
    public async Task HashedSessionsEndWithTheirActivities()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Session.ActivitySources = [Jobs];
            options.Capture.HashSessionIds = true;
        });
        using var root = StartJob();
        log.Traced(root, "a b c d");
        root.Stop();

        await PassAsync(log, TimeSpan.FromSeconds(2));

        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task TheStopOfAnActivityAllocatesNothing()
    {
        await using var log = new PipelineLog(options => options.Session.ActivitySources = [Jobs]);
        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var roots = Enumerable.Range(0, 50).Select(_ => StartJob()).ToList();
            var texts = roots.Count(root => root.TraceId.ToHexString().Length == 32);
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var root in roots)
            {
                root.Stop();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await log.FlushAsync();
            Assert.Equal(50, texts);
        }

        // The event arguments of Activity.Current's change, which the framework makes for each, and nothing else.
        Assert.InRange(least, 0, 50 * 200);
    }

    private static async Task<PipelineLog> LearntJobsAsync()
    {
        var log = new PipelineLog(options => options.Session.ActivitySources = [Jobs]);
        await log.LearnAsync();
        return log;
    }

    private static IEnumerable<Anomaly> OfJobs(PipelineLog log) => log.Anomalies.Where(anomaly => anomaly.SessionId != "other");

    // A root activity without a source, in a trace of its own or of another process.
    private static Activity StartJob(ActivityTraceId? trace = null, string operation = Jobs)
    {
        Activity.Current = null;
        var activity = new Activity(operation).SetIdFormat(ActivityIdFormat.W3C);
        if (trace is { } other)
        {
            activity.SetParentId(other, ActivitySpanId.CreateRandom());
        }

        return activity.Start();
    }

    // A line of another session after a time, by which event time goes on. The session stays open.
    private static async Task PassAsync(PipelineLog log, TimeSpan time)
    {
        log.Time += time;
        log.Write("other", "a");
        await log.FlushAsync();
    }
}
