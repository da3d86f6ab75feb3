namespace LogGuard.Stress.Load;

/// <summary>The system's clock, which can be set back. Times that are measured, and timers, go on as they should.</summary>
internal sealed class JumpingClock : TimeProvider
{
    private long _behind;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - TimeSpan.FromTicks(Volatile.Read(ref _behind));

    public void SetBack(TimeSpan time) => Interlocked.Add(ref _behind, time.Ticks);
}
