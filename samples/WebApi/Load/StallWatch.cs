using System.Diagnostics;

namespace WebApi.Load;

/// <summary>
/// Measures how long the machine stalls. A request that stalls for more than a second is late and is reported, although the
/// service has no fault. The measurement only helps to interpret the figures.
/// </summary>
internal sealed class StallWatch : IDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private long _longestTicks;

    public StallWatch()
    {
        _thread = new Thread(Watch) { IsBackground = true, Name = "stall watch" };
        _thread.Start();
    }

    public TimeSpan Longest => TimeSpan.FromTicks(Interlocked.Read(ref _longestTicks));

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Watch()
    {
        var last = Stopwatch.GetTimestamp();
        while (!_stop.Wait(Beat))
        {
            var late = Stopwatch.GetElapsedTime(last) - Beat;
            last = Stopwatch.GetTimestamp();
            Interlocked.Exchange(ref _longestTicks, Math.Max(_longestTicks, late.Ticks));
        }
    }
}
