using LogGuard.Detection;
using LogGuard.Keys;
using LogGuard.Sequences;

namespace LogGuard.Pipeline;

/// <summary>
/// Scans a batch for windows without a cached verdict, and has them judged in one batched prediction. The results only fill the
/// verdict cache and change no verdict. Only the reader uses it.
/// </summary>
/// <param name="tracker">Holds the windows of the open sessions.</param>
/// <param name="windowSize">The length of a window.</param>
internal sealed class WindowScanner(SessionTracker tracker, int windowSize)
{
    // If the last batch had at least this many unknown windows, the next batch is scanned in advance.
    private const int WorthwhileMisses = 4;

    private readonly Dictionary<SessionId, int[]> _windows = [];
    private readonly Stack<int[]> _spare = [];

    /// <summary>Scans a batch. Does nothing while most windows are cached, which is nearly always.</summary>
    public void Scan(ReadOnlySpan<LogRecord> records, IBatchedQuestion batched)
    {
        if (batched.TakeMissCount() < WorthwhileMisses)
        {
            return;
        }

        foreach (ref readonly var record in records)
        {
            if (LogKey.IsEvent(record.Key))
            {
                var window = WindowOf(record.Session);
                batched.Prepare(window, record.Key);
                window.AsSpan(1).CopyTo(window);
                window[^1] = record.Key;
            }
        }

        batched.JudgePrepared();
        foreach (var window in _windows.Values)
        {
            _spare.Push(window);
        }

        _windows.Clear();
    }

    private int[] WindowOf(SessionId id)
    {
        if (_windows.TryGetValue(id, out var window))
        {
            return window;
        }

        window = _spare.TryPop(out var spare) ? spare : new int[windowSize];
        if (tracker.TryGet(id, out var session))
        {
            session.Window.CopyTo(window);
        }
        else
        {
            window.AsSpan().Fill(Boundary.Start);
        }

        _windows.Add(id, window);
        return window;
    }
}
