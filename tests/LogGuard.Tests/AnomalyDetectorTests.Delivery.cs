using System.Collections.Concurrent;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task EveryWayOfReceivingGetsEveryAnomalyInOrder()
    {
        var calledBack = new ConcurrentQueue<Anomaly>();
        var observer = new Observer();
        await using var log = new PipelineLog(options => options.OnAnomaly = calledBack.Enqueue);
        await log.LearnAsync();
        using var subscription = log.Detector.Subscribe(observer);
        var enumeration = log.Detector.ReadAnomaliesAsync();

        log.Write("s", "x1 a b x2 c d x3");
        log.Write("t", "x4");
        await log.FlushAsync();
        log.Dispose();

        var expected = new[] { "x1", "x2", "x3", "x4" }.Select(PipelineLog.Template);
        Assert.Equal(expected, log.Anomalies.Where(anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Select(anomaly => anomaly.Template));
        Assert.Equal(log.Anomalies, calledBack);
        Assert.Equal(log.Anomalies, observer.Received);
        Assert.Equal(log.Anomalies, await ToListAsync(enumeration));
    }

    [Fact]
    public async Task ObserversAndEnumerationsAreToldWhenTheDetectorIsDisposedOf()
    {
        var log = new PipelineLog();
        var observer = new Observer();
        var unsubscribed = new Observer();
        log.Detector.Subscribe(observer);
        log.Detector.Subscribe(unsubscribed).Dispose();
        var enumeration = ToListAsync(log.Detector.ReadAnomaliesAsync());

        await log.DisposeAsync();

        Assert.Empty(await enumeration);
        Assert.Equal(1, observer.Completions);
        Assert.Equal(0, unsubscribed.Completions);
    }

    [Fact]
    public async Task WhoUnsubscribesReceivesNoMore()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var observer = new Observer();
        var subscription = log.Detector.Subscribe(observer);
        EventHandler<Anomaly> handler = (_, anomaly) => observer.OnNext(anomaly);
        log.Detector.Anomaly += handler;
        log.Write("s", "x1");
        await log.FlushAsync();

        subscription.Dispose();
        log.Detector.Anomaly -= handler;
        log.Write("s", "x2");
        await log.FlushAsync();

        Assert.Equal(2, observer.Received.Count);
        Assert.Equal(2, log.Anomalies.Count);
    }

    [Fact]
    public async Task AnEnumerationCanBeCancelledAndLeft()
    {
        await using var log = new PipelineLog(options => options.PendingAnomalyLimit = 1);
        await log.LearnAsync();
        using var cancellation = new CancellationTokenSource();
        var cancelled = ToListAsync(log.Detector.ReadAnomaliesAsync(cancellation.Token));
        var left = Task.Run(async () =>
        {
            await foreach (var anomaly in log.Detector.ReadAnomaliesAsync())
            {
                return anomaly;
            }

            return null;
        });

        cancellation.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        for (var i = 0; !left.IsCompleted; i++)
        {
            log.Write("s", $"x{i}");
            await log.FlushAsync();
        }

        Assert.NotNull(await left);
        var before = log.Detector.Counters.AnomaliesDropped;
        for (var i = 0; i < 5; i++)
        {
            log.Write("s", $"y{i}");
            await log.FlushAsync();
        }

        // Nobody waits any more, so nothing is kept or counted for them.
        Assert.Equal(before, log.Detector.Counters.AnomaliesDropped);
    }

    [Fact]
    public async Task WhatASlowEnumerationHasNoRoomForIsCounted()
    {
        await using var log = new PipelineLog(options => options.PendingAnomalyLimit = 2);
        await log.LearnAsync();
        var enumeration = log.Detector.ReadAnomaliesAsync();

        for (var i = 0; i < 5; i++)
        {
            log.Write("s", $"x{i}");
            await log.FlushAsync();
        }

        Assert.Equal(3, log.Detector.Counters.AnomaliesDropped);
        Assert.Equal(5, log.Anomalies.Count);
        log.Dispose();
        Assert.Equal(log.Anomalies.Take(2), await ToListAsync(enumeration));
    }

    [Fact]
    public async Task ACallbackThatThrowsKeepsNothingFromOthers()
    {
        var observer = new Observer();
        await using var log = new PipelineLog(options => options.OnAnomaly = _ => throw new InvalidOperationException("called back"));
        log.Detector.Anomaly += (_, _) => throw new InvalidOperationException("event");
        log.Detector.Anomaly += (_, anomaly) => observer.OnNext(anomaly);
        log.Detector.Subscribe(new Observer { OnReceived = _ => throw new NotSupportedException("observer") });
        log.Detector.Subscribe(observer);
        await log.LearnAsync();

        log.Write("s", "x1 x2");
        await log.FlushAsync();

        Assert.Equal(2, log.Anomalies.Count);
        Assert.Equal(4, observer.Received.Count);
        Assert.Equal(0, log.Detector.Counters.Failed);
        Assert.Equal(DetectorState.Detecting, log.Detector.State);
        Assert.Equal(2, log.Told.Count(line => line.Contains("an anomaly's receiver threw")));
    }

    [Fact]
    public async Task ACallbackThatBlocksHoldsUpNeitherTheReaderNorTheLog()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        await using var log = new PipelineLog(options =>
        {
            options.PendingAnomalyLimit = 4;
            options.OnAnomaly = _ =>
            {
                entered.Set();
                release.Wait(PipelineLog.Patience);
            };
        });
        await log.LearnAsync();
        log.Write("s", "x0");
        Assert.True(entered.Wait(PipelineLog.Patience));

        for (var i = 1; i <= 10; i++)
        {
            log.Write("s", $"x{i}");
        }

        // Anomalies cannot be flushed now; that the reader goes on can be seen.
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.Processed == 240 + 11, PipelineLog.Patience));
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.AnomaliesDropped == 6, PipelineLog.Patience));
        Assert.Equal(11, log.Detector.Counters.Anomalies);

        release.Set();
        await log.FlushAsync();
        Assert.Equal([0, 1, 2, 3, 4], log.Anomalies.Select(anomaly => (int)anomaly.Position - 1));
        Assert.Single(log.Told, line => line.Contains("not delivered"));
    }

    [Fact]
    public async Task EventsThatACallbackLogsAreNotTaken()
    {
        PipelineLog? log = null;
        var inTask = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        log = new PipelineLog(options => options.OnAnomaly = _ =>
        {
            log!.Line("an anomaly, alas", "s");
            Task.Run(() =>
            {
                log!.Line("an anomaly, alas", "s");
                inTask.TrySetResult();
            });
        });
        await using var _ = log;
        await log.LearnAsync();

        log.Write("s", "x");
        await inTask.Task.WaitAsync(PipelineLog.Patience);
        await log.FlushAsync();

        Assert.Equal(241, log.Detector.Counters.Received);
        Assert.Equal(5, log.Detector.Counters.KeyCount);
        Assert.Single(log.Anomalies);
    }

    [Fact]
    public async Task AnAnomalySaysWhatWhereAndWhy()
    {
        await using var log = new PipelineLog(options => options.Model.TrainingSteps = 300);
        await log.LearnAsync();

        log.Write("s", "a b");
        var time = log.Time;
        log.Write("s", "d", LogSeverity.Warning);
        await log.Detector.CloseSessionsAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(AnomalyKind.UnexpectedKey, anomaly.Kind);
        Assert.Equal("s", anomaly.SessionId);
        Assert.Equal(PipelineLog.Template("d"), anomaly.Template);
        Assert.Equal(PipelineLog.Template("d"), anomaly.Line);
        Assert.Equal(3, anomaly.Position);
        Assert.Equal(time, anomaly.Timestamp);
        Assert.Equal(LogSeverity.Warning, anomaly.Severity);
        Assert.Null(anomaly.TraceId);
        Assert.Equal(PipelineLog.Template("c"), anomaly.Expected[0].Template);
        Assert.InRange(anomaly.Expected[0].Probability, 0.5, 1);
        Assert.Equal(PipelineLog.Template("c"), anomaly.SkippedStep);
        Assert.Equal([PipelineLog.Template("a"), PipelineLog.Template("b")], anomaly.RecentSteps);
        Assert.InRange(anomaly.Score, 1, 40);
        Assert.Equal("the step \"step c of {Job}\" was skipped", anomaly.Reason);
        Assert.StartsWith("Unexpected line in session s, line 3: [Warning] step d of {Job}", anomaly.ToString());
        Assert.Contains("expected: \"step c of {Job}\"", anomaly.ToString());
        Assert.EndsWith("before:   \"step a of {Job}\" > \"step b of {Job}\"", anomaly.ToString());
    }

    private static async Task<List<Anomaly>> ToListAsync(IAsyncEnumerable<Anomaly> anomalies)
    {
        using var patience = new CancellationTokenSource(PipelineLog.Patience);
        var list = new List<Anomaly>();
        await foreach (var anomaly in anomalies.WithCancellation(patience.Token))
        {
            list.Add(anomaly);
        }

        return list;
    }

    private sealed class Observer : IObserver<Anomaly>
    {
        public ConcurrentQueue<Anomaly> Received { get; } = new();

        public int Completions { get; private set; }

        public Action<Anomaly>? OnReceived { get; init; }

        public void OnNext(Anomaly value)
        {
            Received.Enqueue(value);
            OnReceived?.Invoke(value);
        }

        public void OnCompleted() => Completions++;

        public void OnError(Exception error) => Assert.Fail("a detector never ends with an error");
    }
}
