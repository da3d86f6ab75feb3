using System.Collections.Concurrent;
using System.Threading.Channels;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The bounded queue from the application's threads to the reader. Threads fill a shared segment, a place each; a full
/// segment is handed over through a bounded channel, and what stands in the last, unfinished one is taken from there
/// after a bounded delay. So an event costs its thread one atomic addition, and a lock once in a segment.
/// </summary>
/// <remarks>
/// Events are read in the order in which their threads claimed a place: those of one thread in the order in which it
/// logged them, those of several threads in the order in which they came, without any need to compare timestamps.
/// A drop leaves a stamp behind, by which the reader knows that the sessions it may concern have a hole.
/// <para>
/// A queue that drops and that the application fills faster than it is read leaves the events' lines behind: thousands
/// of log events kept alive would be copied by each garbage collection, at more cost to the application than all else
/// here (measured: 60 to 85 ms of 330 ms). An anomaly then shows the template instead of the rendered line.
/// </para>
/// </remarks>
internal sealed partial class EventQueue
{
    /// <summary>Longest time that an event waits for a reader who has nothing to do, while too few others come to wake it.</summary>
    internal static readonly TimeSpan BatchDelay = TimeSpan.FromMilliseconds(5);

    // How often a command looks for room in a full queue.
    private static readonly TimeSpan LookForRoomInterval = TimeSpan.FromMilliseconds(2);

    // Sessions share stamps by their hash: a drop may mark a few sessions too many as having a hole, never one too few.
    private const int StampCount = 4096;
    private const int LargestSegment = 256;
    private const int SmallestSegmentedLimit = 1024;

    // With this many events waiting, further ones come without their lines: see _leavesLines.
    private const int EventsWithLines = 1024;

    // Segments made beforehand, so that no application thread makes one in a queue of the usual size.
    private const int PreparedSegments = 64;

    // A reader who takes a nap is woken by this many events, or by a quarter of what the queue may hold: woken by fewer, it
    // works beside the threads that log, on the cache lines that they are writing, and is woken more often, at microseconds
    // each (measured: 5 to 15 ns for each event of a burst).
    private const int WakingCount = 512;

    private readonly Channel<EventSegment> _full;
    private readonly ConcurrentQueue<EventSegment> _retired = new();
    private readonly SemaphoreSlim _wakeUp = new(0);
    private readonly Queue<Action> _commands = new();
    private readonly int[] _stamps = new int[StampCount];
    private readonly int _limit;
    private readonly int _segmentSize;
    private readonly int _wakingCount;
    private readonly bool _waits;
    private volatile EventSegment _last;
    private volatile bool _isClosed;
    private volatile bool _leavesLines;
    private volatile bool _isSealed;

    // Set by a thread that found no room, cleared when the reader makes some: until then nobody else looks for it.
    private volatile bool _isFull;
    private int _reader = Awake;
    private long _dropped;
    private long _late;
    private long _commandCount;

    public EventQueue(QueueOptions options)
    {
        _waits = options.WhenFull == QueueFullMode.Wait;

        // Room is made segment by segment, so a queue of few events is not cut into large ones.
        _segmentSize = options.Limit < SmallestSegmentedLimit ? 1 : Math.Min(options.Limit / 32, LargestSegment);
        _limit = options.Limit;
        _wakingCount = Math.Min(WakingCount, options.Limit / 4);
        var segmentLimit = options.Limit / _segmentSize;

        // The limit is kept in events; the one segment more is the one that the reader is at. Wait mode: only then does
        // TryWrite answer false where there is no room.
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
        _readers.First.Prepare(start: 0);
        _readers.First.Open();
    }

    /// <summary>Events dropped so far.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Events that came after it was closed, and were not taken.</summary>
    public long Late => Volatile.Read(ref _late);

    /// <summary>Events taken so far, commands not counted.</summary>
    public long Accepted => Claimed - Volatile.Read(ref _commandCount);

    /// <summary>Records waiting now, those that the reader has taken but not worked off not counted.</summary>
    public int Count => (int)Math.Max(0, Claimed - Volatile.Read(ref _readers.Taken));

    /// <summary>Whether events are taken without their lines now, which a door need not make then.</summary>
    public bool LeavesLines => _leavesLines;

    /// <summary>Takes an event, on the application's thread.</summary>
    /// <returns>
    /// False where it was dropped because the queue is full, or is not taken because it is closed; its line is the caller's
    /// then.
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

    /// <summary>Takes an event, on the application's thread.</summary>
    /// <param name="record">The event.</param>
    /// <param name="leavesLine">Whether it was taken without its line, which is the caller's.</param>
    /// <returns>
    /// False where it was dropped because the queue is full, or is not taken because it is closed; its line is the caller's
    /// then.
    /// </returns>
    public bool Add(in LogRecord record, out bool leavesLine)
    {
        leavesLine = false;
        if (_isClosed)
        {
            Interlocked.Increment(ref _late);
            return false;
        }

        // Before the first drop all stamps are 0, and nobody pays for hashing a session id here.
        var slot = Dropped == 0 ? -1 : Slot(record.Session);
        var stamp = slot < 0 ? 0 : Volatile.Read(ref _stamps[slot]);
        if (!_isFull || _waits)
        {
            // A text that has no key yet is read from its line.
            leavesLine = _leavesLines && record.Key != LogKey.Mined;
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
        else
        {
            Drop(slot < 0 ? Slot(record.Session) : slot);
        }

        return false;
    }

    /// <summary>
    /// Drops an event that <see cref="Add(in LogRecord)"/> would drop because the queue is known to be full, before anything
    /// else is made of it: where events come faster than they are read, most cost their thread no more than this.
    /// </summary>
    /// <returns>False where it is to be added.</returns>
    public bool TryDrop(SessionId session)
    {
        if (!_isFull || _waits || _isClosed)
        {
            return false;
        }

        Drop(Slot(session));
        return true;
    }

    /// <summary>
    /// Takes an event of a source that can wait, such as a file, and keeps its line: waits for room as long as it takes.
    /// </summary>
    /// <returns>False where the queue is closed.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; the event is not taken.</exception>
    public bool AddWaiting(in LogRecord record, CancellationToken cancellation) =>
        WaitForRoom(record, Dropped == 0 ? 0 : StampOf(record.Session), cancellation);

    /// <summary>Has the reader do something behind all events taken so far; waits for room as long as it takes.</summary>
    /// <returns>False where the queue is closed.</returns>
    public async ValueTask<bool> PostAsync(Action command, CancellationToken cancellation = default)
    {
        while (!_isClosed)
        {
            if (TryPost(command))
            {
                Wake(Napping);
                return true;
            }

            await Task.Delay(LookForRoomInterval, cancellation).ConfigureAwait(false);
        }

        return false;
    }

    /// <summary>How many events that may be of a session have been dropped.</summary>
    public int StampOf(SessionId session) => Volatile.Read(ref _stamps[Slot(session)]);

    /// <summary>The stamp that a session shares with others.</summary>
    public static int Slot(SessionId session) => session.QuickHash & (StampCount - 1);

    /// <summary>Number of stamps.</summary>
    public static int SlotCount => StampCount;

    /// <summary>Takes no more records; those inside can still be read.</summary>
    public void Close()
    {
        _isClosed = true;
        _full.Writer.TryComplete();
        _wakeUp.Release();
    }

    // The lock keeps the commands in the order of their records. A reader that finds the record before its command waits
    // for the lock in TakeCommand.
    private bool TryPost(Action command)
    {
        lock (_commands)
        {
            // Counted first: a thread that sees the record must not take it for an event.
            Interlocked.Increment(ref _commandCount);
            if (TryAdd(new LogRecord(LogKey.Command, default, 0, default, 0, Line: null, Renderer: null), stamp: 0))
            {
                _commands.Enqueue(command);
                return true;
            }

            Interlocked.Decrement(ref _commandCount);
            return false;
        }
    }

    // The stamp first: a thread that sees the count must see the stamp.
    private void Drop(int slot)
    {
        Interlocked.Increment(ref _stamps[slot]);
        Interlocked.Increment(ref _dropped);
    }

    // Places claimed since the beginning. A segment that is no longer the last one may be in use again elsewhere.
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

    // The last segment is full, as happens once in a segment.
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
                // Another thread is handing the segment over, which takes it a moment.
                spin.SpinOnce(sleep1Threshold: -1);
            }

            last = _last;
        }
        while (!last.TryAdd(record, stamp));
        return true;
    }

    // Hands the last segment over and puts another in its place, on the one thread that may. False where there is no room, or
    // the queue is closed; true where it is worth looking again.
    private bool TryRotate(EventSegment last)
    {
        if (HasNoRoomBehind(last))
        {
            // Looked at again behind the mark: either this thread sees the room that the reader has made since, or the
            // reader, which goes on to another segment after that, takes the mark away.
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
            // Closed.
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

    // Room is made by the segment: all of the next one must fit in.
    private bool HasNoRoomBehind(EventSegment last) => last.Start + 2L * _segmentSize - Volatile.Read(ref _readers.Taken) > _limit;

    // Only by the thread that has handed the last segment over.
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

    // The reader empties the queue faster than a sleeping thread wakes up, so sleeping a little beats being woken for each place.
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
