using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Theory]
    [InlineData(QueueFullMode.DropNewest)]
    [InlineData(QueueFullMode.Wait)]
    public async Task DisposalUnderLoadHurtsNobody(QueueFullMode whenFull)
    {
        var log = new PipelineLog(options =>
        {
            options.Queue.Limit = 64;
            options.Queue.WhenFull = whenFull;
            options.Queue.ShutdownTimeout = PipelineLog.Patience;
        });
        using var stop = new CancellationTokenSource();
        var taken = 0L;
        var writers = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    log.Detector.Intake.Take(
                        PipelineLog.Template("a"), SessionId.From(thread), 0, LogSeverity.Information, "line", null!);
                    Interlocked.Increment(ref taken);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.Processed > 1_000, PipelineLog.Patience));

        log.Dispose();

        // Logging goes on for a while after it.
        var atDisposal = Interlocked.Read(ref taken);
        Assert.True(SpinWait.SpinUntil(() => Interlocked.Read(ref taken) > atDisposal + 1_000, PipelineLog.Patience));
        stop.Cancel();
        await Task.WhenAll(writers).WaitAsync(PipelineLog.Patience);
        var counters = log.Detector.Counters;
        Assert.Equal(0, counters.QueueLength);
        Assert.Equal(0, counters.Failed);
        Assert.Equal(taken, counters.Received + counters.Late);
        Assert.Equal(counters.Received, counters.Processed + counters.Dropped + counters.LeftBehind);
        Assert.Single(log.Told, line => line.Contains("stopped"));
        Assert.DoesNotContain(log.Told, line => line.Contains("work left over") || line.Contains("could not be taken"));
    }

    [Fact]
    public void DisposalWorksOffWhatIsQueued()
    {
        var log = new PipelineLog(options => options.Queue.Limit = 8_192);
        using (log.StopReader())
        {
            for (var i = 0; i < 2_000; i++)
            {
                log.Write("s", "a");
            }
        }

        log.Dispose();

        Assert.Equal(2_001, log.Detector.Counters.Processed);
        Assert.Contains("2,001 events received, 0 judged, 0 dropped; 0 anomalies.", log.Told.Last());
    }

    [Fact]
    public async Task DisposalDeliversTheAnomaliesOfQueuedEventsAndJudgesNoEnd()
    {
        var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "a b");
        log.Write("odd", "a b x");

        log.Dispose();

        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(log.Anomalies).Kind);
        Assert.Equal(0, log.Detector.Counters.OpenSessions);
        Assert.Contains("245 events received, 5 judged, 0 dropped; 1 anomaly.", log.Told.Last());
    }

    [Fact]
    public async Task ASecondDisposalDoesNothing()
    {
        var log = new PipelineLog();
        log.Write("s", "a");

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(log.Dispose))).WaitAsync(PipelineLog.Patience);
        log.Dispose();
        await log.DisposeAsync();

        Assert.Single(log.Told, line => line.Contains("stopped"));
    }

    [Fact]
    public async Task AfterDisposalEverythingReturnsSilently()
    {
        var log = new PipelineLog();
        await log.LearnAsync();
        await log.DisposeAsync();
        var told = log.Told.Count;

        log.Write("s", "x");
        log.Detector.CloseSession("s");
        await log.FlushAsync();
        await log.Detector.CloseSessionsAsync();
        Assert.False(await log.Detector.TrainAsync());
        Assert.Null(await log.Detector.SaveAsync());
        var observer = new Observer();
        log.Detector.Subscribe(observer).Dispose();

        Assert.Equal(1, observer.Completions);
        Assert.Empty(await ToListAsync(log.Detector.ReadAnomaliesAsync()));
        Assert.Equal(240, log.Detector.Counters.Processed);
        Assert.Equal(DetectorState.Detecting, log.Detector.State);
        Assert.Empty(log.Anomalies);
        Assert.Equal(told, log.Told.Count);
    }

    [Fact]
    public async Task ACallbackMayDisposeOfTheDetector()
    {
        PipelineLog? log = null;
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        log = new PipelineLog(options => options.OnAnomaly = _ =>
        {
            log!.Dispose();
            disposed.TrySetResult();
        });
        await log.LearnAsync();
        var observer = new Observer();
        log.Detector.Subscribe(observer);

        log.Write("s", "x1");
        await disposed.Task.WaitAsync(PipelineLog.Patience);

        Assert.True(SpinWait.SpinUntil(() => observer.Completions == 1, PipelineLog.Patience));
        Assert.NotEmpty(observer.Received);
        Assert.DoesNotContain(log.Told, line => line.Contains("work left over"));
    }

    [Fact]
    public async Task DisposalWaitsForABlockedCallbackOnlyAsLongAsAllowed()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        var log = new PipelineLog(options =>
        {
            options.Queue.ShutdownTimeout = TimeSpan.Zero;
            options.OnAnomaly = _ =>
            {
                entered.Set();
                release.Wait(PipelineLog.Patience);
            };
        });
        await log.LearnAsync();
        log.Write("s", "x");
        Assert.True(entered.Wait(PipelineLog.Patience));

        log.Dispose();
        release.Set();

        Assert.Contains("stopped after 0 s with work left over", log.Told.Last(line => line.Contains("stopped")));
    }

    [Fact]
    public async Task WhatIsStillQueuedWhenTheTimeIsOverIsLeftBehindAndCounted()
    {
        var log = new PipelineLog(options => options.Queue.ShutdownTimeout = TimeSpan.Zero);
        await log.LearnAsync();
        var taken = log.Detector.Counters.Received;
        var gate = log.StopReader();
        for (var i = 0; i < 50; i++)
        {
            log.Write("s", "a b c d");
        }

        log.Dispose();

        Assert.Contains(", 200 left behind;", log.Told.Last(line => line.Contains("stopped")));
        gate.Dispose();
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.QueueLength == 0, PipelineLog.Patience));
        var counters = log.Detector.Counters;
        Assert.Equal(200, counters.LeftBehind);
        Assert.Equal(taken + 201, counters.Received);
        Assert.Equal(counters.Received, counters.Processed + counters.Dropped + counters.LeftBehind);
    }

    [Fact]
    public async Task SessionsThatAreOpenAtShutdownAreNotTakenForCutShort()
    {
        var log = new PipelineLog(options => options.Queue.ShutdownTimeout = TimeSpan.Zero);
        await log.LearnAsync();
        log.Write("s", "a b");
        var gate = log.StopReader();
        log.Write("s", "c d");

        log.Dispose();
        gate.Dispose();

        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters is { LeftBehind: 2, OpenSessions: 0 }, PipelineLog.Patience));
        Assert.Equal(0, log.Detector.Counters.Anomalies);
    }

    [Fact]
    public void EventsThatComeAfterDisposalAreCounted()
    {
        var log = new PipelineLog();
        log.Write("s", "a b");
        log.Dispose();

        log.Write("s", "c");

        Assert.Equal((2, 1), (log.Detector.Counters.Received, log.Detector.Counters.Late));
    }

    [Fact]
    public async Task WaitingCanBeGivenUp()
    {
        await using var log = new PipelineLog();
        using (log.StopReader())
        {
            using var cancellation = new CancellationTokenSource();
            var flushed = log.Detector.FlushAsync(cancellation.Token);
            var closed = log.Detector.CloseSessionsAsync(cancellation.Token);
            var trained = log.Detector.TrainAsync(cancellation.Token);
            var saved = log.Detector.SaveAsync(cancellation.Token);

            cancellation.Cancel();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => flushed);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => closed);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => trained);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => saved);
        }

        await log.FlushAsync();
    }
}
