using System.Collections.Concurrent;
using System.Threading.Channels;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The bounded queue from the application's threads to the reader. Each thread claims a slot of a shared segment. A full segment is
/// handed over through a bounded channel. The reader takes events from the last, unfinished segment after a bounded delay. An
/// event costs its thread one interlocked increment, and a lock once per segment.
/// </summary>
/// <remarks>
/// Events are read in the order in which their threads claimed slots. This is FIFO order per thread and arrival order across
/// threads, without comparing timestamps. A drop changes a stamp, by which the reader finds the sessions that may have a gap.
/// A severe event that finds the queue full goes to a small reserve, and is read at the place where it came.
/// <para>
/// If a queue that drops is filled faster than it is read, it accepts further events without their lines. Thousands of live log
/// events would be copied by each garbage collection, at more cost to the application than the rest of the queue (measured: 60
/// to 85 ms of 330 ms). An anomaly then shows the template instead of the rendered line. Lines of the level Fatal are kept.
/// </para>
/// </remarks>
internal sealed partial class EventQueue
{
    /// <summary>The longest time that an event waits for an idle reader while too few events arrive to wake it.</summary>
    internal static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(5);

    // Sessions share stamps by hash. A drop may mark additional sessions as having a gap, but never misses one.
    private const int StampCount = 4096;
    private const int LargestSegment = 256;
    private const int SmallestSegmentedLimit = 1024;

    // If at least this many events are queued, further ones are accepted without their lines; see _leavesLines.
    private const int EventsWithLines = 1024;

    // Number of preallocated segments, so that no application thread allocates one in a queue of the usual size.
    private const int PreparedSegments = 64;

    // A napping reader is woken by this many events, or by a quarter of the queue's limit. With fewer, it would contend with the
    // logging threads for the cache lines that they write, and need more wake-ups of microseconds each (measured: 5 to 15 ns per
    // event of a burst).
    private const int WakingCount = 512;

    private readonly Channel<EventSegment> _full;
    private readonly ConcurrentQueue<EventSegment> _retired = new();
    private readonly SemaphoreSlim _wakeUp = new(0);
    private readonly Queue<Action> _commands = new();

    // Commands that found the queue full, each with the number of slots that were claimed before it. Guarded by _commands.
    private readonly Queue<(long Behind, Action Command)> _delayed = new();
    private readonly SevereReserve _reserve;
    private readonly int[] _stamps = new int[StampCount];
    private readonly int _limit;
    private readonly int _segmentSize;
    private readonly int _wakingCount;
    private readonly bool _waits;
    private volatile EventSegment _last;
    private volatile bool _isClosed;
    private volatile bool _leavesLines;
    private volatile bool _isSealed;

    // Set by a thread that finds the queue full, cleared when the reader frees a segment. Meanwhile other threads drop at once.
    private volatile bool _isFull;
    private volatile bool _hasDelayed;
    private int _reader = Awake;
    private long _dropped;
    private long _late;
    private long _commandCount;

    public EventQueue(QueueOptions options)
    {
        _waits = options.WhenFull == QueueFullMode.Wait;

        // Capacity is freed one segment at a time, so a small queue uses segments of one event.
        _segmentSize = options.Limit < SmallestSegmentedLimit ? 1 : Math.Min(options.Limit / 32, LargestSegment);
        _limit = options.Limit;
        _reserve = new SevereReserve(options.Limit);
        _wakingCount = Math.Min(WakingCount, options.Limit / 4);
        var segmentLimit = options.Limit / _segmentSize;

        // The limit is enforced in events. The extra segment is the one that the reader is reading. FullMode must be Wait, because
        // only then does TryWrite return false for a full channel.
        _full = Channel.CreateBounded<EventSegment>(new BoundedChannelOptions(segmentLimit + 1)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
        });
        for (var i = 0; i < Math.Min(segmentLimit, PreparedSegments); i++)
        {
            _retired.Enqueue(new EventSegment(_segmentSize));
        }

        _readers.First = _last = new EventSegment(_segmentSize);
        _readers.EmptySince = -1;
        _readers.ReservedAt = SevereReserve.Never;
        _readers.First.Prepare(start: 0);
        _readers.First.Open();
    }

    /// <summary>Number of events dropped.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Number of events that arrived after the close and were not accepted.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Number of events accepted, without commands.</summary>
    public long Accepted => Claimed - Volatile.Read(ref _commandCount) + _reserve.Added;

    /// <summary>Number of queued records, without those that the reader has taken but not processed yet.</summary>
    public int Count => (int)Math.Max(0, Claimed - Volatile.Read(ref _readers.Taken)) + _reserve.Count;

    /// <summary>Whether events are currently accepted without their lines. An integration can then skip creating them.</summary>
    public bool LeavesLines => _leavesLines;

    /// <summary>Adds an event, on the application's thread.</summary>
    /// <returns>
    /// False if the event was dropped because the queue is full, or was not accepted because the queue is closed. The caller then keeps
    /// its line.
    /// </returns>
    public bool Add(in LogRecord record)
    {
        var isTaken = Add(record, out var leavesLine);
        if (leavesLine)
        {
            record.ReleaseLine();
        }

        return isTaken;
    }

    /// <summary>Adds an event, on the application's thread.</summary>
    /// <param name="record">The event.</param>
    /// <param name="leavesLine">Whether the event was accepted without its line, which the caller keeps.</param>
    /// <returns>
    /// False if the event was dropped because the queue is full, or was not accepted because the queue is closed. The caller then keeps
    /// its line.
    /// </returns>
    public bool Add(in LogRecord record, out bool leavesLine)
    {
        leavesLine = false;
        if (_isClosed)
        {
            Interlocked.Increment(ref _late);
            return false;
        }

        // Before the first drop all stamps are 0, so no session id needs to be hashed.
        var slot = Dropped == 0 ? -1 : Slot(record.Session);
        var stamp = slot < 0 ? 0 : Volatile.Read(ref _stamps[slot]);
        if (!_isFull || _waits)
        {
            // The reader needs the line of a text that has no key yet.
            leavesLine = _leavesLines && record.Key != LogKey.Mined && !KeepsLine(record.Severity);
            if (leavesLine ? TryAddOrWait(record with { Line = null, PlaceInLine = 0 }, stamp) : TryAddOrWait(record, stamp))
            {
                return true;
            }

            leavesLine = false;
        }

        if (_isClosed)
        {
            Interlocked.Increment(ref _late);
        }
        else if (!_waits && TryReserve(record with { DropStamp = stamp }))
        {
            return true;
        }
        else
        {
            Drop(slot < 0 ? Slot(record.Session) : slot);
        }

        return false;
    }

    /// <summary>
    /// Drops an event early if the queue is known to be full and its level has no room of its own, as <see cref="Add(in LogRecord)"/> would, before the caller does any
    /// work for it. Under overload most events cost their thread no more than this call.
    /// </summary>
    /// <returns>False if the event should be added.</returns>
    public bool TryDrop(SessionId session, LogSeverity severity = LogSeverity.Information)
    {
        if (!_isFull || _waits || _isClosed || _reserve.HasRoom(severity))
        {
            return false;
        }

        Drop(Slot(session));
        return true;
    }

    /// <summary>Whether an event of this level is accepted with its line although others are accepted without theirs.</summary>
    public static bool KeepsLine(LogSeverity severity) => severity >= LogSeverity.Fatal;

    /// <summary>
    /// Adds an event of a source that can wait, such as a file, together with its line. Blocks without a timeout while the queue is full.
    /// </summary>
    /// <returns>False if the queue is closed.</returns>
    /// <exception cref="OperationCanceledException">The call was cancelled, and the event was not added.</exception>
    public bool AddWaiting(in LogRecord record, CancellationToken cancellation) =>
        WaitForRoom(record, Dropped == 0 ? 0 : StampOf(record.Session), cancellation);

    /// <summary>
    /// Queues a command for the reader, in FIFO order with the events. If the queue is full, the command runs once the reader has
    /// taken all events before it. Never waits.
    /// </summary>
    /// <returns>False if the queue is closed.</returns>
    public bool Post(Action command)
    {
        // The lock keeps the commands in the order of their records. If the reader sees the record before its command, it waits
        // for the lock in TakeCommand.
        lock (_commands)
        {
            if (_isClosed)
            {
                return false;
            }

            // A command must not overtake one that was delayed.
            if (_delayed.Count > 0 || !TryPost(command))
            {
                _delayed.Enqueue((Claimed, command));
                _hasDelayed = true;
            }
        }

        // Either this thread sees that the reader naps, or the reader sees the command; see WaitToRead.
        Interlocked.MemoryBarrier();
        Wake(Napping);
        return true;
    }

    /// <summary>
    /// Adds a message about a session, in order with the events. If the queue is full or closed, it is lost. Allocates nothing, and
    /// never waits.
    /// </summary>
    /// <param name="key">The kind of the message; no key of an event.</param>
    /// <param name="session">The session.</param>
    /// <returns>False if it was lost.</returns>
    public bool TryPostMark(int key, SessionId session)
    {
        if (_isClosed)
        {
            return false;
        }

        // Counted as a command, and before the record, so that no thread counts it as an event.
        Interlocked.Increment(ref _commandCount);
        if (TryAdd(new LogRecord(key, default, 0, session, 0, Line: null, Renderer: null), stamp: 0))
        {
            return true;
        }

        Interlocked.Decrement(ref _commandCount);
        return false;
    }

    /// <summary>The number of dropped events that may belong to a session.</summary>
    public int StampOf(SessionId session) => Volatile.Read(ref _stamps[Slot(session)]);

    /// <summary>The index of a session's stamp. Sessions with equal hashes share it.</summary>
    public static int Slot(SessionId session) => session.QuickHash & (StampCount - 1);

    /// <summary>Number of stamps.</summary>
    public static int SlotCount => StampCount;

    /// <summary>Stops accepting records. The queued ones can still be read.</summary>
    public void Close()
    {
        lock (_commands)
        {
            _isClosed = true;
        }

        _full.Writer.TryComplete();
        _wakeUp.Release();
    }

    private bool TryPost(Action command)
    {
        // The counter comes first, so that no thread counts the record as an event.
        Interlocked.Increment(ref _commandCount);
        if (TryAdd(new LogRecord(LogKey.Command, default, 0, default, 0, Line: null, Renderer: null), stamp: 0))
        {
            _commands.Enqueue(command);
            return true;
        }

        Interlocked.Decrement(ref _commandCount);
        return false;
    }

    // An event that found the queue full. The lock orders it before the close, so none is left behind the reader's last look.
    private bool TryReserve(in LogRecord record)
    {
        if (!_reserve.HasRoom(record.Severity))
        {
            return false;
        }

        lock (_commands)
        {
            if (_isClosed || !_reserve.TryAdd(record, Claimed))
            {
                return false;
            }

            Volatile.Write(ref _readers.ReservedAt, _reserve.NextAt);
        }

        // As in Post.
        Interlocked.MemoryBarrier();
        Wake(Napping);
        return true;
    }

    // The stamp comes first, so that a thread that sees the new count also sees the stamp.
    private void Drop(int slot)
    {
        Interlocked.Increment(ref _stamps[slot]);
        Interlocked.Increment(ref _dropped);
    }

    // Number of slots claimed since the start. The loop repeats if the segment was replaced meanwhile, because it may be in reuse.
    private long Claimed
    {
        get
        {
            while (true)
            {
                var last = _last;
                var claimed = last.Start + last.ClaimedCount;
                if (last == _last)
                {
                    return claimed;
                }
            }
        }
    }

    private bool TryAddOrWait(in LogRecord record, int stamp) => TryAdd(record, stamp) || (_waits && WaitForRoom(record, stamp));

    private bool TryAdd(in LogRecord record, int stamp)
    {
        var last = _last;
        if (!last.TryAdd(record, stamp) && !TryAddBehind(last, record, stamp))
        {
            return false;
        }

        if (Volatile.Read(ref _reader) == Asleep)
        {
            Wake(Asleep);
        }

        return true;
    }

    // Slow path, taken once per segment: the last segment is full.
    private bool TryAddBehind(EventSegment last, in LogRecord record, int stamp)
    {
        var spin = default(SpinWait);
        do
        {
            if (_isSealed)
            {
                return false;
            }

            if (last.TryBeginHandover())
            {
                if (!TryRotate(last))
                {
                    return false;
                }
            }
            else if (last == _last)
            {
                // Another thread is handing the segment over. Spin until it is done.
                spin.SpinOnce(sleep1Threshold: -1);
            }

            last = _last;
        }
        while (!last.TryAdd(record, stamp));
        return true;
    }

    // Hands the last segment over and replaces it. Only the thread that won TryBeginHandover calls it. False if the queue is full
    // or closed; true if the caller should retry.
    private bool TryRotate(EventSegment last)
    {
        if (HasNoRoomBehind(last))
        {
            // Checks again after setting the flag and a full fence. Either this thread sees the capacity that the reader has freed
            // meanwhile, or the reader clears the flag when it moves to its next segment.
            _isFull = true;
            Interlocked.MemoryBarrier();
            var isFull = HasNoRoomBehind(last);
            last.EndRotation();
            if (isFull)
            {
                return false;
            }

            _isFull = false;
            return true;
        }

        if (!_full.Writer.TryWrite(last))
        {
            // The queue was closed.
            last.EndRotation();
            return false;
        }

        var waiting = _full.Reader.Count * _segmentSize;
        _leavesLines = !_waits && waiting >= EventsWithLines;
        Append(last);
        if (waiting >= _wakingCount)
        {
            Wake(Napping);
        }

        return true;
    }

    // Capacity is counted in whole segments: the entire next segment must fit.
    private bool HasNoRoomBehind(EventSegment last) => last.Start + 2L * _segmentSize - Volatile.Read(ref _readers.Taken) > _limit;

    // Called only by the thread that has handed the last segment over.
    private void Append(EventSegment last)
    {
        if (!_retired.TryDequeue(out var next))
        {
            next = new EventSegment(_segmentSize);
        }

        next.Prepare(last.Start + _segmentSize);
        last.Next = next;
        _last = next;
        next.Open();
    }

    private void Wake(int atLeast)
    {
        if (Volatile.Read(ref _reader) >= atLeast && Interlocked.Exchange(ref _reader, Awake) >= atLeast)
        {
            _wakeUp.Release();
        }
    }

    // SpinWait with its short sleeps beats a signal per slot, because the reader empties the queue faster than a sleeping thread wakes up.
    private bool WaitForRoom(in LogRecord record, int stamp, CancellationToken cancellation = default)
    {
        var spin = default(SpinWait);
        while (!_isClosed)
        {
            if (TryAdd(record, stamp))
            {
                return true;
            }

            cancellation.ThrowIfCancellationRequested();
            spin.SpinOnce();
        }

        return false;
    }
}
