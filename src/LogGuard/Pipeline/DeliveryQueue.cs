using System.Diagnostics.CodeAnalysis;

namespace LogGuard.Pipeline;

/// <summary>
/// A bounded FIFO queue that one thread empties. The thread waits on a monitor, so that deliveries do not depend on a free thread
/// of the thread pool. All members but <see cref="TryTake"/> may be called from any thread.
/// </summary>
internal sealed class DeliveryQueue(int limit)
{
    // Waits that were cancelled are removed once there are this many.
    private const int FewestToPrune = 64;

    private readonly object _gate = new();
    private readonly Queue<object> _items = new();

    // Waits in the order of the number of deliveries that each needs.
    private readonly List<(long Needed, TaskCompletionSource<bool> Done)> _waits = [];
    private long _added;
    private long _delivered;
    private bool _isTaken;
    private bool _isClosed;

    /// <summary>Whether the queue is closed and every item was taken.</summary>
    public bool IsFinished
    {
        get
        {
            lock (_gate)
            {
                return _isClosed && _items.Count == 0;
            }
        }
    }

    /// <summary>Adds an item.</summary>
    /// <returns>False if the queue is full or closed.</returns>
    public bool TryAdd(object item)
    {
        lock (_gate)
        {
            if (_isClosed || _items.Count >= limit)
            {
                return false;
            }

            _items.Enqueue(item);
            _added++;
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Completes a task with true once every item added so far has been delivered.</summary>
    /// <param name="done">Its continuations must run asynchronously.</param>
    public void WhenDelivered(TaskCompletionSource<bool> done)
    {
        lock (_gate)
        {
            if (_delivered < _added)
            {
                if (_waits.Count >= FewestToPrune && _waits.Count == _waits.Capacity)
                {
                    _waits.RemoveAll(static wait => wait.Done.Task.IsCompleted);
                }

                _waits.Add((_added, done));
                return;
            }
        }

        done.TrySetResult(true);
    }

    /// <summary>Waits for the next item, and counts the one before it as delivered.</summary>
    /// <returns>False if the queue is closed and empty.</returns>
    public bool TryTake([NotNullWhen(true)] out object? item)
    {
        lock (_gate)
        {
            if (_isTaken)
            {
                _isTaken = false;
                _delivered++;
                Complete();
            }

            while (_items.Count == 0 && !_isClosed)
            {
                Monitor.Wait(_gate);
            }

            _isTaken = _items.TryDequeue(out item);
            return _isTaken;
        }
    }

    /// <summary>Accepts no more items.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }
    }

    // Runs no code of the application, because the continuations of the tasks run asynchronously.
    private void Complete()
    {
        var count = 0;
        while (count < _waits.Count && _waits[count].Needed <= _delivered)
        {
            _waits[count++].Done.TrySetResult(true);
        }

        _waits.RemoveRange(0, count);
    }
}
