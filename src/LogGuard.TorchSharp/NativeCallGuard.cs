namespace LogGuard.TorchSharp;

/// <summary>
/// Delays the end of the process while another thread is inside libtorch. libtorch's static destructors would otherwise free memory that
/// the thread uses, and the process would crash instead of returning its exit code.
/// </summary>
internal static class NativeCallGuard
{
    // A batch takes milliseconds; a batch of a very large network on a processor takes a few seconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static int _active;
    private static int _isClosed;

    static NativeCallGuard() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Close();

    /// <summary>Begins work on a device. Returns false once the process ends; otherwise <see cref="Leave"/> must follow.</summary>
    public static bool TryEnter()
    {
        // Increments before it reads; Close writes before it reads. So at least one of the two sees the other.
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
