using System.Diagnostics.CodeAnalysis;

namespace LogGuard.Sequences;

/// <summary>
/// Knows the open sessions. A session closes when no event of it came for the idle time, measured in the events' own
/// time, or when too many are open: the one that was silent for longest goes first. Only touched by the reader.
/// </summary>
internal sealed class SessionTracker
{
    private const int PoolLimit = 4096;

    private readonly Dictionary<SessionId, Session> _open = [];
    private readonly Stack<Session> _pool = new();
    private readonly HistoryBudget _histories = new();
    private readonly int _windowSize;
    private int _openLimit;
    private long _idleTicks;
    private readonly TimeProvider _timeProvider;

    private Session? _oldest;
    private Session? _newest;
    private long _eventTime = long.MinValue;
    private long _vouchedUntil = long.MinValue;
    private long _setBack;
    private long _openedCount;

    public SessionTracker(int windowSize, int openLimit, TimeSpan idleTimeout, TimeProvider timeProvider)
    {
        _windowSize = windowSize;
        _timeProvider = timeProvider;
        SetLimits(openLimit, idleTimeout);
    }

    /// <summary>Number of sessions that are open now.</summary>
    public int OpenCount => _open.Count;

    /// <summary>The latest event time so far, in UTC ticks; <see cref="long.MinValue"/> before the first event.</summary>
    public long EventTime => _eventTime;

    /// <summary>
    /// The time that has passed by the events: as <see cref="EventTime"/>, but never set back. What is measured in it is
    /// right whatever happens to the clock.
    /// </summary>
    public long PassedTime => _eventTime + _setBack;

    /// <summary>Whether newly opened sessions collect their keys for learning.</summary>
    public bool Collects { get; set; } = true;

    /// <summary>Asked for each session that opens while <see cref="Collects"/> is false: whether it collects its keys.</summary>
    public Func<bool> Wants { get; set; } = static () => false;

    /// <summary>Sets how many sessions may be open, and how long without an event. Holds from the next event on.</summary>
    public void SetLimits(int openLimit, TimeSpan idleTimeout)
    {
        _openLimit = openLimit;
        _idleTicks = idleTimeout.Ticks;

        // The clock is asked again: what the old limit let through may be too far ahead for the new one.
        _vouchedUntil = long.MinValue;
    }

    /// <summary>Takes note of an event's time, after which sessions may have become idle.</summary>
    /// <returns>The time to go by: an event dated in the future counts as of now, lest it close every session.</returns>
    public long Advance(long timestamp)
    {
        if (timestamp > _vouchedUntil)
        {
            // Asked about once per idle time, not once per event.
            var now = _timeProvider.GetUtcNow().UtcTicks;
            _vouchedUntil = now + _idleTicks;
            if (timestamp > _vouchedUntil)
            {
                timestamp = Math.Max(now, _eventTime);
            }
        }
        else if (_eventTime > timestamp && _eventTime - timestamp > _idleTicks)
        {
            SetBackWithClock();
        }

        _eventTime = Math.Max(_eventTime, timestamp);
        return timestamp;
    }

    /// <summary>The open session of an id, opened now where it was not.</summary>
    public Session GetOrOpen(SessionId id, long timestamp)
    {
        if (!_open.TryGetValue(id, out var session))
        {
            session = _pool.TryPop(out var pooled) ? pooled : new Session(_windowSize, _histories);
            session.Open(id, Collects || Wants());
            session.Number = ++_openedCount;
            _open.Add(id, session);
            Link(session);
        }
        else if (!ReferenceEquals(session, _newest))
        {
            Unlink(session);
            Link(session);
        }

        session.LastActivity = PassedTime;
        return session;
    }

    /// <summary>Finds an open session without touching it.</summary>
    public bool TryGet(SessionId id, [NotNullWhen(true)] out Session? session) => _open.TryGetValue(id, out session);

    /// <summary>The next session that is due to close: idle for too long, or one too many. Call until false.</summary>
    public bool TryGetDue([NotNullWhen(true)] out Session? session)
    {
        session = _oldest;
        return session is not null
            && (_open.Count > _openLimit || PassedTime - session.LastActivity > _idleTicks);
    }

    /// <summary>The session that was silent for longest, whether due or not.</summary>
    public bool TryGetOldest([NotNullWhen(true)] out Session? session)
    {
        session = _oldest;
        return session is not null;
    }

    /// <summary>The open sessions, the one silent for longest first.</summary>
    public IEnumerable<Session> All()
    {
        for (var session = _oldest; session is not null; session = session.Newer)
        {
            yield return session;
        }
    }

    /// <summary>Removes a session; the object is used again for another one.</summary>
    public void Close(Session session)
    {
        _open.Remove(session.Id);
        Unlink(session);
        session.LastRecord.ReleaseLine();
        session.LastRecord = default;
        if (_pool.Count < PoolLimit)
        {
            _pool.Push(session);
        }
        else
        {
            session.History.Release();
        }
    }

    // An old event among newer ones sets nothing back. Where the clock itself is behind the events, it was set back, and
    // event time with it: else no session would be idle, for as long as the clock takes to catch up.
    private void SetBackWithClock()
    {
        var now = _timeProvider.GetUtcNow().UtcTicks;
        if (_eventTime - now > _idleTicks)
        {
            _setBack += _eventTime - now;
            _eventTime = now;
            _vouchedUntil = now + _idleTicks;
        }
    }

    private void Link(Session session)
    {
        session.Older = _newest;
        session.Newer = null;
        if (_newest is null)
        {
            _oldest = session;
        }
        else
        {
            _newest.Newer = session;
        }

        _newest = session;
    }

    private void Unlink(Session session)
    {
        if (session.Older is null)
        {
            _oldest = session.Newer;
        }
        else
        {
            session.Older.Newer = session.Newer;
        }

        if (session.Newer is null)
        {
            _newest = session.Older;
        }
        else
        {
            session.Newer.Older = session.Older;
        }
    }
}
