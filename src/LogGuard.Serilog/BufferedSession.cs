using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>The last detailed events of one session, held until it is known whether they are of interest.</summary>
internal sealed class BufferedSession(int eventLimit, long created)
{
    private readonly Queue<LogEvent> _events = [];
    private bool _isReleased;

    /// <summary>When its last event was kept, as a time stamp of the clock.</summary>
    public long LastAt { get; private set; } = created;

    /// <summary>When its events were given out; later ones are written at once.</summary>
    public long ReleasedAt { get; private set; }

    /// <summary>Whether it has turned anomalous. Only touched by the detector's reader.</summary>
    public bool IsAnomalous { get; set; }

    /// <summary>Keeps an event; the oldest makes room for it.</summary>
    /// <returns>False where it is not to be kept but written.</returns>
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

    /// <summary>Gives its events out, oldest first, and has later ones written at once.</summary>
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

    /// <summary>Has later events written at once for longer.</summary>
    public void Extend(long now)
    {
        lock (_events)
        {
            ReleasedAt = now;
        }
    }
}
