using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// The room for errors and fatal lines that find the queue full, so that a flood of harmless lines does not lose the one that
/// matters. Each is kept with the number of slots that were claimed before it. All members but <see cref="HasRoom"/>,
/// <see cref="Count"/> and <see cref="Added"/> need the caller's lock.
/// </summary>
/// <param name="limit">The limit of the queue, which the reserve of one level never exceeds.</param>
internal sealed class SevereReserve(int limit)
{
    /// <summary>More slots than are ever read.</summary>
    public const long Never = long.MaxValue;

    // Equal to the number of places for alerts in the delivery. More at a time are one outage, and the first of them tell of it.
    private const int Most = 64;

    private readonly Queue<(long Behind, LogRecord Record)> _events = new();
    private readonly int _room = Math.Min(Most, limit);
    private int _count;
    private long _added;

    /// <summary>Number of events in it.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Number of events that were ever put into it.</summary>
    public long Added => Volatile.Read(ref _added);

    /// <summary>Number of slots that must be read before the oldest event; <see cref="Never"/> if there is none.</summary>
    public long NextAt => _events.TryPeek(out var first) ? first.Behind : Never;

    /// <summary>Whether there is room for an event of a level. Fatal lines have as much again as errors, which never take it.</summary>
    public bool HasRoom(LogSeverity severity) => severity >= LogSeverity.Error && Count < (severity >= LogSeverity.Fatal ? 2 * _room : _room);

    /// <summary>Adds an event. False if there is no room.</summary>
    public bool TryAdd(in LogRecord record, long behind)
    {
        if (!HasRoom(record.Severity))
        {
            return false;
        }

        _events.Enqueue((behind, record));
        Volatile.Write(ref _count, _count + 1);
        Volatile.Write(ref _added, _added + 1);
        return true;
    }

    /// <summary>Takes the oldest event if all slots before it were read.</summary>
    public bool TryTake(long taken, out LogRecord record)
    {
        if (!_events.TryPeek(out var first) || first.Behind > taken)
        {
            record = default;
            return false;
        }

        record = _events.Dequeue().Record;
        Volatile.Write(ref _count, _count - 1);
        return true;
    }
}
