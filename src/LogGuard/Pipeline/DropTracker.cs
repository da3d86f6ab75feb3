using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Knows, from the stamps that drops leave behind, which sessions may have lost an event. Only touched by the reader.
/// </summary>
internal sealed class DropTracker(TimeSpan idleTimeout)
{
    private readonly int[] _stamps = new int[EventQueue.SlotCount];
    private readonly long[] _seenAt = new long[EventQueue.SlotCount];

    /// <summary>How soon after a drop a session must open to be one whose first event may be missing.</summary>
    public TimeSpan IdleTimeout { get; set; } = idleTimeout;

    /// <summary>Whether an event may be missing between a session's last event, or its beginning, and this one.</summary>
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

        // A session that opens soon after a drop may be one whose first event it was.
        return session.Length == 0
            ? timestamp - _seenAt[slot] <= IdleTimeout.Ticks
            : session.DropStamp != record.DropStamp;
    }
}
