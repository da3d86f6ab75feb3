using System.Diagnostics;

namespace LogGuard.Stress.Floods;

/// <summary>Keeps a thread to a number of steps a second, and does not catch up after a pause.</summary>
internal sealed class Pacer(double perSecond)
{
    private const double LongestSleep = 0.1;

    private long _began = Stopwatch.GetTimestamp();
    private long _steps;

    /// <summary>Counts a step, and sleeps if the thread is ahead.</summary>
    public void Step()
    {
        _steps++;
        var ahead = _steps / perSecond - Stopwatch.GetElapsedTime(_began).TotalSeconds;
        if (ahead > 0.001)
        {
            Thread.Sleep(TimeSpan.FromSeconds(Math.Min(ahead, LongestSleep)));
        }
        else if (ahead < -LongestSleep)
        {
            _began = Stopwatch.GetTimestamp();
            _steps = 0;
        }
    }
}
