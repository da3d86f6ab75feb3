using System.Runtime.ExceptionServices;
using LogGuard.Primitives;

namespace LogGuard.Neural;

/// <summary>
/// Shares numbered pieces of work between the caller and its own helper threads. It does not use the thread pool, because a
/// host on few cores needs the pool for requests, and because pool threads have no priority.
/// </summary>
/// <remarks>
/// Needs no disposal: a helper thread ends after the idle timeout without work and is started again when needed. One caller
/// at a time.
/// </remarks>
internal sealed class WorkerPool
{
    private static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly bool _lowPriority;
    private readonly TimeSpan _idleTimeout;

    // Guarded by _gate. Index 0 stands for the caller.
    private readonly Thread?[] _helpers;
    private Action<int, int>? _work;
    private int _round;
    private int _busy;

    // A worker takes the next piece with an interlocked increment; a failure sets it past the last one. The lock at the start
    // and the end of a round orders all other accesses.
    private int _next;
    private int _count;
    private Exception? _failure;

    public WorkerPool(int threadCount, bool lowPriority, TimeSpan? idleTimeout = null)
    {
        _helpers = new Thread?[threadCount];
        _lowPriority = lowPriority;
        _idleTimeout = idleTimeout ?? DefaultIdleTimeout;
    }

    /// <summary>Number of threads, the caller's included.</summary>
    public int ThreadCount => _helpers.Length;

    /// <summary>The helper threads that are alive.</summary>
    internal Thread[] Helpers
    {
        get
        {
            lock (_gate)
            {
                return [.. _helpers.OfType<Thread>()];
            }
        }
    }

    /// <summary>Runs all pieces and returns when the last one is done.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="work">Runs a piece; receives the number of the piece and of the worker, 0..ThreadCount-1.</param>
    public void Run(int count, Action<int, int> work)
    {
        _next = 0;
        _count = count;
        _failure = null;

        if (count == 1 || ThreadCount == 1)
        {
            DoPieces(work, 0);
        }
        else
        {
            CallHelpers(work);
            DoPieces(work, 0);
            lock (_gate)
            {
                while (_busy > 0)
                {
                    Monitor.Wait(_gate);
                }

                _work = null;
            }
        }

        if (_failure is not null)
        {
            ExceptionDispatchInfo.Throw(_failure);
        }
    }

    private void CallHelpers(Action<int, int> work)
    {
        lock (_gate)
        {
            _work = work;
            _busy = ThreadCount - 1;
            for (int worker = 1; worker < ThreadCount; worker++)
            {
                if (_helpers[worker] is null)
                {
                    int number = worker;
                    int seen = _round;
                    _helpers[worker] = new Thread(() => Help(number, seen))
                    {
                        Name = $"LogGuard worker {number}",
                        IsBackground = true,
                        Priority = _lowPriority ? ThreadPriority.BelowNormal : ThreadPriority.Normal,
                    };

                    // UnsafeStart does not capture the host's execution context, which the thread would keep alive.
                    _helpers[worker]!.UnsafeStart();
                }
            }

            _round++;
            Monitor.PulseAll(_gate);
        }
    }

    private void Help(int worker, int seen)
    {
        if (_lowPriority)
        {
            BackgroundPriority.Lower();
        }

        while (true)
        {
            Action<int, int> work;
            lock (_gate)
            {
                while (_round == seen)
                {
                    if (!Monitor.Wait(_gate, _idleTimeout) && _round == seen)
                    {
                        _helpers[worker] = null;
                        return;
                    }
                }

                seen = _round;
                work = _work!;
            }

            DoPieces(work, worker);

            lock (_gate)
            {
                if (--_busy == 0)
                {
                    Monitor.PulseAll(_gate);
                }
            }
        }
    }

    private void DoPieces(Action<int, int> work, int worker)
    {
        int piece;
        while ((piece = Interlocked.Increment(ref _next) - 1) < _count)
        {
            try
            {
                work(piece, worker);
            }
            catch (Exception failure)
            {
                Interlocked.CompareExchange(ref _failure, failure, null);
                Interlocked.Exchange(ref _next, _count);
            }
        }
    }
}
