namespace LogGuard.TorchSharp;

/// <summary>
/// Keeps the process from ending while libtorch is at work on another thread: its own destructors would pull the ground from under
/// that thread, and the process would end with a crash instead of its exit code.
/// </summary>
internal static class DeviceWork
{
    // A batch takes milliseconds, one of a very large network on a processor a few seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static int _active;
    private static int _isClosed;

    static DeviceWork() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Close();

    /// <summary>Begins work on a device; false once the process ends. What was begun is to be ended by <see cref="Leave"/>.</summary>
    public static bool TryEnter()
    {
        // Counted first, looked at second, and the other way round in Close: one of the two sees the other.
        Interlocked.Increment(ref _active);
        if (Interlocked.CompareExchange(ref _isClosed, 0, 0) == 0)
        {
            return true;
        }

        Leave();
        return false;
    }

    /// <summary>Ends work.</summary>
    public static void Leave() => Interlocked.Decrement(ref _active);

    private static void Close()
    {
        Interlocked.Exchange(ref _isClosed, 1);
        SpinWait.SpinUntil(() => Volatile.Read(ref _active) == 0, Patience);
    }
}
