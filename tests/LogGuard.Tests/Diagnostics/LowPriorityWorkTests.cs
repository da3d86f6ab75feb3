using LogGuard.Diagnostics;
using LogGuard.Neural;
using LogGuard.Primitives;

namespace LogGuard.Tests.Diagnostics;

public class LowPriorityWorkTests
{
    [Fact]
    public void TheWorkRunsBelowTheProcessAndItsCallerDoesNot()
    {
        var before = Nice();
        var during = 0;
        var priority = ThreadPriority.Highest;

        LowPriorityWork.Run("work", () => (during, priority) = (Nice(), Thread.CurrentThread.Priority));

        Assert.Equal(ThreadPriority.BelowNormal, priority);
        Assert.Equal(Lowered(before), during);
        Assert.Equal(before, Nice());
    }

    [Fact]
    public void WorkersOfALowPriorityAreLoweredOnceAndOthersAreNot()
    {
        var before = Nice();
        var (low, normal) = (new int[2], new int[2]);
        using var both = new Barrier(2);

        LowPriorityWork.Run("work", () => new WorkerPool(2, lowPriority: true).Run(2, (_, worker) => Note(low, worker)));
        new WorkerPool(2, lowPriority: false).Run(2, (_, worker) => Note(normal, worker));

        Assert.Equal([Lowered(before), Lowered(before)], low);
        Assert.Equal([before, before], normal);

        void Note(int[] nice, int worker)
        {
            both.SignalAndWait();
            nice[worker] = Nice();
        }
    }

    [Fact]
    public void TheApplicationIsCalledOnTheWaitingThread()
    {
        var caller = Environment.CurrentManagedThreadId;
        var threads = new List<int>();
        var worker = 0;

        LowPriorityWork.Run("work", () =>
        {
            worker = Environment.CurrentManagedThreadId;
            LowPriorityWork.Call(() => threads.Add(Environment.CurrentManagedThreadId));
            LowPriorityWork.Call(() => throw new InvalidOperationException("not today"));
            LowPriorityWork.Call(() => LowPriorityWork.Call(() => threads.Add(Environment.CurrentManagedThreadId)));
        });
        LowPriorityWork.Call(() => threads.Add(Environment.CurrentManagedThreadId));

        Assert.NotEqual(caller, worker);
        Assert.Equal([caller, caller, caller], threads);
    }

    [Fact]
    public void AFailureOfTheWorkReachesItsCaller() =>
        Assert.Throws<OperationCanceledException>(() => LowPriorityWork.Run("work", () => throw new OperationCanceledException()));

    private static int Lowered(int nice) => OperatingSystem.IsLinux() ? Math.Min(nice + BackgroundPriority.Levels, 19) : nice;

    // The 19th field of proc(5)'s stat, the 17th behind the name in parentheses. Elsewhere threads have no nice value.
    private static int Nice() => OperatingSystem.IsLinux() && File.ReadAllText("/proc/thread-self/stat") is var stat
        ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[16])
        : 0;
}
