namespace LogGuard.Tests.Support;

/// <summary>A clock on the wall that a person sets, beside a monotonic one that goes on as it is told.</summary>
internal sealed class SteppedTimeProvider : TimeProvider
{
    private long _utcTicks = TestTimeProvider.Start.UtcTicks;
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public DateTimeOffset Now => GetUtcNow();

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _utcTicks), TimeSpan.Zero);

    public override long GetTimestamp() => Volatile.Read(ref _timestamp);

    /// <summary>Lets time pass on both clocks.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _utcTicks, time.Ticks);
        Interlocked.Add(ref _timestamp, time.Ticks);
    }

    /// <summary>Sets the clock on the wall; no time passes.</summary>
    public void Step(TimeSpan time) => Interlocked.Add(ref _utcTicks, time.Ticks);
}
