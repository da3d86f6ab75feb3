namespace LogGuard.Pipeline;

/// <summary>
/// Measures the time for which the reader has run, without the time for which the process was stopped or the machine was suspended,
/// and compares it with the clock on the wall. Only the reader uses it.
/// </summary>
/// <param name="time">Provides both clocks.</param>
/// <param name="longestTurn">
/// Longest time between two turns of the reader in which it counts as running. A longer one, such as a save to a slow disk, counts as
/// stopped, which only delays work that waits for silence.
/// </param>
/// <param name="process">The process's own monotonic clock; null for the system's.</param>
internal sealed class AwakeClock(TimeProvider time, TimeSpan longestTurn, TimeProvider? process = null)
{
    // The provider's clock may be a test's: then the process runs on while that clock jumps.
    private const double ClockTolerance = 1.5;

    private readonly TimeProvider _process = process ?? TimeProvider.System;
    private long _lastTurn = time.GetTimestamp();
    private long _lastTurnOfProcess = (process ?? TimeProvider.System).GetTimestamp();
    private long _lastEvents;
    private long _offset = time.GetUtcNow().UtcTicks;

    /// <summary>Ticks for which the reader has run so far.</summary>
    public long Elapsed { get; private set; }

    /// <summary>The clock on the wall, in UTC ticks.</summary>
    public long UtcNow => time.GetUtcNow().UtcTicks;

    /// <summary>Ticks for which the reader has run since <see cref="OnEvents"/>.</summary>
    public long SinceEvents => Elapsed - _lastEvents;

    /// <summary>Counts the time since the last call. The reader calls it before and after each batch.</summary>
    public void Turn()
    {
        var (now, ofProcess) = (time.GetTimestamp(), _process.GetTimestamp());
        var (elapsed, real) = (time.GetElapsedTime(_lastTurn, now), _process.GetElapsedTime(_lastTurnOfProcess, ofProcess));
        Elapsed += real > longestTurn && elapsed <= real * ClockTolerance ? 0 : elapsed.Ticks;
        (_lastTurn, _lastTurnOfProcess) = (now, ofProcess);
    }

    /// <summary>Ticks by which the clock on the wall has gone further than the reader has run, since <see cref="OnEvents"/>. Negative if it was set back.</summary>
    public long StepSinceEvents() => UtcNow - Elapsed - _offset;

    /// <summary>Records that events were processed. The clocks are only compared with events of about now.</summary>
    /// <param name="eventTime">The time of the latest event, in UTC ticks.</param>
    /// <param name="tolerance">Ticks by which it may differ from the clock.</param>
    public void OnEvents(long eventTime, long tolerance)
    {
        _lastEvents = Elapsed;
        if (UtcNow is var now && Math.Abs(eventTime - now) <= tolerance)
        {
            _offset = now - Elapsed;
        }
    }
}
