using System.Collections.Concurrent;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Receivers that block on the detector which calls them.</summary>
public class CallbackWaitTests
{
    public static TheoryData<string, Func<AnomalyDetector, Task>> Waits => new()
    {
        { "flush", static detector => detector.FlushAsync() },
        { "close sessions", static detector => detector.CloseSessionsAsync() },
        { "save", static detector => detector.SaveAsync() },
        { "train", static detector => detector.TrainAsync() },
        { "retrain", static detector => detector.RetrainAsync() },
        { "learn feedback", static detector => detector.LearnFeedbackAsync() },
        { "roll back", static detector => detector.RollbackAsync(1) },
        { "flush on another thread", static detector => Task.Run(() => detector.FlushAsync().Wait()) },
        { "close sessions in an async method", static async detector => await Task.Run(async () => await detector.CloseSessionsAsync()) },
    };

    [Theory]
    [MemberData(nameof(Waits))]
    public async Task AReceiverThatBlocksStopsNoDelivery(string what, Func<AnomalyDetector, Task> wait)
    {
        using var folder = new TemporaryFolder();
        var waited = new ConcurrentQueue<string>();
        PipelineLog? log = null;
        log = new PipelineLog(options =>
        {
            options.ModelPath = folder.Path;
            options.OnAnomaly = _ => waited.Enqueue(wait(log!.Detector).Wait(PipelineLog.Patience) ? what : "stuck");
        });
        await using var disposal = log;
        await log.LearnAsync();

        log.Write("s", "x1");
        log.Write("t", "x2");
        await log.Detector.FlushAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal([what, what], waited);
        Assert.Equal(2, log.Anomalies.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AReceiverMayWaitForTheEndOfTheDetector(bool isAsync)
    {
        using var ended = new ManualResetEventSlim();
        PipelineLog? log = null;
        log = new PipelineLog(options =>
        {
            options.Queue.ShutdownTimeout = PipelineLog.Patience;
            options.OnAnomaly = _ =>
            {
                if (isAsync)
                {
                    log!.Detector.DisposeAsync().AsTask().Wait();
                }
                else
                {
                    Task.Run(() => log!.Detector.Dispose()).Wait();
                }

                ended.Set();
            };
        });
        await log.LearnAsync();

        log.Write("s", "x1");

        // Far below the time that disposal may take: nothing waits for itself until it runs out.
        Assert.True(ended.Wait(PipelineLog.Patience / 3));
    }

    [Fact]
    public async Task AReceiverOfMessagesThatBlocksStopsNothing()
    {
        using var folder = new TemporaryFolder();
        PipelineLog? log = null;
        var calls = 0;
        var stuck = 0;
        log = new PipelineLog(options =>
        {
            options.ModelPath = folder.Path;
            options.Diagnostics = _ =>
            {
                // The first messages come from the constructor. The waits cause messages of their own.
                if (log is not null && Interlocked.Increment(ref calls) <= 4)
                {
                    foreach (var wait in Waits.Select(row => (Func<AnomalyDetector, Task>)row[1]))
                    {
                        stuck += wait(log.Detector).Wait(PipelineLog.Patience) ? 0 : 1;
                    }
                }
            };
        });
        await using var disposal = log;

        await log.LearnAsync();
        await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience);

        Assert.True(calls >= 4);
        Assert.Equal(0, stuck);
    }

    [Fact]
    public async Task AfterItHasReturnedAReceiverMayAwaitTheDelivery()
    {
        var delivered = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var next = new ManualResetEventSlim();
        PipelineLog? log = null;
        log = new PipelineLog(options => options.OnAnomaly = async anomaly =>
        {
            if (anomaly.Template == PipelineLog.Template("x1"))
            {
                await Task.Run(next.Wait);
                await log!.Detector.FlushAsync();
                delivered.SetResult(log.Anomalies.Count);
            }
        });
        await using var disposal = log;
        await log.LearnAsync();

        log.Write("s", "x1");
        log.Write("t", "x2");
        next.Set();

        Assert.Equal(2, await delivered.Task.WaitAsync(PipelineLog.Patience));
    }

    [Fact]
    public async Task AnotherDetectorCanBeWaitedForInAReceiver()
    {
        using var gate = new ManualResetEventSlim();
        await using var other = new PipelineLog(options => options.OnAnomaly = _ => gate.Wait(PipelineLog.Patience));
        await other.LearnAsync();
        var seen = 0;
        await using var log = new PipelineLog(options => options.OnAnomaly = _ =>
        {
            gate.Set();
            other.Detector.FlushAsync().Wait(PipelineLog.Patience);
            seen = other.Anomalies.Count;
        });
        await log.LearnAsync();

        other.Write("s", "x1");
        log.Write("s", "x1");
        await log.FlushAsync();

        Assert.Equal(1, seen);
    }
}
