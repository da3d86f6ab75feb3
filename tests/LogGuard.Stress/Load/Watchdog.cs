using System.Diagnostics;

namespace LogGuard.Stress.Load;

/// <summary>Ends the program where nothing happens any more for too long: a deadlock, told as such.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Func<long> _progress;
    private readonly TimeSpan _patience;
    private readonly Action<string> _onStuck;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile string _doing = "starting";
    private long _steps;

    /// <param name="progress">A number that changes while all is well.</param>
    /// <param name="patience">How long it may stand still.</param>
    /// <param name="onStuck">Told what the program was doing.</param>
    public Watchdog(Func<long> progress, TimeSpan patience, Action<string> onStuck)
    {
        _progress = progress;
        _patience = patience;
        _onStuck = onStuck;
        _thread = new Thread(Watch) { Name = "watchdog", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Says what the program does next, which is progress, too.</summary>
    public void Doing(string what)
    {
        _doing = what;
        Interlocked.Increment(ref _steps);
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    // Each is watched for itself: threads that log hide no program that waits, and the other way round.
    private void Watch()
    {
        var (events, eventsAt) = (_progress(), Stopwatch.GetTimestamp());
        var (steps, stepsAt) = (Volatile.Read(ref _steps), Stopwatch.GetTimestamp());
        while (!_stop.Wait(TimeSpan.FromMilliseconds(Math.Min(1_000, _patience.TotalMilliseconds / 4))))
        {
            if (_progress() is var now && now != events)
            {
                (events, eventsAt) = (now, Stopwatch.GetTimestamp());
            }

            if (Volatile.Read(ref _steps) is var step && step != steps)
            {
                (steps, stepsAt) = (step, Stopwatch.GetTimestamp());
            }

            if (Stopwatch.GetElapsedTime(eventsAt) > _patience || Stopwatch.GetElapsedTime(stepsAt) > _patience)
            {
                _onStuck(_doing);
                return;
            }
        }
    }
}
