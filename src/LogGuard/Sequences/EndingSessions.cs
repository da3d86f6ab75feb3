namespace LogGuard.Sequences;

/// <summary>
/// The open sessions that end soon, because the activity that they belong to has stopped. The end waits until nothing has been
/// logged in a session for the delay. Only the reader touches it.
/// </summary>
internal sealed class EndingSessions
{
    // Each open session has one entry at most. The delay is the same for all, so they are in the order of their ends, apart from
    // those that were put back because of a later event.
    private readonly Queue<Entry> _entries = new();

    /// <summary>Time without an event after which a stopped session ends, in ticks.</summary>
    public long Delay { get; set; }

    /// <summary>The earliest time at which a session may end, in <see cref="SessionTracker.PassedTime"/>; the maximum if none is waiting.</summary>
    public long NextDue { get; private set; } = long.MaxValue;

    /// <summary>Lets a session end when the delay is over.</summary>
    public void Add(Session session, long now)
    {
        session.EndsAfter = now;
        if (!session.IsWaitingForEnd)
        {
            session.IsWaitingForEnd = true;
            Enqueue(new Entry(session, session.Number, now + Delay));
        }
    }

    /// <summary>Takes the next session that must end. Call until false.</summary>
    public bool TryTake(long now, out Session session)
    {
        while (NextDue <= now)
        {
            var entry = _entries.Dequeue();
            NextDue = _entries.TryPeek(out var next) ? next.DueAt : long.MaxValue;
            session = entry.Session;
            if (session.Number != entry.Number)
            {
                // It has ended otherwise, and its object may serve another session.
                continue;
            }

            session.IsWaitingForEnd = false;
            if (session.EndsAfter == long.MaxValue)
            {
                continue;
            }

            var dueAt = Math.Max(session.EndsAfter, session.LastActivity) + Delay;
            if (dueAt <= now)
            {
                return true;
            }

            session.IsWaitingForEnd = true;
            Enqueue(entry with { DueAt = dueAt });
        }

        session = null!;
        return false;
    }

    private void Enqueue(Entry entry)
    {
        _entries.Enqueue(entry);
        NextDue = Math.Min(NextDue, entry.DueAt);
    }

    private readonly record struct Entry(Session Session, long Number, long DueAt);
}
