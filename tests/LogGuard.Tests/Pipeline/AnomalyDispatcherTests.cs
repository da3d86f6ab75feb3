using System.Collections.Concurrent;
using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public sealed class AnomalyDispatcherTests : IDisposable
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly AnomalyDispatcher _dispatcher;

    public AnomalyDispatcherTests() =>
        _dispatcher = new AnomalyDispatcher(4, new DiagnosticLog(_told.Enqueue, new TestTimeProvider()));

    public void Dispose() => _dispatcher.Close(PipelineLog.Patience);

    [Fact]
    public async Task EveryReceiverGetsEveryAnomalyInOrder()
    {
        var first = Collect();
        var second = Collect();

        Post(3);
        await Flushed();

        Assert.Equal([1, 2, 3], first);
        Assert.Equal([1, 2, 3], second);
    }

    [Fact]
    public async Task AReceiverThatThrowsKeepsNothingFromTheOthersAndIsToldOnce()
    {
        _dispatcher.Subscribe(_ => throw new InvalidOperationException("not today"), () => { });
        var other = Collect();

        Post(3);
        await Flushed();

        Assert.Equal([1, 2, 3], other);
        var line = Assert.Single(_told);
        Assert.Contains("InvalidOperationException", line);
        Assert.Contains("not today", line);
    }

    [Fact]
    public async Task WhatFindsNoRoomBehindABlockedReceiverIsCounted()
    {
        using var stopped = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        _dispatcher.Subscribe(
            _ =>
            {
                entered.Set();
                stopped.Wait(PipelineLog.Patience);
            },
            () => { });
        var other = Collect();
        _dispatcher.Post(PipelineLog.Anomaly(0));
        Assert.True(entered.Wait(PipelineLog.Patience));

        Post(7);

        Assert.Equal(3, _dispatcher.Dropped);
        Assert.Contains("1 anomaly was not delivered", Assert.Single(_told));
        stopped.Set();
        await Flushed();
        Assert.Equal([0, 1, 2, 3, 4], other);
    }

    [Fact]
    public async Task AFloodOfHarmlessAnomaliesLeavesRoomForASevereOne()
    {
        using var stopped = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var dispatcher = new AnomalyDispatcher(16, new DiagnosticLog(_told.Enqueue, new TestTimeProvider()));
        var received = new ConcurrentQueue<LogSeverity>();
        dispatcher.Subscribe(
            anomaly =>
            {
                received.Enqueue(anomaly.Severity);
                entered.Set();
                stopped.Wait(PipelineLog.Patience);
            },
            () => { });
        dispatcher.Post(PipelineLog.Anomaly(0));
        Assert.True(entered.Wait(PipelineLog.Patience));
        for (var i = 0; i < 1_000; i++)
        {
            dispatcher.Post(PipelineLog.Anomaly(i));
        }

        dispatcher.Post(PipelineLog.Anomaly(1) with { Severity = LogSeverity.Fatal });

        stopped.Set();
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        dispatcher.WhenDelivered(done);
        await done.Task.WaitAsync(PipelineLog.Patience);
        Assert.Equal(984, dispatcher.Dropped);
        Assert.Equal(LogSeverity.Fatal, received.Last());
        dispatcher.Close(PipelineLog.Patience);
    }

    [Fact]
    public async Task NothingComesAfterUnsubscribing()
    {
        var received = new ConcurrentQueue<long>();
        var subscription = _dispatcher.Subscribe(anomaly => received.Enqueue(anomaly.Position), () => { });
        Post(2);
        await Flushed();

        subscription.Dispose();
        subscription.Dispose();
        Post(2);
        await Flushed();

        Assert.Equal([1, 2], received);
    }

    [Fact]
    public void ReceiversAreToldOnceThatNoMoreWillCome()
    {
        var completions = 0;
        var received = Collect();
        _dispatcher.Subscribe(_ => { }, () => completions++);
        Post(4);

        Assert.True(_dispatcher.Close(PipelineLog.Patience));
        Assert.True(_dispatcher.Close(PipelineLog.Patience));

        Assert.Equal([1, 2, 3, 4], received);
        Assert.Equal(1, completions);
    }

    [Fact]
    public void WhoSubscribesTooLateIsToldAtOnce()
    {
        _dispatcher.Close(PipelineLog.Patience);
        var completions = 0;

        _dispatcher.Subscribe(_ => { }, () => completions++);

        Assert.Equal(1, completions);
    }

    [Fact]
    public async Task AReceiverMayCloseTheDispatcher()
    {
        var closed = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatcher.Subscribe(_ => closed.TrySetResult(_dispatcher.Close(PipelineLog.Patience)), () => { });

        Post(1);

        Assert.True(await closed.Task.WaitAsync(PipelineLog.Patience));
        Assert.True(_dispatcher.Close(PipelineLog.Patience));
    }

    [Fact]
    public void ClosingWaitsForABlockedReceiverOnlyAsLongAsAllowed()
    {
        using var stopped = new ManualResetEventSlim();
        _dispatcher.Subscribe(_ => stopped.Wait(PipelineLog.Patience), () => { });
        Post(1);

        Assert.False(_dispatcher.Close(TimeSpan.Zero));
        stopped.Set();
        Assert.True(_dispatcher.Close(PipelineLog.Patience));
    }

    [Fact]
    public async Task AnAlertFindsRoomWhereNoAnomalyDoes()
    {
        using var stopped = new ManualResetEventSlim();
        using var entered = new ManualResetEventSlim();
        var received = new ConcurrentQueue<string>();
        _dispatcher.Subscribe(
            anomaly =>
            {
                entered.Set();
                stopped.Wait(PipelineLog.Patience);
                received.Enqueue("anomaly");
            },
            () => { });
        _dispatcher.SubscribeToAlerts(alert => received.Enqueue("alert"), () => { });
        Post(1);
        Assert.True(entered.Wait(PipelineLog.Patience));
        Post(6);

        var posted = 0;
        while (_dispatcher.Post(SomeAlert()))
        {
            posted++;
        }

        stopped.Set();
        await Flushed();
        Assert.Equal(2, _dispatcher.Dropped);
        Assert.Equal(64, posted);
        Assert.Equal((5, 64), (received.Count(item => item == "anomaly"), received.Count(item => item == "alert")));
    }

    [Fact]
    public async Task WhatIsPostedIsDoneInOrderOnTheSameThread()
    {
        var done = new List<string>();
        _dispatcher.Subscribe(anomaly => done.Add("anomaly " + Thread.CurrentThread.Name), () => { });

        Post(1);
        _dispatcher.Post(() => throw new InvalidOperationException("not today"));
        _dispatcher.Post(() => done.Add("action " + Thread.CurrentThread.Name));
        await Flushed();

        Assert.Equal(["anomaly LogGuard callbacks", "action LogGuard callbacks"], done);
    }

    private static Alert SomeAlert() => new()
    {
        Id = 1,
        Fingerprint = "f",
        State = AlertState.New,
        Severity = AlertSeverity.Info,
        Anomaly = PipelineLog.Anomaly(1),
        Timestamp = default,
        FirstSeen = default,
        LastSeen = default,
        Count = 1,
        CountSinceLast = 1,
        SessionCount = 1,
    };

    private ConcurrentQueue<long> Collect()
    {
        var received = new ConcurrentQueue<long>();
        _dispatcher.Subscribe(anomaly => received.Enqueue(anomaly.Position), () => { });
        return received;
    }

    private void Post(int count)
    {
        for (var position = 1; position <= count; position++)
        {
            _dispatcher.Post(PipelineLog.Anomaly(position));
        }
    }

    private Task Flushed()
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        _dispatcher.WhenDelivered(done);
        return done.Task.WaitAsync(PipelineLog.Patience);
    }
}
