namespace LogGuard.Stress.Load;

/// <summary>
/// A clock by which a thread says what time it is while it logs one line: events of Microsoft.Extensions.Logging carry no time of
/// their own, and a quiet run is to repeat them exactly.
/// </summary>
internal sealed class DoorClock(TimeProvider clock) : TimeProvider
{
    [ThreadStatic]
    private static DateTimeOffset? _now;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <summary>Has it be a given time for this thread, until this is disposed of.</summary>
    public static Moment At(DateTimeOffset time)
    {
        _now = time;
        return default;
    }

    public override DateTimeOffset GetUtcNow() => _now ?? clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Ends it.</summary>
    public readonly struct Moment : IDisposable
    {
        public void Dispose() => _now = null;
    }
}
