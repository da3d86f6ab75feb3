using System.Collections.Immutable;
using System.Threading.Channels;

namespace LogGuard.Pipeline;

/// <summary>
/// Hands anomalies to the host, one at a time, on a thread of its own: a receiver that is slow, blocks or throws holds
/// up other receivers at most, never the reader. Bounded; what finds no room is counted.
/// </summary>
internal sealed class AnomalyDispatcher
{
    private readonly Channel<object> _pending;
    private readonly DiagnosticLog _diagnostics;
    private readonly Func<Anomaly, bool> _isWithdrawn;
    private readonly int _limit;
    private readonly Thread _thread;
    private ImmutableArray<Receiver> _receivers = [];
    private long _dropped;
    private long _withdrawn;

    /// <param name="limit">Most anomalies that wait.</param>
    /// <param name="diagnostics">Told of trouble.</param>
    /// <param name="isWithdrawn">Asked right before an anomaly is delivered; null: all are.</param>
    public AnomalyDispatcher(int limit, DiagnosticLog diagnostics, Func<Anomaly, bool>? isWithdrawn = null)
    {
        _isWithdrawn = isWithdrawn ?? (static _ => false);
        _limit = limit;
        _diagnostics = diagnostics;
        _pending = Channel.CreateBounded<object>(new BoundedChannelOptions(limit) { SingleReader = true });
        _thread = OwnWork.Start("LogGuard callbacks", ThreadPriority.Normal, Run);
    }

    /// <summary>Anomalies that some receiver was too slow for.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Anomalies that were withdrawn before they were delivered.</summary>
    public long Withdrawn => Volatile.Read(ref _withdrawn);

    /// <summary>Most anomalies that wait.</summary>
    public int Limit => _limit;

    /// <summary>Adds a receiver until the result is disposed.</summary>
    /// <param name="onAnomaly">Called for each anomaly.</param>
    /// <param name="onCompleted">Called once, when no more will come.</param>
    public IDisposable Subscribe(Action<Anomaly> onAnomaly, Action onCompleted)
    {
        var receiver = new Receiver(this, onAnomaly, onCompleted);
        ImmutableInterlocked.Update(ref _receivers, list => list.Add(receiver));
        if (_pending.Reader.Completion.IsCompleted)
        {
            receiver.Complete();
        }

        return receiver;
    }

    /// <summary>Queues an anomaly; never waits.</summary>
    public void Post(Anomaly anomaly)
    {
        if (!_pending.Writer.TryWrite(anomaly))
        {
            CountDrop();
        }
    }

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

    /// <summary>Waits until all anomalies queued so far have been delivered.</summary>
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
                if (item is TaskCompletionSource flushed)
                {
                    flushed.SetResult();
                    continue;
                }

                // Asked one by one, since the receivers of the one before may have answered for this one, too.
                var anomaly = (Anomaly)item;
                if (TakesBack(anomaly))
                {
                    continue;
                }

                foreach (var receiver in _receivers)
                {
                    receiver.Deliver(anomaly);
                }
            }
        }

        foreach (var receiver in _receivers)
        {
            receiver.Complete();
        }
    }

    private sealed class Receiver(AnomalyDispatcher owner, Action<Anomaly> onAnomaly, Action onCompleted) : IDisposable
    {
        private int _isCompleted;

        public void Deliver(Anomaly anomaly) => Guard(() => onAnomaly(anomaly));

        public void Complete()
        {
            if (Interlocked.Exchange(ref _isCompleted, 1) == 0)
            {
                Guard(onCompleted);
            }
        }

        public void Dispose() => ImmutableInterlocked.Update(ref owner._receivers, list => list.Remove(this));

        private void Guard(Action call)
        {
            try
            {
                call();
            }
            catch (Exception exception)
            {
                owner._diagnostics.TellRepeated(
                    "callback " + exception.GetType().FullName,
                    count => $"an anomaly's receiver threw {exception.GetType().Name}, {count:N0} times since last told: {exception.Message}");
            }
        }
    }
}
