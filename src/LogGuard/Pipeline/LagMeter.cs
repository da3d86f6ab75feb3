namespace LogGuard.Pipeline;

/// <summary>
/// Measures for how long the events that the reader works on have been queued, without a clock on the application's threads and without
/// the clock on the wall, which may be set. The reader notes at each batch how many events have arrived so far; an event that had not
/// arrived by then is younger than the note. Only the reader calls the methods.
/// </summary>
/// <param name="time">Provides the monotonic clock.</param>
internal sealed class LagMeter(TimeProvider time)
{
    private const long None = long.MinValue;

    // Each batch takes the notes that it has passed, so there are about as many as batches of events in a full queue.
    private readonly Queue<(long Arrived, long Timestamp)> _notes = new();
    private long _youngerThan = time.GetTimestamp();
    private long _lastArrived;
    private long _workedOnSince = None;

    /// <summary>The longest time for which the first event of the current batch can have been queued; zero if no event waits. Any thread may read it.</summary>
    public TimeSpan Lag => Volatile.Read(ref _workedOnSince) is var since and not None
        ? TimeSpan.FromTicks(Math.Max(0, time.GetElapsedTime(since).Ticks))
        : TimeSpan.Zero;

    /// <summary>The reader has found nothing to do, and waited until an event woke it.</summary>
    public void OnIdle()
    {
        _notes.Clear();
        _youngerThan = time.GetTimestamp();
    }

    /// <summary>The reader begins a batch.</summary>
    /// <param name="first">Number of events that it took before the batch.</param>
    /// <param name="arrived">Number of events that have arrived so far.</param>
    public void OnBatch(long first, long arrived)
    {
        while (_notes.TryPeek(out var note) && note.Arrived <= first)
        {
            _youngerThan = _notes.Dequeue().Timestamp;
        }

        Volatile.Write(ref _workedOnSince, _youngerThan);
        if (arrived > _lastArrived)
        {
            _lastArrived = arrived;
            _notes.Enqueue((arrived, time.GetTimestamp()));
        }
    }

    /// <summary>No event is being processed or queued.</summary>
    public void OnEmpty() => Volatile.Write(ref _workedOnSince, None);
}
