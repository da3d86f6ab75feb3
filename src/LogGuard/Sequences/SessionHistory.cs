namespace LogGuard.Sequences;

/// <summary>
/// The events of one open session from its first one on, so that an anomaly can be placed in a workflow. Bounded: a
/// session that is longer than <see cref="Limit"/>, or for which the budget has no room, has none. Only touched by the reader;
/// a part of its <see cref="Session"/>, since an object of its own costs a memory access for each event.
/// </summary>
internal struct SessionHistory(HistoryBudget budget)
{
    /// <summary>Longest session with a history: several times the longest workflow worth drawing, 2 kB.</summary>
    public const int Limit = 256;

    private const int SmallestRoom = 8;

    private SessionStep[] _steps = [];
    private int _count;

    /// <summary>Whether no event of the session is missing.</summary>
    public bool IsWhole { readonly get; private set; } = true;

    /// <summary>When its last event happened, in UTC ticks.</summary>
    public long LastTimestamp { readonly get; private set; }

    /// <summary>The events, oldest first; empty where some are missing.</summary>
    public readonly ReadOnlySpan<SessionStep> Steps => _steps.AsSpan(0, _count);

    /// <summary>Ticks from the last event to a time; 0 where there is no last event or it is later.</summary>
    public readonly long ElapsedUntil(long timestamp) => _count == 0 ? 0 : Math.Max(0, timestamp - LastTimestamp);

    public void Add(int key, long timestamp)
    {
        if (!IsWhole || (_count == _steps.Length && !TryGrow()))
        {
            return;
        }

        _steps[_count] = new SessionStep(key, ElapsedUntil(timestamp));
        _count++;
        LastTimestamp = Math.Max(timestamp, _count == 1 ? long.MinValue : LastTimestamp);
    }

    /// <summary>Takes note that events are missing: the session has no history any more.</summary>
    public void Break()
    {
        IsWhole = false;
        _count = 0;
    }

    /// <summary>Makes it ready for another session; the memory is kept.</summary>
    public void Clear()
    {
        IsWhole = true;
        _count = 0;
    }

    /// <summary>Gives the memory back.</summary>
    public void Release()
    {
        budget.Return(_steps.Length);
        _steps = [];
        _count = 0;
    }

    private bool TryGrow()
    {
        var room = Math.Clamp(_steps.Length * 2, SmallestRoom, Limit);
        if (_count == Limit || !budget.TryTake(room - _steps.Length))
        {
            // Of no use any more, and it may have been another session's need.
            Release();
            IsWhole = false;
            return false;
        }

        Array.Resize(ref _steps, room);
        return true;
    }
}
