namespace LogGuard.Diagnostics;

/// <summary>
/// Marks what runs on the detector's own threads, and whatever callbacks start from there: events logged by it are not
/// taken, lest an anomaly that is logged becomes an event that raises an anomaly.
/// </summary>
internal static class OwnWork
{
    // Set once on each of our threads, never per event. Each thread is told when its mark changes, with the context that it
    // works in, so that asking costs an event less than a look into that context.
    private static readonly AsyncLocal<bool> Mark = new(static change => _isCurrent = change.CurrentValue);

    [ThreadStatic]
    private static bool _isCurrent;

    public static bool IsCurrent => _isCurrent;

    /// <summary>Runs something of the application's, on whichever thread this is, as the detector's own work.</summary>
    public static void Run(Action body)
    {
        var before = Mark.Value;
        Mark.Value = true;
        try
        {
            body();
        }
        finally
        {
            Mark.Value = before;
        }
    }

    /// <summary>Starts a thread of the detector's own, without the caller's execution context.</summary>
    public static Thread Start(string name, ThreadPriority priority, Action body)
    {
        var thread = new Thread(() =>
        {
            Mark.Value = true;
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
