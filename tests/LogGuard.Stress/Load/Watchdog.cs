using System.Diagnostics;

namespace LogGuard.Stress.Load;

/// <summary>Ends the program after too long without progress, and reports a deadlock.</summary>
internal sealed class Watchdog : IDisposable
{
    private readonly Func<long> _progress;
    private readonly TimeSpan _patience;
    private readonly Action<string> _onStuck;
    private readonly ManualResetEventSlim _stop = new();
    private readonly Thread _thread;
    private volatile string _doing = "starting";
    private long _steps;

    /// <param name="progress">Returns a number that changes while there is progress.</param>
    /// <param name="patience">The maximum time without a change.</param>
    /// <param name="onStuck">Receives the current activity of the program.</param>
    public Watchdog(Func<long> progress, TimeSpan patience, Action<string> onStuck)
    {
        _progress = progress;
        _patience = patience;
        _onStuck = onStuck;
        _thread = new Thread(Watch) { Name = "watchdog", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Sets the next activity of the program, which also counts as progress.</summary>
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

    // Watches the threads and the program separately, so that one does not hide a deadlock of the other.
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
