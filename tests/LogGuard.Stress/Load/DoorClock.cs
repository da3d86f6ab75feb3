namespace LogGuard.Stress.Load;

/// <summary>
/// A clock on which a thread sets the time of the line that it logs. Events of Microsoft.Extensions.Logging carry no time, and
/// a quiet run must repeat them exactly.
/// </summary>
internal sealed class DoorClock(TimeProvider clock) : TimeProvider
{
    [ThreadStatic]
    private static DateTimeOffset? _now;

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => clock.LocalTimeZone;

    /// <summary>Sets the time for this thread until the result is disposed.</summary>
    public static Moment At(DateTimeOffset time)
    {
        _now = time;
        return default;
    }

    public override DateTimeOffset GetUtcNow() => _now ?? clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        clock.CreateTimer(callback, state, dueTime, period);

    /// <summary>Restores the time on disposal.</summary>
    public readonly struct Moment : IDisposable
    {
        public void Dispose() => _now = null;
    }
}
