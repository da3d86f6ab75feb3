using System.Threading.Channels;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>
/// Hands anomalies and alerts to the host, one at a time, on a thread of its own: a receiver that is slow, blocks or throws
/// holds up other receivers at most, never the reader. Bounded; what finds no room is counted.
/// </summary>
internal sealed class AnomalyDispatcher
{
    // Room that anomalies do not take: an alert is worth more than any of them, and there are far fewer.
    private const int AlertRoom = 64;

    private readonly Channel<object> _pending;
    private readonly DiagnosticLog _diagnostics;
    private readonly Func<Anomaly, bool> _isWithdrawn;
    private readonly Func<Anomaly, bool> _isNormal;
    private readonly ReceiverList<Anomaly> _receivers;
    private readonly ReceiverList<Alert> _alertReceivers;
    private readonly int _limit;
    private readonly Thread _thread;
    private int _waiting;
    private long _dropped;
    private long _withdrawn;
    private long _alertsDropped;

    /// <param name="limit">Most anomalies that wait.</param>
    /// <param name="diagnostics">Told of trouble.</param>
    /// <param name="isWithdrawn">Asked right before an anomaly is delivered; null: all are.</param>
    /// <param name="isNormal">Whether an anomaly was marked normal, asked right before its alert is delivered; null: none was.</param>
    public AnomalyDispatcher(
        int limit, DiagnosticLog diagnostics, Func<Anomaly, bool>? isWithdrawn = null, Func<Anomaly, bool>? isNormal = null)
    {
        _isWithdrawn = isWithdrawn ?? (static _ => false);
        _isNormal = isNormal ?? (static _ => false);
        _limit = limit;
        _diagnostics = diagnostics;
        _receivers = new ReceiverList<Anomaly>("an anomaly", diagnostics);
        _alertReceivers = new ReceiverList<Alert>("an alert", diagnostics);
        _pending = Channel.CreateBounded<object>(new BoundedChannelOptions(limit + AlertRoom) { SingleReader = true });
        _thread = ReentrancyGuard.Start("LogGuard callbacks", ThreadPriority.Normal, Run);
    }

    /// <summary>Anomalies that some receiver was too slow for.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Anomalies that were withdrawn before they were delivered.</summary>
    public long Withdrawn => Volatile.Read(ref _withdrawn);

    /// <summary>Alerts that were not delivered.</summary>
    public long AlertsDropped => Volatile.Read(ref _alertsDropped);

    /// <summary>Most anomalies that wait.</summary>
    public int Limit => _limit;

    /// <summary>Adds a receiver until the result is disposed.</summary>
    /// <param name="onAnomaly">Called for each anomaly.</param>
    /// <param name="onCompleted">Called once, when no more will come.</param>
    public IDisposable Subscribe(Action<Anomaly> onAnomaly, Action onCompleted) => Complete(_receivers.Add(onAnomaly, onCompleted));

    /// <summary>Adds a receiver of alerts until the result is disposed.</summary>
    public IDisposable SubscribeToAlerts(Action<Alert> onAlert, Action onCompleted) => Complete(_alertReceivers.Add(onAlert, onCompleted));

    /// <summary>Queues an anomaly; never waits.</summary>
    public void Post(Anomaly anomaly)
    {
        // Counted first: it may be taken as soon as it is queued. Only the reader posts, so nobody takes its room.
        if (Interlocked.Increment(ref _waiting) > _limit || !_pending.Writer.TryWrite(anomaly))
        {
            Interlocked.Decrement(ref _waiting);
            CountDrop();
        }
    }

    /// <summary>Queues an alert; never waits.</summary>
    /// <returns>False where there is no room for it.</returns>
    public bool Post(Alert alert) => _pending.Writer.TryWrite(alert);

    /// <summary>Queues something to be done on the thread of the receivers, behind all that is queued; never waits.</summary>
    /// <returns>False where there is no room for it.</returns>
    public bool Post(Action action) => _pending.Writer.TryWrite(action);

    /// <summary>Whether an anomaly that waits for its receiver is not to be delivered any more; counted then.</summary>
    public bool TakesBack(Anomaly anomaly)
    {
        if (!_isWithdrawn(anomaly))
        {
            return false;
        }

        Interlocked.Increment(ref _withdrawn);
        return true;
    }

    /// <summary>Counts an anomaly that was not delivered, and tells about it now and then.</summary>
    public void CountDrop()
    {
        Interlocked.Increment(ref _dropped);
        _diagnostics.TellRepeated(
            "anomalies dropped",
            count => $"{count:N0} anomalies were not delivered: their receivers are slow, and {_limit:N0} wait already.");
    }

    /// <summary>Counts an alert that was not delivered, and tells about it now and then.</summary>
    public void CountAlertDrop()
    {
        Interlocked.Increment(ref _alertsDropped);
        _diagnostics.TellRepeated(
            "alerts dropped",
            count => $"{count:N0} alerts were not delivered: their receiver is slow, and {_limit:N0} wait already.");
    }

    /// <summary>Waits until all that was queued so far has been delivered.</summary>
    public async Task FlushAsync(CancellationToken cancellation)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        while (await _pending.Writer.WaitToWriteAsync(cancellation).ConfigureAwait(false))
        {
            if (_pending.Writer.TryWrite(done))
            {
                await done.Task.WaitAsync(cancellation).ConfigureAwait(false);
                return;
            }
        }
    }

    /// <summary>Takes no more anomalies and waits for those inside to be delivered.</summary>
    /// <returns>False where time ran out.</returns>
    public bool Close(TimeSpan timeout)
    {
        _pending.Writer.TryComplete();

        // A callback that disposes the detector waits for nobody: it would be itself.
        return Thread.CurrentThread == _thread || _thread.Join(timeout);
    }

    private void Run()
    {
        while (_pending.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_pending.Reader.TryRead(out var item))
            {
                if (item is Anomaly)
                {
                    Interlocked.Decrement(ref _waiting);
                }

                switch (item)
                {
                    case TaskCompletionSource flushed:
                        flushed.SetResult();
                        break;

                    case Action action:
                        _receivers.Guard(action);
                        break;

                    case Alert alert when _isNormal(alert.Anomaly):
                        // Whoever answered the anomaly was asked already.
                        Interlocked.Increment(ref _alertsDropped);
                        break;

                    case Alert alert:
                        _alertReceivers.Deliver(alert);
                        break;

                    // Asked one by one, since the receivers of the one before may have answered for this one, too.
                    case Anomaly anomaly when !TakesBack(anomaly):
                        _receivers.Deliver(anomaly);
                        break;
                }
            }
        }

        _receivers.Complete();
        _alertReceivers.Complete();
    }

    private IDisposable Complete<T>(ReceiverList<T>.Receiver receiver)
    {
        if (_pending.Reader.Completion.IsCompleted)
        {
            receiver.Complete();
        }

        return receiver;
    }
}
