using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>Runs blocking work on a thread of its own, so that it does not wait for a free thread of the thread pool.</summary>
internal static class DedicatedThread
{
    /// <summary>Runs the work. The caller's execution context does not flow into it, and events that it logs are not judged.</summary>
    public static Task<T> RunAsync<T>(string name, Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        ReentrancyGuard.Start(name, ThreadPriority.Normal, () =>
        {
            try
            {
                done.TrySetResult(work());
            }
            catch (Exception exception)
            {
                done.TrySetException(exception);
            }
        });
        return done.Task;
    }
}
