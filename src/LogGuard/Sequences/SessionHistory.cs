namespace LogGuard.Sequences;

/// <summary>
/// The last events of one open session, to locate an anomaly in a workflow: all of them up to <see cref="Room"/>, the last
/// <see cref="Limit"/> or more of a longer session, and none if the budget has no room. Only the reader touches it. A struct
/// within its <see cref="Session"/>, because a separate object costs a memory access for each event.
/// </summary>
internal partial struct SessionHistory(HistoryBudget budget)
{
    /// <summary>
    /// Longest session that is mined and shown as a whole: several times the longest workflow worth drawing, 2 kB.
    /// </summary>
    public const int Limit = 256;

    /// <summary>
    /// Most events that are kept. When it is exceeded, the older half is removed at once: the steps stay contiguous, and an
    /// event costs no more than in a short session.
    /// </summary>
    public const int Room = 2 * Limit;

    private const int SmallestRoom = 8;

    private SessionStep[] _steps = [];
    private int _count;
    private bool _hasNoRoom;
    private bool _isHalfOld;

    /// <summary>Whether all events of the session are present.</summary>
    public bool IsWhole { readonly get; private set; } = true;

    /// <summary>The time of its last event, in UTC ticks.</summary>
    public long LastTimestamp { readonly get; private set; }

    /// <summary>The events, oldest first; the last contiguous ones of a session that is long or has a hole.</summary>
    public readonly ReadOnlySpan<SessionStep> Steps => _steps.AsSpan(0, _count);

    /// <summary>Those of them that were not in it when <see cref="IsFullOfNew"/> was true for the last time.</summary>
    public readonly ReadOnlySpan<SessionStep> NewSteps => _isHalfOld ? Steps[Limit..] : Steps;

    /// <summary>
    /// Whether it is full, and none of the events was in it when this was true for the last time. So a long session is
    /// divided into parts with each event once.
    /// </summary>
    public readonly bool IsFullOfNew => _count == Room && !_isHalfOld;

    /// <summary>Ticks from the last event to a time; 0 if there is no last event or it is later.</summary>
    public readonly long ElapsedUntil(long timestamp) => _count == 0 ? 0 : Math.Max(0, timestamp - LastTimestamp);

    public void Add(int key, long timestamp)
    {
        if (_count == _steps.Length && !TryMakeRoom())
        {
            return;
        }

        _steps[_count] = new SessionStep(key, ElapsedUntil(timestamp));
        _count++;
        LastTimestamp = Math.Max(timestamp, _count == 1 ? long.MinValue : LastTimestamp);
    }

    /// <summary>Moves the time of the last event, as if the clock had always been as it is now.</summary>
    public void Shift(long ticks) => LastTimestamp += _count == 0 ? 0 : ticks;

    /// <summary>Marks that events are missing: it continues with those after the hole.</summary>
    public void Break()
    {
        IsWhole = false;
        _isHalfOld = false;
        _count = 0;
    }

    /// <summary>Prepares it for another session. The memory of a short session is kept; long ones are rare.</summary>
    public void Clear()
    {
        if (_steps.Length > Limit)
        {
            Release();
        }

        IsWhole = true;
        _hasNoRoom = false;
        _isHalfOld = false;
        _count = 0;
    }

    /// <summary>Returns the memory to the budget.</summary>
    public void Release()
    {
        budget.Return(_steps.Length);
        _steps = [];
        _count = 0;
    }

    private bool TryMakeRoom()
    {
        if (_count == Room)
        {
            _steps.AsSpan(Limit).CopyTo(_steps);
            _count = Limit;
            _isHalfOld = !_isHalfOld;
            IsWhole = false;
            return true;
        }

        var room = Math.Clamp(_steps.Length * 2, SmallestRoom, Room);
        if (_hasNoRoom || !budget.TryTake(room - _steps.Length))
        {
            // Useless from now on, and another session may need the memory.
            Release();
            IsWhole = false;
            _hasNoRoom = true;
            return false;
        }

        Array.Resize(ref _steps, room);
        return true;
    }
}
