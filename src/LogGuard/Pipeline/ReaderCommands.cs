using System.Collections.Concurrent;
using LogGuard.Diagnostics;

namespace LogGuard.Pipeline;

/// <summary>
/// Runs actions on the reader's thread, behind all events queued so far, and waits for them. Thread-safe. The tasks are completed
/// by the detector's own threads, so a caller that blocks on one does not depend on a free thread of the thread pool.
/// </summary>
/// <remarks>
/// Inside a receiver of diagnostic messages, and on the reader's thread, a wait might wait for its own thread. There the action is
/// queued, and the task is completed at once with the default value.
/// </remarks>
internal sealed class ReaderCommands
{
    private readonly EventQueue _queue;
    private readonly EventReader _reader;
    private readonly AnomalyDispatcher _dispatcher;
    private readonly ApplicationCalls _calls;

    // The waits in progress, with the action that completes each once the reader has ended.
    private readonly ConcurrentDictionary<Task, Action> _waits = new();

    public ReaderCommands(EventQueue queue, EventReader reader, AnomalyDispatcher dispatcher, ApplicationCalls calls)
    {
        (_queue, _reader, _dispatcher, _calls) = (queue, reader, dispatcher, calls);
        reader.Finished.ContinueWith(_ => EndAll(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Whether a wait of the caller might wait for the caller's own thread.</summary>
    public bool MustNotWait => _reader.IsCurrentThread || _calls.Innermost == ApplicationCall.Message;

    /// <summary>Whether the caller runs inside a call from the detector, or on its reader's thread.</summary>
    public bool IsInReceiver => _reader.IsCurrentThread || _calls.Innermost != ApplicationCall.None;

    /// <summary>Runs an action on the reader's thread.</summary>
    /// <returns>The action's result; the default value if the detector is disposed.</returns>
    public Task<T?> RunAsync<T>(Func<T> action, CancellationToken cancellation)
    {
        var done = NewSource<T?>();
        return Post(done, () => done.TrySetResult(action()), () => done.TrySetResult(default), cancellation);
    }

    /// <summary>Starts an operation on the reader's thread, and waits until it completes, possibly on another thread.</summary>
    /// <param name="start">Starts the operation, and sets the result of its argument when the operation completes.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The result; false if the detector is disposed.</returns>
    public Task<bool> WaitAsync(Action<TaskCompletionSource<bool>> start, CancellationToken cancellation)
    {
        var done = NewSource<bool>();
        return Post(done, () => start(done), () => done.TrySetResult(false), cancellation);
    }

    /// <summary>
    /// Runs an action on the reader's thread, and waits until the anomalies raised until then are delivered. Inside a receiver of
    /// anomalies or alerts it does not wait for the deliveries, which cannot go on before the receiver returns.
    /// </summary>
    public Task FlushAsync(Action action, CancellationToken cancellation)
    {
        var done = NewSource<bool>();
        var isInDelivery = _calls.Innermost == ApplicationCall.Delivery;
        return Post(
            done,
            () =>
            {
                action();
                AfterReader();
            },
            AfterReader,
            cancellation);

        void AfterReader()
        {
            if (isInDelivery)
            {
                done.TrySetResult(true);
            }
            else
            {
                _dispatcher.WhenDelivered(done);
            }
        }
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<T> Post<T>(TaskCompletionSource<T> done, Action run, Action end, CancellationToken cancellation)
    {
        var isPosted = _queue.Post(() =>
        {
            try
            {
                run();
            }
            catch (Exception exception)
            {
                done.TrySetException(exception);
            }
        });
        if (MustNotWait)
        {
            done.TrySetResult(default!);
            return done.Task;
        }

        if (!isPosted)
        {
            end();
        }

        if (!done.Task.IsCompleted)
        {
            // A command that comes too late never runs. The end of the reader completes the wait then.
            _waits[done.Task] = end;
            if (_reader.Finished.IsCompleted)
            {
                end();
            }

            var registration = cancellation.UnsafeRegister(static (source, token) => ((TaskCompletionSource<T>)source!).TrySetCanceled(token), done);
            done.Task.ContinueWith(
                task =>
                {
                    registration.Dispose();
                    _waits.TryRemove(task, out _);
                },
                CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }

        return done.Task;
    }

    private void EndAll()
    {
        foreach (var end in _waits.Values)
        {
            end();
        }
    }
}
