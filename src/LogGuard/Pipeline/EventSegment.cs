using System.Runtime.CompilerServices;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// A run of places for events that application threads fill side by side: a place is claimed by one atomic addition,
/// and the order of the claims is the order in which the reader sees the events. Used again after the reader is through.
/// </summary>
internal sealed class EventSegment(int size)
{
    // Set past the end while the segment is in no use, so that a thread that still holds on to it claims nothing.
    private const int Closed = int.MaxValue / 2;

    // Set past the end for good, with what was claimed until then kept in _sealedAt.
    private const int Sealed = int.MaxValue / 4;

    private readonly Place[] _places = new Place[size];
    private int _claimed = Closed;
    private int _isRotating = 1;
    private int _sealedAt = -1;
    private EventSegment? _next;

    /// <summary>Position of its first place among all places ever.</summary>
    public long Start { get; private set; }

    /// <summary>The segment behind this one; null while this is the last.</summary>
    public EventSegment? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Places claimed so far.</summary>
    public int ClaimedCount => Volatile.Read(ref _claimed) switch
    {
        >= Closed => 0,
        >= Sealed => SealedCount,
        var claimed => Math.Min(claimed, size),
    };

    // The reader has just exchanged the claims and is about to say what they were.
    private int SealedCount
    {
        get
        {
            var spin = default(SpinWait);
            while (Volatile.Read(ref _sealedAt) < 0)
            {
                spin.SpinOnce();
            }

            return _sealedAt;
        }
    }

    /// <summary>Gives the segment its position, while nobody can claim a place yet.</summary>
    public void Prepare(long start)
    {
        Start = start;
        Next = null;
    }

    /// <summary>
    /// Lets places be claimed, once the segment is the last one of its queue. The claims first: a thread that finds it
    /// full must not be able to hand it over before it was open.
    /// </summary>
    public void Open()
    {
        Volatile.Write(ref _claimed, 0);
        Volatile.Write(ref _isRotating, 0);
    }

    /// <summary>Puts an event into the next free place.</summary>
    /// <param name="record">The event.</param>
    /// <param name="stamp">Its drop stamp.</param>
    /// <returns>False where there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(in LogRecord record, int stamp)
    {
        // Looked at first, so that threads that find it full again and again do not drive the number up.
        if (Volatile.Read(ref _claimed) >= size)
        {
            return false;
        }

        var claimed = Interlocked.Increment(ref _claimed) - 1;
        if (claimed >= size)
        {
            return false;
        }

        ref var place = ref _places[claimed];
        place.Record = record;
        place.DropStamp = stamp;
        Volatile.Write(ref place.IsFilled, true);
        return true;
    }

    /// <summary>Takes the event at a place. On the reader's thread only.</summary>
    /// <returns>False where the thread that claimed it, if any, has not put it there yet.</returns>
    public bool TryTake(int index, out LogRecord record)
    {
        ref var place = ref _places[index];
        if (!Volatile.Read(ref place.IsFilled))
        {
            record = default;
            return false;
        }

        record = place.Record with { DropStamp = place.DropStamp };

        // Nothing that an event refers to is kept alive by a place that waits to be used again.
        place = default;
        return true;
    }

    /// <summary>Whether the calling thread is the one that hands this full segment over.</summary>
    /// <returns>
    /// False where another thread is, or has: a thread that found it full may come here so late that the segment has gone
    /// round and is filled again.
    /// </returns>
    public bool TryBeginHandover()
    {
        if (!TryBeginRotation())
        {
            return false;
        }

        // It is open, and stays as full as it is while this thread has it.
        if (Volatile.Read(ref _claimed) >= size)
        {
            return true;
        }

        EndRotation();
        return false;
    }

    /// <summary>Whether the calling thread is the one that may take this segment out of use, full or not.</summary>
    public bool TryBeginRotation() => Volatile.Read(ref _isRotating) == 0 && Interlocked.Exchange(ref _isRotating, 1) == 0;

    /// <summary>Lets another thread try: there was no room for one more segment.</summary>
    public void EndRotation() => Volatile.Write(ref _isRotating, 0);

    /// <summary>Has no further place claimed, ever; what is claimed already can still be read. By the thread that may hand it over.</summary>
    public void Seal() => Volatile.Write(ref _sealedAt, Math.Min(Interlocked.Exchange(ref _claimed, Sealed), size));

    /// <summary>Takes the segment out of use, once the reader has taken every event.</summary>
    public void Retire() => Volatile.Write(ref _claimed, Closed);

    private struct Place
    {
        public LogRecord Record;

        // Beside the event, so that a thread need not copy it to stamp it.
        public int DropStamp;
        public bool IsFilled;
    }
}
