using System.Runtime.InteropServices;

namespace LogGuard.Primitives;

/// <summary>Lowers the priority of the calling thread on Linux, where <see cref="Thread.Priority"/> has no effect.</summary>
internal static partial class BackgroundPriority
{
    /// <summary>
    /// Number of nice levels below the process's main thread. Ten levels are about a tenth of the share of a busy core that a
    /// thread of the application gets (the kernel's weights are 110 and 1,024), and all of an idle one.
    /// </summary>
    public const int Levels = 10;

    private const int LowestNice = 19;
    private const int PrioProcess = 0;

    /// <summary>
    /// Lowers the calling thread. Never raises it, and does nothing on other systems or where the call is not possible. There is
    /// no way back: an unprivileged thread may not raise its priority. Threads that it starts inherit it.
    /// </summary>
    public static void Lower()
    {
        // On other systems the call would apply to the whole process.
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            // In Linux the process id is the id of the main thread, and 0 is the calling thread.
            if (NiceOf(Environment.ProcessId) is { } main && NiceOf(0) is { } own && Math.Min(main + Levels, LowestNice) is var low && own < low)
            {
                _ = SetPriority(PrioProcess, 0, low);
            }
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            // A system without this library keeps the usual priority.
        }
    }

    // Null if the call failed. The error number distinguishes a failure from a nice value of -1.
    private static int? NiceOf(int thread)
    {
        Marshal.SetLastPInvokeError(0);
        var nice = GetPriority(PrioProcess, (uint)thread);
        return nice == -1 && Marshal.GetLastPInvokeError() != 0 ? null : nice;
    }

    [LibraryImport("libc", EntryPoint = "getpriority", SetLastError = true)]
    private static partial int GetPriority(int which, uint who);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    private static partial int SetPriority(int which, uint who, int nice);
}
