namespace LogGuard.Pipeline;

/// <summary>Runs actions on the reader's thread, behind all events queued so far, and waits for them. Thread-safe.</summary>
internal sealed class ReaderCommands(EventQueue queue, EventReader reader)
{
    /// <summary>Runs an action on the reader's thread.</summary>
    /// <returns>The action's result; the default value if the detector is disposed.</returns>
    public async Task<T?> RunAsync<T>(Func<T> action, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<T?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var isPosted = await queue.PostAsync(
            () =>
            {
                try
                {
                    done.TrySetResult(action());
                }
                catch (Exception exception)
                {
                    done.TrySetException(exception);
                }
            },
            cancellation).ConfigureAwait(false);

        // A command that comes too late never runs. The end of the reader completes the wait then.
        return isPosted && await Task.WhenAny(done.Task, reader.Finished).WaitAsync(cancellation).ConfigureAwait(false) == done.Task
            ? await done.Task.ConfigureAwait(false)
            : default;
    }

    /// <summary>Starts an operation on the reader's thread, and waits until it completes, possibly on another thread.</summary>
    /// <param name="start">Starts the operation, and sets the result of its argument when the operation completes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The result; false if the detector is disposed.</returns>
    public async Task<bool> WaitAsync(Action<TaskCompletionSource<bool>> start, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        return await RunAsync(
            () =>
            {
                start(done);
                return true;
            },
            cancellation).ConfigureAwait(false)
            && await Task.WhenAny(done.Task, reader.Finished).WaitAsync(cancellation).ConfigureAwait(false) == done.Task
            && await done.Task.ConfigureAwait(false);
    }
}
