using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Finds the sessions that may have lost an event, from the drop stamps of the queue. Only the reader uses it.
/// </summary>
internal sealed class DropTracker(TimeSpan idleTimeout)
{
    private readonly int[] _stamps = new int[EventQueue.SlotCount];
    private readonly long[] _seenAt = new long[EventQueue.SlotCount];

    /// <summary>A session that opens within this time after a drop may lack its first event.</summary>
    public TimeSpan IdleTimeout { get; set; } = idleTimeout;

    /// <summary>Whether an event may be missing directly before this one, after the session's last event or at its start.</summary>
    public bool HasHoleBefore(Session session, in LogRecord record, long timestamp)
    {
        if (record.DropStamp == 0)
        {
            return false;
        }

        var slot = EventQueue.Slot(record.Session);
        if (_stamps[slot] != record.DropStamp)
        {
            _stamps[slot] = record.DropStamp;
            _seenAt[slot] = timestamp;
        }

        // The dropped event may have been the first of a session that opens soon after.
        return session.Length == 0
            ? timestamp - _seenAt[slot] <= IdleTimeout.Ticks
            : session.DropStamp != record.DropStamp;
    }
}
