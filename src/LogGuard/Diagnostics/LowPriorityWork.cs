using System.Runtime.ExceptionServices;

namespace LogGuard.Diagnostics;

/// <summary>
/// Work on a thread of low priority. Code of the application that the work calls, such as a receiver of messages, runs on the
/// thread that waits for the work.
/// </summary>
/// <remarks>
/// On Linux a thread inherits the priority of the thread that starts it, and cannot raise it. A receiver may start threads, also
/// those of the thread pool, which would then stay slow for the life of the process.
/// </remarks>
internal sealed class LowPriorityWork
{
    [ThreadStatic]
    private static LowPriorityWork? _current;

    private readonly object _gate = new();
    private Action? _call;
    private Exception? _failure;
    private bool _isCallDone;
    private bool _isDone;

    private LowPriorityWork()
    {
    }

    /// <summary>Runs work on a thread of low priority and waits for it. An exception of the work is thrown again.</summary>
    /// <param name="name">The thread's name.</param>
    /// <param name="work">The work.</param>
    public static void Run(string name, Action work)
    {
        var state = new LowPriorityWork();
        ReentrancyGuard.Start(name, ThreadPriority.BelowNormal, () => state.Do(work));
        state.WaitAndCall();
        if (state._failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Calls the application's code: on the waiting thread if the caller is such work, otherwise directly.</summary>
    public static void Call(Action call)
    {
        if (_current is { } work)
        {
            work.Pass(call);
        }
        else
        {
            call();
        }
    }

    private void Do(Action work)
    {
        _current = this;
        try
        {
            work();
        }
        catch (Exception exception)
        {
            _failure = exception;
        }

        lock (_gate)
        {
            _isDone = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void Pass(Action call)
    {
        lock (_gate)
        {
            (_call, _isCallDone) = (call, false);
            Monitor.PulseAll(_gate);
            while (!_isCallDone)
            {
                Monitor.Wait(_gate);
            }
        }
    }

    private void WaitAndCall()
    {
        while (true)
        {
            Action call;
            lock (_gate)
            {
                while (_call is null && !_isDone)
                {
                    Monitor.Wait(_gate);
                }

                if (_call is null)
                {
                    return;
                }

                (call, _call) = (_call, null);
            }

            try
            {
                call();
            }
            catch (Exception)
            {
                // The calls catch the exceptions of the application. The work must go on in any case.
            }

            lock (_gate)
            {
                _isCallDone = true;
                Monitor.PulseAll(_gate);
            }
        }
    }
}
