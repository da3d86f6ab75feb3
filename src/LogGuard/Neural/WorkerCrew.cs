using System.Runtime.ExceptionServices;

namespace LogGuard.Neural;

/// <summary>
/// Shares numbered pieces of work between the caller and helper threads of its own. Own threads instead of the
/// pool's, because a host on few cores needs its pool for requests, and because pool threads have no priority.
/// </summary>
/// <remarks>
/// Nobody has to dispose a crew: a helper that had nothing to do for the idle timeout ends, and is started again when
/// there is work. One caller at a time.
/// </remarks>
internal sealed class WorkerCrew
{
    private static readonly TimeSpan DefaultIdleTimeout = TimeSpan.FromSeconds(1);

    private readonly object _gate = new();
    private readonly bool _lowPriority;
    private readonly TimeSpan _idleTimeout;

    // Guarded by _gate. Place 0 is the caller's.
    private readonly Thread?[] _helpers;
    private Action<int, int>? _work;
    private int _round;
    private int _busy;

    // The next piece is taken by an interlocked step; a failure moves it past the last. The round's beginning and end
    // order all else, through _gate.
    private int _next;
    private int _count;
    private Exception? _failure;

    public WorkerCrew(int threadCount, bool lowPriority, TimeSpan? idleTimeout = null)
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

    /// <summary>Does all pieces and returns when the last is done.</summary>
    /// <param name="count">Number of pieces.</param>
    /// <param name="work">Does a piece: takes the piece's number and the worker's, 0..ThreadCount-1.</param>
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

                    // Unsafe: the host's execution context is none of ours and would be kept alive.
                    _helpers[worker]!.UnsafeStart();
                }
            }

            _round++;
            Monitor.PulseAll(_gate);
        }
    }

    private void Help(int worker, int seen)
    {
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
