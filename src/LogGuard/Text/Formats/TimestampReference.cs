namespace LogGuard.Parsing;

/// <summary>
/// The knowledge of one log that completes its timestamps: those without a year are read as the time nearest to this one, and those
/// without a date as the next one behind it. It is the last timestamp, or the present time before the first. A reader of an old file may set it to the file's own time.
/// </summary>
internal sealed class TimestampReference(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private long _ticks;

    /// <summary>UTC ticks.</summary>
    public long Ticks
    {
        get => _ticks != 0 ? _ticks : _ticks = NowTicks;
        set => _ticks = value;
    }

    /// <summary>The present time in UTC ticks.</summary>
    public long NowTicks => _time.GetUtcNow().UtcTicks;

    /// <summary>Whether it comes from a line instead of the clock or the caller: only then may a timestamp be much later.</summary>
    public bool IsSeen { get; private set; }

    /// <summary>The order of day and month in the log's numeric dates.</summary>
    public DateOrder Dates { get; } = new();

    public void See(long utcTicks)
    {
        _ticks = utcTicks;
        IsSeen = true;
    }
}
