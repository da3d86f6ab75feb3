using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>The last detailed events of one session, buffered until the session turns anomalous or ends.</summary>
internal sealed class SessionBuffer(int eventLimit, long created)
{
    private readonly Queue<LogEvent> _events = [];
    private bool _isReleased;

    /// <summary>When the last event was buffered, as a timestamp of the clock.</summary>
    public long LastAt { get; private set; } = created;

    /// <summary>When the events were released. Later events are written at once.</summary>
    public long ReleasedAt { get; private set; }

    /// <summary>Whether the session is anomalous. Only accessed by the detector's reader.</summary>
    public bool IsAnomalous { get; set; }

    /// <summary>Buffers an event. If the buffer is full, the oldest event is dropped.</summary>
    /// <returns>False if the event must be written at once instead.</returns>
    public bool TryKeep(LogEvent logEvent, long now)
    {
        lock (_events)
        {
            if (_isReleased)
            {
                return false;
            }

            LastAt = now;
            if (_events.Count >= eventLimit)
            {
                _events.Dequeue();
            }

            _events.Enqueue(logEvent);
            return true;
        }
    }

    /// <summary>Returns the buffered events, oldest first, and ends the buffering.</summary>
    public LogEvent[] Release(long now)
    {
        lock (_events)
        {
            _isReleased = true;
            ReleasedAt = now;
            var events = _events.ToArray();
            _events.Clear();
            return events;
        }
    }

    /// <summary>Extends the time in which events are written at once.</summary>
    public void Extend(long now)
    {
        lock (_events)
        {
            ReleasedAt = now;
        }
    }
}
