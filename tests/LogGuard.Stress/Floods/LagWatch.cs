using System.Diagnostics;

namespace LogGuard.Stress.Floods;

/// <summary>
/// Measures how long the detector takes until it has processed what it had received, by the counters and not by any clock that
/// the floods set. While a detector drops it is behind by the length of its queue, and is not measured.
/// </summary>
internal sealed class LagWatch(AnomalyDetector detector)
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    // After a gap of its own, such as a stopped process or a busy machine, the watch begins anew.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(250);

    private long _worstTicks;

    public TimeSpan Worst => TimeSpan.FromTicks(Interlocked.Read(ref _worstTicks));

    /// <summary>The longest time for which this thread itself did not run.</summary>
    public TimeSpan LongestGap { get; private set; }

    /// <summary>The most that the detector's own counter said.</summary>
    public TimeSpan MostTold { get; private set; }

    public void Run(Func<bool> goesOn)
    {
        var last = Stopwatch.GetTimestamp();
        (long Received, long Time)? probe = null;
        var dropped = detector.Counters.DroppedByFullQueue;
        while (goesOn())
        {
            Thread.Sleep(Beat);
            var gap = Stopwatch.GetElapsedTime(last) - Beat;
            last = Stopwatch.GetTimestamp();
            LongestGap = gap > LongestGap ? gap : LongestGap;
            var counters = detector.Counters;
            MostTold = counters.Lag > MostTold ? counters.Lag : MostTold;
            if (gap > Gap || counters.DroppedByFullQueue != dropped)
            {
                dropped = counters.DroppedByFullQueue;
                probe = null;
                continue;
            }

            if (probe is { } before)
            {
                Interlocked.Exchange(ref _worstTicks, Math.Max(_worstTicks, Stopwatch.GetElapsedTime(before.Time).Ticks));
            }

            if (probe is null || counters.Processed + counters.Dropped + counters.Failed >= probe.Value.Received)
            {
                probe = (counters.Received, Stopwatch.GetTimestamp());
            }
        }
    }
}
