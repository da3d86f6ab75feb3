using System.Diagnostics.CodeAnalysis;
using LogGuard.Primitives;

namespace LogGuard.Sequences;

/// <summary>
/// Keeps the open sessions. A session closes when it had no event for the idle time, measured in the events' own time, or
/// when too many are open: the one with the oldest last event closes first. Only the reader touches it.
/// </summary>
internal sealed partial class SessionTracker
{
    private const int PoolLimit = 4096;

    private readonly Dictionary<SessionId, Session> _open = [];
    private readonly LruList<Session> _byActivity = new();
    private readonly EndedSessions _ended = new();
    private readonly Stack<Session> _pool = new();
    private readonly HistoryBudget _histories = new();
    private readonly int _windowSize;
    private int _openLimit;
    private long _idleTicks;
    private readonly TimeProvider _timeProvider;

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

    /// <summary>The sessions whose root activities have stopped.</summary>
    public EndingSessions Ending { get; } = new();

    /// <summary>The memory of the last lines of the open sessions.</summary>
    public LineBudget Lines { get; } = new();

    /// <summary>Number of sessions that are open now.</summary>
    public int OpenCount => _open.Count;

    /// <summary>The latest event time so far, in UTC ticks; <see cref="long.MinValue"/> before the first event.</summary>
    public long EventTime => _eventTime;

    /// <summary>
    /// The time that has passed according to the events: like <see cref="EventTime"/>, but never set back. Durations measured
    /// in it are right even if the clock changes.
    /// </summary>
    public long PassedTime => _eventTime + _setBack;

    /// <summary>Time without an event after which a session ends, in ticks.</summary>
    public long IdleTicks => _idleTicks;

    /// <summary>Whether newly opened sessions collect their keys for learning.</summary>
    public bool Collects { get; set; } = true;

    /// <summary>Decides for each session that opens while <see cref="Collects"/> is false whether it collects its keys.</summary>
    public Func<bool> Wants { get; set; } = static () => false;

    /// <summary>Sets the most open sessions and the idle time. Takes effect with the next event.</summary>
    public void SetLimits(int openLimit, TimeSpan idleTimeout)
    {
        _openLimit = openLimit;
        _idleTicks = idleTimeout.Ticks;

        // Times that the old limit allowed may be too far ahead for the new one, so the clock is read again.
        _vouchedUntil = long.MinValue;
    }

    /// <summary>Advances to an event's time, after which sessions may have become idle.</summary>
    /// <returns>The effective time: an event dated in the future counts as of now, because it would close every session.</returns>
    public long Advance(long timestamp)
    {
        if (timestamp > _vouchedUntil)
        {
            // The clock is read about once per idle time, not for each event.
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

    /// <summary>
    /// Sets the event time forward or back without time passing. The open sessions go on, and the times of their events are adjusted.
    /// </summary>
    /// <param name="ticks">The difference; negative to set it back.</param>
    public void Jump(long ticks)
    {
        _eventTime += ticks;
        _setBack -= ticks;

        // Times that were far ahead may be near now, so the clock is read again.
        _vouchedUntil = long.MinValue;
        foreach (var session in _byActivity)
        {
            session.HasJump = true;
            session.History.Shift(ticks);
        }
    }

    /// <summary>The open session of an id; opens it if necessary.</summary>
    public Session GetOrOpen(SessionId id, long timestamp)
    {
        if (!_open.TryGetValue(id, out var session))
        {
            session = Reopen(id) ?? Open(id);
            _open.Add(id, session);
            _byActivity.Add(session);
        }
        else
        {
            _byActivity.Touch(session);
        }

        session.LastActivity = PassedTime;
        return session;
    }

    /// <summary>Finds an open session without changing its order.</summary>
    public bool TryGet(SessionId id, [NotNullWhen(true)] out Session? session) => _open.TryGetValue(id, out session);

    /// <summary>Ticks since a session's last event.</summary>
    public long SilenceOf(Session session) => PassedTime - session.LastActivity;

    /// <summary>Whether a session that must close is only one too many: it was not idle for long enough.</summary>
    public bool IsTooMany(Session session) => SilenceOf(session) <= _idleTicks;

    /// <summary>Whether a session must close: see <see cref="TryGetDue"/>.</summary>
    public bool HasDue => _byActivity.Oldest is { } oldest && (_open.Count > _openLimit || PassedTime - oldest.LastActivity > _idleTicks);

    /// <summary>The next session that must close: idle for too long, or one too many. Call until false.</summary>
    public bool TryGetDue([NotNullWhen(true)] out Session? session)
    {
        session = HasDue ? _byActivity.Oldest : null;
        return session is not null;
    }

    /// <summary>The session with the oldest last event, whether it must close or not.</summary>
    public bool TryGetOldest([NotNullWhen(true)] out Session? session)
    {
        session = _byActivity.Oldest;
        return session is not null;
    }

    /// <summary>The open sessions, the one with the oldest last event first.</summary>
    public IEnumerable<Session> All() => _byActivity.All();

    /// <summary>Removes a session. The object is reused.</summary>
    public void Close(Session session)
    {
        _open.Remove(session.Id);
        _byActivity.Remove(session);
        session.ReleaseLine();
        Lines.OnReleased(session);
        Recycle(session);
    }

    /// <summary>Removes a session that may get late lines: the next one opens it again, with <see cref="Session.IsReopened"/>.</summary>
    public void CloseForNow(Session session)
    {
        _open.Remove(session.Id);
        _byActivity.Remove(session);
        session.ReleaseLine();
        Lines.OnReleased(session);
        session.Counts.Trim();
        session.EndsAfter = long.MaxValue;
        if (_ended.Add(session) is { } forgotten)
        {
            Recycle(forgotten);
        }
    }

    /// <summary>Forgets that a session of this id has ended: the next line begins a new one.</summary>
    public void Forget(SessionId id)
    {
        if (_ended.TryTake(id, out var session))
        {
            Recycle(session);
        }
    }

    /// <summary>Forgets all sessions that have ended.</summary>
    public void ForgetEnded()
    {
        while (_ended.TakeOldest() is { } session)
        {
            Recycle(session);
        }
    }

    private Session Open(SessionId id)
    {
        var session = _pool.TryPop(out var pooled) ? pooled : new Session(_windowSize, _histories);
        session.Open(id, Collects || Wants());
        session.Number = ++_openedCount;
        return session;
    }

    private Session? Reopen(SessionId id)
    {
        if (!_ended.TryTake(id, out var session))
        {
            return null;
        }

        if (PassedTime - session.LastActivity > _idleTicks)
        {
            Recycle(session);
            return null;
        }

        session.Reopen();
        Ending.Add(session, PassedTime);
        return session;
    }

    private void Recycle(Session session)
    {
        session.Number = 0;
        session.SetLast(default);
        session.Trim();
        if (_pool.Count < PoolLimit)
        {
            _pool.Push(session);
        }
        else
        {
            session.History.Release();
        }
    }

    // An old event among newer ones changes nothing. If the clock itself is behind the events, it was set back, and event
    // time is set back with it: otherwise no session would become idle until the clock has caught up.
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
}
