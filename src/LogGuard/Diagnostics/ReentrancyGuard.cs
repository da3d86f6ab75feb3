using LogGuard.Primitives;

namespace LogGuard.Diagnostics;

/// <summary>
/// Marks code whose log events are not taken: the detector's own threads, the callbacks that they run, and the scopes of
/// <see cref="UnwatchedScope"/>. Otherwise an anomaly that is logged would become an event that raises an anomaly.
/// </summary>
internal static class ReentrancyGuard
{
    // The object that set the mark; null if there is none. Set once on each of our threads, never per event. The runtime
    // reports each change of a thread's context, so that an event reads a thread-static field instead of the context.
    private static readonly AsyncLocal<object?> Mark = new(static change => _isCurrent = change.CurrentValue is not null);

    private static readonly object Own = new();

    [ThreadStatic]
    private static bool _isCurrent;

    /// <summary>Whether the caller is marked.</summary>
    public static bool IsCurrent => _isCurrent;

    /// <summary>The object that marked the caller; null where the caller is not marked.</summary>
    public static object? Current
    {
        get => Mark.Value;
        set => Mark.Value = value;
    }

    /// <summary>Runs a delegate of the application's on the calling thread, marked.</summary>
    public static void Run(Action body)
    {
        var before = Mark.Value;
        Mark.Value = Own;
        try
        {
            body();
        }
        finally
        {
            Mark.Value = before;
        }
    }

    /// <summary>Starts a marked thread, without the caller's execution context.</summary>
    public static Thread Start(string name, ThreadPriority priority, Action body)
    {
        var thread = new Thread(() =>
        {
            if (priority < ThreadPriority.Normal)
            {
                BackgroundPriority.Lower();
            }

            Mark.Value = Own;
            body();
        })
        {
            IsBackground = true,
            Name = name,
            Priority = priority,
        };
        thread.UnsafeStart();
        return thread;
    }
}
