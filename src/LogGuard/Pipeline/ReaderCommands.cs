namespace LogGuard.Pipeline;

/// <summary>Has the reader run actions behind all events taken so far, and waits for them. Any thread.</summary>
internal sealed class ReaderCommands(EventQueue queue, EventReader reader)
{
    /// <summary>Runs an action on the reader's thread.</summary>
    /// <returns>The action's result; the default value once the detector is disposed of.</returns>
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

        // The reader's end answers a command that came too late.
        return isPosted && await Task.WhenAny(done.Task, reader.Finished).WaitAsync(cancellation).ConfigureAwait(false) == done.Task
            ? await done.Task.ConfigureAwait(false)
            : default;
    }

    /// <summary>Starts something on the reader's thread, and waits until it is done elsewhere.</summary>
    /// <param name="start">Starts it; completes what it is given when it is done.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The result; false once the detector is disposed of.</returns>
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
