using System.Diagnostics;

namespace WebApi.Load;

/// <summary>
/// Notes for how long the machine stood still: a request that stands still with it for more than a second is late, and
/// reported, without a fault of the service. Changes no figure; it says what to think of them.
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
