using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>What is logged while an anomaly or an alert is handled is not judged: nothing feeds itself.</summary>
public class UnwatchedTests
{
    public enum Consumer
    {
        Plain,
        WithoutContext,
        Cancellable,
    }

    // A gate before each step decides whether the next item is there when it is asked for, or comes later.
    [Theory]
    [InlineData(true, Consumer.Plain)]
    [InlineData(true, Consumer.WithoutContext)]
    [InlineData(true, Consumer.Cancellable)]
    [InlineData(false, Consumer.Plain)]
    [InlineData(false, Consumer.WithoutContext)]
    [InlineData(false, Consumer.Cancellable)]
    public async Task AnAnomalyThatIsLoggedByItsConsumerIsNotJudged(bool isThereAlready, Consumer consumer)
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var stream = log.Detector.ReadAnomaliesAsync();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (isThereAlready)
        {
            log.Write("s", "x1 x2");
            await log.FlushAsync();
        }

        var seen = 0;
        var consuming = ConsumeAsync(stream, consumer, async _ =>
        {
            log.Line("found before an await", "own");
            await Task.Yield();
            log.Line("found behind an await", "own");
            await Task.Run(() => log.Line("found in a task", "own"));
            if (++seen == 2)
            {
                handled.SetResult();
            }
        });
        if (!isThereAlready)
        {
            log.Write("s", "x1 x2");
            await log.FlushAsync();
        }

        await handled.Task.WaitAsync(PipelineLog.Patience);
        await log.FlushAsync();
        log.Write("s", "x3");
        await log.FlushAsync();

        Assert.Equal(["step x1 of {Job}", "step x2 of {Job}", "step x3 of {Job}"], log.Anomalies.Select(anomaly => anomaly.Template));
        await log.DisposeAsync();
        await consuming.WaitAsync(PipelineLog.Patience);
    }

    [Fact]
    public async Task AnAlertThatIsLoggedByItsConsumerIsNotJudged()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var handled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var consuming = ConsumeAsync(log.Detector.ReadAlertsAsync(), Consumer.Plain, alert =>
        {
            log.Line($"alert {alert.Fingerprint}", "own");
            handled.TrySetResult();
            return Task.CompletedTask;
        });
        var before = log.Detector.Counters.Received;

        log.Write("s", "x1");
        await handled.Task.WaitAsync(PipelineLog.Patience);
        await log.FlushAsync();

        Assert.Equal(before + 1, log.Detector.Counters.Received);
        Assert.Single(log.Anomalies);
        await log.DisposeAsync();
        await consuming.WaitAsync(PipelineLog.Patience);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TheMarkIsGoneAfterTheLoopHoweverItEnds(bool breaks)
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var stream = log.Detector.ReadAnomaliesAsync();
        log.Write("s", "x1 x2");
        await log.FlushAsync();
        var inside = new List<bool>();

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            await foreach (var anomaly in stream)
            {
                inside.Add(EventIntake.IsUnwatched);
                if (breaks)
                {
                    break;
                }

                throw new InvalidOperationException("handling failed");
            }

            inside.Add(EventIntake.IsUnwatched);
            throw new InvalidOperationException("the loop was left");
        });

        Assert.Equal(breaks ? [true, false] : [true], inside);
        Assert.False(EventIntake.IsUnwatched);
    }

    [Fact]
    public async Task TheMarkIsGoneWhenTheStreamEnds()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var stream = log.Detector.ReadAnomaliesAsync();
        log.Write("s", "x1");
        await log.FlushAsync();
        await log.DisposeAsync();
        var marks = new List<bool>();

        await foreach (var anomaly in stream)
        {
            marks.Add(EventIntake.IsUnwatched);
        }

        Assert.Equal([true], marks);
        Assert.False(EventIntake.IsUnwatched);
    }

    [Fact]
    public async Task TheConsumersCallerIsWatchedWhileTheConsumerHandlesAnItem()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var stream = log.Detector.ReadAnomaliesAsync();
        log.Write("s", "x1");
        await log.FlushAsync();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inside = false;

        var consuming = ConsumeAsync(stream, Consumer.Plain, async _ =>
        {
            await gate.Task;
            inside = EventIntake.IsUnwatched;
        });

        Assert.False(EventIntake.IsUnwatched);
        gate.SetResult();
        await log.DisposeAsync();
        await consuming.WaitAsync(PipelineLog.Patience);
        Assert.True(inside);
    }

    [Fact]
    public async Task AScopeThatTheConsumerOpenedBeforeOutlivesTheLoop()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var stream = log.Detector.ReadAnomaliesAsync();
        log.Write("s", "x1");
        await log.FlushAsync();

        using (log.Detector.Unwatched())
        {
            await foreach (var anomaly in stream)
            {
                break;
            }

            Assert.True(EventIntake.IsUnwatched);
        }

        Assert.False(EventIntake.IsUnwatched);
    }

    [Fact]
    public async Task AStepMayBeAwaitedAsATaskButOnceOnly()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        await using var items = log.Detector.ReadAnomaliesAsync().GetAsyncEnumerator();
        var step = items.MoveNextAsync();
        var task = step.AsTask();

        log.Write("s", "x1");

        Assert.True(await task.WaitAsync(PipelineLog.Patience));
        Assert.Equal("step x1 of {Job}", items.Current.Template);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await step);
    }

    [Fact]
    public async Task CodeThatGetsItemsFromOthersOpensAScopeOfItsOwn()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var before = log.Detector.Counters.Received;

        using (log.Detector.Unwatched())
        {
            log.Line("found", "own");
            await Task.Yield();
            log.Line("found", "own");
            await Task.Run(() => log.Line("found", "own"));
        }

        log.Line("watched", "other");
        await log.FlushAsync();
        Assert.Equal(before + 1, log.Detector.Counters.Received);
    }

    [Fact]
    public void ScopesNestAndTheDefaultOneDoesNothing()
    {
        using var detector = new AnomalyDetector(new AnomalyDetectorOptions());

        using (detector.Unwatched())
        {
            default(UnwatchedScope).Dispose();
            using (detector.Unwatched())
            {
                Assert.True(EventIntake.IsUnwatched);
            }

            Assert.True(EventIntake.IsUnwatched);
        }

        Assert.False(EventIntake.IsUnwatched);
    }

    [Fact]
    public async Task SubscribersEventsAndCallbacksAreUnwatchedWhateverTheyAwait()
    {
        var marks = new System.Collections.Concurrent.ConcurrentQueue<bool>();
        using var done = new CountdownEvent(8);
        async Task NoteAsync()
        {
            marks.Enqueue(EventIntake.IsUnwatched);
            await Task.Yield();
            marks.Enqueue(EventIntake.IsUnwatched);
            done.Signal();
        }

        void Note() => _ = NoteAsync();

        await using var log = new PipelineLog(options =>
        {
            options.OnAnomaly = _ => Note();
            options.OnAlert = _ => Note();
        });
        log.Detector.Anomaly += (_, _) => Note();
        log.Detector.Alert += (_, _) => Note();
        log.Detector.Subscribe(new Observer<Anomaly>(Note));
        log.Detector.Alerts.Subscribe(new Observer<Alert>(Note));
        log.Detector.Intake.Observe(new SessionObserver(Note));
        await log.LearnAsync();

        log.Write("s", "x1");
        await log.FlushAsync();
        log.Detector.Intake.TryPost(Note);

        Assert.True(await Task.Run(() => done.Wait(PipelineLog.Patience)));
        Assert.All(marks, Assert.True);
    }

    private static async Task ConsumeAsync<T>(IAsyncEnumerable<T> stream, Consumer consumer, Func<T, Task> handle)
    {
        switch (consumer)
        {
            case Consumer.Plain:
                await foreach (var item in stream)
                {
                    await handle(item);
                }

                break;

            case Consumer.WithoutContext:
                await foreach (var item in stream.ConfigureAwait(false))
                {
                    await handle(item).ConfigureAwait(false);
                }

                break;

            default:
                using (var cancellation = new CancellationTokenSource())
                {
                    await foreach (var item in stream.WithCancellation(cancellation.Token))
                    {
                        await handle(item);
                    }
                }

                break;
        }

        Assert.False(EventIntake.IsUnwatched);
    }

    private sealed class Observer<T>(Action onNext) : IObserver<T>
    {
        public void OnNext(T value) => onNext();

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class SessionObserver(Action onAnomaly) : ISessionObserver
    {
        public void OnAnomaly(SessionId session, Anomaly anomaly) => onAnomaly();

        public void OnEnd(EndedSession session)
        {
        }
    }
}
