namespace LogGuard.Sequences;

/// <summary>
/// The last events of one open session, so that an anomaly can be placed in a workflow: all of them up to
/// <see cref="Room"/>, and the last <see cref="Limit"/> or more of a longer one. Bounded: a session for which the budget has
/// no room has none. Only touched by the reader; a part of its <see cref="Session"/>, since an object of its own costs a
/// memory access for each event.
/// </summary>
internal struct SessionHistory(HistoryBudget budget)
{
    /// <summary>Longest session that is mined and told as a whole: several times the longest workflow worth drawing, 2 kB.</summary>
    public const int Limit = 256;

    /// <summary>
    /// Most events that are kept. Once they are too many the older half goes, all at once: the steps stay in one piece, and
    /// an event costs no more than in a short session.
    /// </summary>
    public const int Room = 2 * Limit;

    private const int SmallestRoom = 8;

    private SessionStep[] _steps = [];
    private int _count;
    private bool _hasNoRoom;
    private bool _isHalfOld;

    /// <summary>Whether no event of the session is missing.</summary>
    public bool IsWhole { readonly get; private set; } = true;

    /// <summary>When its last event happened, in UTC ticks.</summary>
    public long LastTimestamp { readonly get; private set; }

    /// <summary>The events, oldest first; the last ones in a row of a session that is long or has a hole.</summary>
    public readonly ReadOnlySpan<SessionStep> Steps => _steps.AsSpan(0, _count);

    /// <summary>The last of them: those that it did not hold the last time it was <see cref="IsFullOfNew"/>, until it is again.</summary>
    public readonly ReadOnlySpan<SessionStep> NewSteps => _isHalfOld ? Steps[Limit..] : Steps;

    /// <summary>Whether it is full of events none of which it held the last time that this was so: a part of a long session, each event once.</summary>
    public readonly bool IsFullOfNew => _count == Room && !_isHalfOld;

    /// <summary>Ticks from the last event to a time; 0 where there is no last event or it is later.</summary>
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

    /// <summary>Takes note that events are missing: it goes on with those behind the hole.</summary>
    public void Break()
    {
        IsWhole = false;
        _isHalfOld = false;
        _count = 0;
    }

    /// <summary>Makes it ready for another session; the memory is kept, but for that of a long one: few are.</summary>
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

    /// <summary>Gives the memory back.</summary>
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
            // Of no use any more, and it may have been another session's need.
            Release();
            IsWhole = false;
            _hasNoRoom = true;
            return false;
        }

        Array.Resize(ref _steps, room);
        return true;
    }
}
