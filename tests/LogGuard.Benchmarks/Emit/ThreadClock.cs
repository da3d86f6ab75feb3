using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LogGuard.Benchmarks.Emit;

/// <summary>Processor time of the calling thread. On systems other than Linux this is elapsed time.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static long Nanoseconds =>
        OperatingSystem.IsLinux() && GetTime(ThreadProcessorTime, out var time) == 0
            ? time.Seconds * 1_000_000_000L + time.Nanoseconds
            : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpecification time);

    private struct TimeSpecification
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
