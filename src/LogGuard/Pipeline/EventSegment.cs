using System.Runtime.CompilerServices;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// An array of slots that application threads fill concurrently. A thread claims a slot by one interlocked increment, and the reader
/// sees the events in the order of the claims. The segment is reused after the reader has taken every event.
/// </summary>
internal sealed class EventSegment(int size)
{
    // Claim counter of a retired segment. It is past the end, so a thread with a stale reference claims nothing.
    private const int Closed = int.MaxValue / 2;

    // Claim counter of a sealed segment, past the end permanently. _sealedAt holds the number of claims before.
    private const int Sealed = int.MaxValue / 4;

    private readonly Place[] _places = new Place[size];
    private int _claimed = Closed;
    private int _isRotating = 1;
    private int _sealedAt = -1;
    private EventSegment? _next;

    /// <summary>Position of the first slot, counted over all segments since the start.</summary>
    public long Start { get; private set; }

    /// <summary>The next segment; null while this is the last.</summary>
    public EventSegment? Next
    {
        get => Volatile.Read(ref _next);
        set => Volatile.Write(ref _next, value);
    }

    /// <summary>Number of claimed slots.</summary>
    public int ClaimedCount => Volatile.Read(ref _claimed) switch
    {
        >= Closed => 0,
        >= Sealed => SealedCount,
        var claimed => Math.Min(claimed, size),
    };

    // The reader has exchanged the counter and is about to publish the number of claims.
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

    /// <summary>Sets the position of the segment before any slot can be claimed.</summary>
    public void Prepare(long start)
    {
        Start = start;
        Next = null;
    }

    /// <summary>
    /// Allows claims, after the segment has become the last one of its queue. The counter is written first, so that no thread can
    /// hand over a segment that still looks full.
    /// </summary>
    public void Open()
    {
        Volatile.Write(ref _claimed, 0);
        Volatile.Write(ref _isRotating, 0);
    }

    /// <summary>Puts an event into the next free slot.</summary>
    /// <param name="record">The event.</param>
    /// <param name="stamp">Its drop stamp.</param>
    /// <returns>False if the segment is full.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryAdd(in LogRecord record, int stamp)
    {
        // Read before the increment, so that threads that repeatedly find the segment full do not raise the counter.
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

    /// <summary>Takes the event in a slot. Reader's thread only.</summary>
    /// <returns>False if the slot is not filled yet.</returns>
    public bool TryTake(int index, out LogRecord record)
    {
        ref var place = ref _places[index];
        if (!Volatile.Read(ref place.IsFilled))
        {
            record = default;
            return false;
        }

        record = place.Record with { DropStamp = place.DropStamp };

        // Clears the slot, so that it keeps no objects alive until its reuse.
        place = default;
        return true;
    }

    /// <summary>Acquires the right to hand this full segment over.</summary>
    /// <returns>
    /// False if another thread holds it, or the segment is no longer full: the caller may be so late that the segment was recycled
    /// and is being filled again.
    /// </returns>
    public bool TryBeginHandover()
    {
        if (!TryBeginRotation())
        {
            return false;
        }

        // The segment is open, and cannot be recycled while this thread holds it.
        if (Volatile.Read(ref _claimed) >= size)
        {
            return true;
        }

        EndRotation();
        return false;
    }

    /// <summary>Acquires the right to take this segment out of use, full or not. False if another thread holds it.</summary>
    public bool TryBeginRotation() => Volatile.Read(ref _isRotating) == 0 && Interlocked.Exchange(ref _isRotating, 1) == 0;

    /// <summary>Releases the right again, for example because there is no capacity for another segment.</summary>
    public void EndRotation() => Volatile.Write(ref _isRotating, 0);

    /// <summary>Prevents all further claims. Claimed slots can still be read. Only the thread that began the rotation calls it.</summary>
    public void Seal() => Volatile.Write(ref _sealedAt, Math.Min(Interlocked.Exchange(ref _claimed, Sealed), size));

    /// <summary>Takes the segment out of use after the reader has taken every event.</summary>
    public void Retire() => Volatile.Write(ref _claimed, Closed);

    private struct Place
    {
        public LogRecord Record;

        // Stored beside the record, so that a thread can stamp it without a copy.
        public int DropStamp;
        public bool IsFilled;
    }
}
