namespace LogGuard.Diagnostics;

/// <summary>Counts the events that a detector's questions have judged. Only the reader writes it; any thread may read it.</summary>
internal sealed class JudgedEvents
{
    private long _count;

    /// <summary>The number of events so far.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Counts an event, and returns the new number.</summary>
    public long CountOne() => ++_count;
}
