using LogGuard.Alerts;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>
/// Delivers anomalies and alerts to the host, one at a time, on a dedicated thread. A receiver that is slow, blocks or throws may
/// delay other receivers, never the reader. The queue is bounded; items that do not fit are dropped and counted.
/// </summary>
internal sealed class AnomalyDispatcher
{
    // Capacity reserved for alerts. An alert matters more than an anomaly, and alerts are far fewer.
    private const int AlertRoom = 64;

    private readonly DeliveryQueue _pending;
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

    /// <param name="limit">The maximum number of queued anomalies.</param>
    /// <param name="diagnostics">Receives messages about failures.</param>
    /// <param name="isWithdrawn">Called before an anomaly is delivered; true skips it. Null delivers every anomaly.</param>
    /// <param name="isNormal">Called before an alert is delivered; true skips it. Null delivers every alert.</param>
    public AnomalyDispatcher(
        int limit, DiagnosticLog diagnostics, Func<Anomaly, bool>? isWithdrawn = null, Func<Anomaly, bool>? isNormal = null)
    {
        _isWithdrawn = isWithdrawn ?? (static _ => false);
        _isNormal = isNormal ?? (static _ => false);
        _limit = limit;
        _diagnostics = diagnostics;
        _receivers = new ReceiverList<Anomaly>("an anomaly", diagnostics);
        _alertReceivers = new ReceiverList<Alert>("an alert", diagnostics);
        _pending = new DeliveryQueue(SeverityRule.RoomOf(limit, SeverityRule.RankCount - 1) + AlertRoom);
        _thread = ReentrancyGuard.Start("LogGuard callbacks", ThreadPriority.Normal, Run);
    }

    /// <summary>Number of anomalies that were dropped because a receiver was too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Number of anomalies that were withdrawn before delivery.</summary>
    public long Withdrawn => Volatile.Read(ref _withdrawn);

    /// <summary>Number of alerts that were not delivered.</summary>
    public long AlertsDropped => Volatile.Read(ref _alertsDropped);

    /// <summary>The maximum number of queued anomalies.</summary>
    public int Limit => _limit;

    /// <summary>Adds a receiver, which stays until the result is disposed.</summary>
    /// <param name="onAnomaly">Called for each anomaly.</param>
    /// <param name="onCompleted">Called once, after the last anomaly.</param>
    public IDisposable Subscribe(Action<Anomaly> onAnomaly, Action onCompleted) => Complete(_receivers.Add(onAnomaly, onCompleted));

    /// <summary>Adds a receiver of alerts, which stays until the result is disposed.</summary>
    public IDisposable SubscribeToAlerts(Action<Alert> onAlert, Action onCompleted) => Complete(_alertReceivers.Add(onAlert, onCompleted));

    /// <summary>Queues an anomaly without blocking.</summary>
    public void Post(Anomaly anomaly)
    {
        // The counter comes first, because the item may be dequeued at once. Only the reader posts anomalies, so none takes its place.
        var room = SeverityRule.RoomOf(_limit, SeverityRule.RankOf(anomaly));
        if (Interlocked.Increment(ref _waiting) > room || !_pending.TryAdd(anomaly))
        {
            Interlocked.Decrement(ref _waiting);
            CountDrop();
        }
    }

    /// <summary>Queues an alert without blocking.</summary>
    /// <returns>False if the queue is full.</returns>
    public bool Post(Alert alert) => _pending.TryAdd(alert);

    /// <summary>Queues an action for the receivers' thread, in FIFO order with the other items, without blocking.</summary>
    /// <returns>False if the queue is full.</returns>
    public bool Post(Action action) => _pending.TryAdd(action);

    /// <summary>Whether a queued anomaly was withdrawn and must not be delivered. Counts it if so.</summary>
    public bool TakesBack(Anomaly anomaly)
    {
        if (!_isWithdrawn(anomaly))
        {
            return false;
        }

        Interlocked.Increment(ref _withdrawn);
        return true;
    }

    /// <summary>Counts an anomaly that was not delivered, and reports it at a limited rate.</summary>
    public void CountDrop()
    {
        Interlocked.Increment(ref _dropped);
        _diagnostics.TellRepeated(
            "anomalies dropped",
            count => $"{Wording.Count(count, "anomaly")} {Wording.Were(count)} not delivered: the receivers are slow, and {_limit:N0} are queued already.");
    }

    /// <summary>Counts an alert that was not delivered, and reports it at a limited rate.</summary>
    public void CountAlertDrop()
    {
        Interlocked.Increment(ref _alertsDropped);
        _diagnostics.TellRepeated(
            "alerts dropped",
            count => $"{Wording.Count(count, "alert")} {Wording.Were(count)} not delivered: the receiver is slow, and {_limit:N0} are queued already.");
    }

    /// <summary>Completes a task with true once every item queued so far has been delivered.</summary>
    public void WhenDelivered(TaskCompletionSource<bool> done) => _pending.WhenDelivered(done);

    /// <summary>Stops accepting items and waits until the queued ones are delivered.</summary>
    /// <returns>False if the timeout elapsed first.</returns>
    public bool Close(TimeSpan timeout)
    {
        _pending.Close();

        // A callback that disposes the detector keeps this thread, so a join would wait for itself.
        return Thread.CurrentThread == _thread || _diagnostics.Calls.Innermost == ApplicationCall.Delivery || _thread.Join(timeout);
    }

    private void Run()
    {
        while (_pending.TryTake(out var item))
        {
            if (item is Anomaly)
            {
                Interlocked.Decrement(ref _waiting);
            }

            switch (item)
            {
                case Action action:
                    _receivers.Guard(action);
                    break;

                case Alert alert when _isNormal(alert.Anomaly) && alert.Members.All(member => _isNormal(member.Anomaly)):
                    // All its causes were marked normal after the alert was queued.
                    Interlocked.Increment(ref _alertsDropped);
                    break;

                case Alert alert:
                    _alertReceivers.Deliver(alert);
                    break;

                // Checked per item: a receiver of the previous anomaly may have marked this one's pattern normal.
                case Anomaly anomaly when !TakesBack(anomaly):
                    _receivers.Deliver(anomaly);
                    break;
            }
        }

        _receivers.Complete();
        _alertReceivers.Complete();
    }

    private IDisposable Complete<T>(ReceiverList<T>.Receiver receiver)
    {
        if (_pending.IsFinished)
        {
            receiver.Complete();
        }

        return receiver;
    }
}
