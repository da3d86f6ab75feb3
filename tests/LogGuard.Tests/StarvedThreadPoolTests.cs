using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>A detector with a thread pool of which all threads are blocked. The tests are synchronous on purpose.</summary>
[Collection(AloneCollection.Name)]
public class StarvedThreadPoolTests
{
    [Fact]
    public void AnomaliesAreDelivered()
    {
        using var delivered = new ManualResetEventSlim();
        using var log = Learned(options => options.OnAnomaly = _ => delivered.Set());
        using var blocked = new BlockedThreadPool();

        log.Write("s", "x");

        Assert.True(delivered.Wait(PipelineLog.Patience));
        Assert.False(blocked.IsOpen);
    }

    [Fact]
    public void DisposalDeliversAndEnds()
    {
        using var folder = new TemporaryFolder();
        var delivered = 0;
        var log = Learned(options => (options.OnAnomaly, options.ModelPath) = (_ => Interlocked.Increment(ref delivered), folder.Path));
        using (var blocked = new BlockedThreadPool())
        {
            log.Write("s", "a b x");
            log.Detector.Dispose();

            Assert.Equal(1, delivered);
            Assert.False(blocked.IsOpen);
        }

        Assert.DoesNotContain(log.Told, line => line.Contains("left over"));
        Assert.Contains(log.Told, line => line.Contains("stopped: "));
    }

    [Fact]
    public void WaitingForADetectorEnds()
    {
        using var folder = new TemporaryFolder();
        using var log = Learned(options => options.ModelPath = folder.Path);
        using var blocked = new BlockedThreadPool();
        log.Write("s", "a b x");

        Assert.True(IsDone(log.Detector.FlushAsync()));
        Assert.Single(log.Anomalies);
        Assert.True(IsDone(log.Detector.CloseSessionsAsync()));
        Assert.NotNull(Result(log.Detector.SaveAsync()));
        Assert.True(Result(log.Detector.RetrainAsync()));
        Assert.True(Result(log.Detector.LearnFeedbackAsync()));
        Assert.True(Result(log.Detector.RollbackAsync(log.Detector.Snapshots[^1].Number)));
        Assert.True(IsDone(log.Detector.DisposeAsync().AsTask()));
        Assert.False(blocked.IsOpen);
    }

    [Fact]
    public void AFullQueueTakesAFlush()
    {
        using var log = new PipelineLog(options => options.Queue.Limit = 2);
        using var stopped = log.StopReader();
        using var blocked = new BlockedThreadPool();
        while (log.Detector.Counters.Dropped == 0)
        {
            log.Write("s", "a");
        }

        var flushed = log.Detector.FlushAsync();
        stopped.Dispose();

        Assert.True(IsDone(flushed));
        Assert.False(blocked.IsOpen);
    }

    [Fact]
    public void AWebhookThatCannotWorkKeepsDisposalOnlyForItsTime()
    {
        using var handler = new HangingHandler();
        var log = Learned(options =>
        {
            options.Queue.ShutdownTimeout = TimeSpan.FromSeconds(1);
            options.Alerts.Webhook.Url = "https://alerts.example/";
            options.Alerts.Webhook.Handler = handler;
        });
        using var blocked = new BlockedThreadPool();
        log.Write("s", "x");

        var disposal = new Thread(log.Detector.Dispose);
        disposal.Start();

        Assert.True(disposal.Join(PipelineLog.Patience));
        Assert.False(blocked.IsOpen);
    }

    // Blocks on purpose, as an application that has blocked its whole pool does.
    private static bool IsDone(Task task) => task.Wait(PipelineLog.Patience);

    private static T Result<T>(Task<T> task)
    {
        Assert.True(IsDone(task));
        return task.Result;
    }

    private static PipelineLog Learned(Action<AnomalyDetectorOptions> configure)
    {
        var log = new PipelineLog(configure);
        log.LearnAsync().GetAwaiter().GetResult();
        return log;
    }

    private sealed class HangingHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ContinueWith<HttpResponseMessage>(_ => throw new OperationCanceledException(cancellationToken), TaskScheduler.Default);
    }
}
