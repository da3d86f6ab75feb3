namespace LogGuard.Pipeline;

/// <summary>
/// Marks what runs on the detector's own threads, and whatever callbacks start from there: events logged by it are not
/// taken, lest an anomaly that is logged becomes an event that raises an anomaly.
/// </summary>
internal static class OwnWork
{
    // Set once on each of our threads, never per event.
    private static readonly AsyncLocal<bool> Mark = new();

    public static bool IsCurrent => Mark.Value;

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
