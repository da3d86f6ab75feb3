using System.Threading.Channels;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The bounded queue from the application's threads to the reader. A drop leaves a stamp behind, by which the reader
/// knows that the sessions it may concern have a hole.
/// </summary>
internal sealed class EventQueue
{
    /// <summary>The key of a record that is no event but a command: its line is an <see cref="Action"/> for the reader.</summary>
    public const int CommandKey = -1;

    // Sessions share stamps by their hash: a drop may mark a few sessions too many as having a hole, never one too few.
    private const int StampCount = 4096;

    private readonly Channel<LogRecord> _channel;
    private readonly int[] _stamps = new int[StampCount];
    private readonly bool _waits;
    private long _dropped;
    private volatile bool _isClosed;

    // Only touched by the reader.
    private Task<bool>? _pendingWait;

    public EventQueue(QueueOptions options)
    {
        _waits = options.WhenFull == QueueFullMode.Wait;

        // Wait mode: only then does TryWrite answer false when full, and the drop can be counted.
        _channel = Channel.CreateBounded<LogRecord>(new BoundedChannelOptions(options.Limit)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
    }

    /// <summary>Events dropped so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Whether the queue is closed and empty.</summary>
    public bool IsFinished => _channel.Reader.Completion.IsCompleted;

    /// <summary>Records waiting now.</summary>
    public int Count => _channel.Reader.Count;

    /// <summary>Takes an event, on the application's thread.</summary>
    /// <returns>False where it was dropped because the queue is full or closed.</returns>
    public bool Add(in LogRecord record)
    {
        // Before the first drop all stamps are 0, and nobody pays for hashing a session id here.
        var stamped = Dropped == 0 ? record : record with { DropStamp = StampOf(record.Session) };
        if (_channel.Writer.TryWrite(stamped))
        {
            return true;
        }

        if (_waits && WaitForRoom(stamped))
        {
            return true;
        }

        // The stamp first: whoever sees the count sees the stamp.
        Interlocked.Increment(ref _stamps[Slot(record.Session)]);
        Interlocked.Increment(ref _dropped);
        return false;
    }

    /// <summary>Has the reader do something behind all events taken so far; waits for room as long as it takes.</summary>
    /// <returns>False where the queue is closed.</returns>
    public async ValueTask<bool> PostAsync(Action command, CancellationToken cancellation = default)
    {
        var record = new LogRecord(CommandKey, default, 0, default, 0, command, null);
        while (await _channel.Writer.WaitToWriteAsync(cancellation).ConfigureAwait(false))
        {
            if (_channel.Writer.TryWrite(record))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many events that may be of a session have been dropped.</summary>
    public int StampOf(SessionId session) => Volatile.Read(ref _stamps[Slot(session)]);

    /// <summary>The stamp that a session shares with others.</summary>
    public static int Slot(SessionId session) => session.GetHashCode() & (StampCount - 1);

    /// <summary>Number of stamps.</summary>
    public static int SlotCount => StampCount;

    public bool TryRead(out LogRecord record) => _channel.Reader.TryRead(out record);

    /// <summary>Waits until there is a record, the queue is closed, or the time is over. On the reader's thread only.</summary>
    public void WaitToRead(TimeSpan timeout)
    {
        // A wait that ran out of time is still pending in the channel; it is gone on with, not begun again.
        _pendingWait ??= _channel.Reader.WaitToReadAsync().AsTask();
        if (_pendingWait.Wait(timeout))
        {
            _pendingWait = null;
        }
    }

    /// <summary>Takes no more records; those inside can still be read.</summary>
    public void Close()
    {
        _isClosed = true;
        _channel.Writer.TryComplete();
    }

    // The reader empties the queue faster than a sleeping thread wakes up, so sleeping a little beats being woken for each slot.
    private bool WaitForRoom(in LogRecord record)
    {
        var spin = default(SpinWait);
        while (!_isClosed)
        {
            if (_channel.Writer.TryWrite(record))
            {
                return true;
            }

            spin.SpinOnce();
        }

        return false;
    }
}
