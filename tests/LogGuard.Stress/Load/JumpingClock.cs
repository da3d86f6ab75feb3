namespace LogGuard.Stress.Load;

/// <summary>The system clock, which can be set back, and forward by a negative time. Elapsed times and timers are not affected.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _behind;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - TimeSpan.FromTicks(Volatile.Read(ref _behind));

    public void SetBack(TimeSpan time) => Interlocked.Add(ref _behind, time.Ticks);
}
