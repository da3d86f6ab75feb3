namespace LogGuard.Tests.Support;

/// <summary>
/// Blocks every thread of the thread pool until disposal. Only for tests that run alone and synchronously: whatever awaits
/// does not go on.
/// </summary>
internal sealed class BlockedThreadPool : IDisposable
{
    private readonly ManualResetEventSlim _gate = new();
    private readonly (int Workers, int Ports) _least;
    private readonly (int Workers, int Ports) _most;

    public BlockedThreadPool()
    {
        ThreadPool.GetMinThreads(out _least.Workers, out _least.Ports);
        ThreadPool.GetMaxThreads(out _most.Workers, out _most.Ports);
        var count = Math.Max(Environment.ProcessorCount, ThreadPool.ThreadCount) + 4;
        Assert.True(ThreadPool.SetMaxThreads(count, _most.Ports));
        Assert.True(ThreadPool.SetMinThreads(count, _least.Ports));

        for (var i = 0; i < count; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(_ => _gate.Wait(), null);
        }

        for (var free = 1; free > 0;)
        {
            ThreadPool.GetAvailableThreads(out free, out var _);
            Thread.Yield();
        }

        ThreadPool.UnsafeQueueUserWorkItem(static state => ((Flag)state!).HasRun = true, Probe);
    }

    /// <summary>Whether a work item that was queued after the block has run.</summary>
    public bool IsOpen => Probe.HasRun;

    private Flag Probe { get; } = new();

    public void Dispose()
    {
        _gate.Set();
        ThreadPool.SetMinThreads(_least.Workers, _least.Ports);
        ThreadPool.SetMaxThreads(_most.Workers, _most.Ports);
    }

    private sealed class Flag
    {
        public volatile bool HasRun;
    }
}
