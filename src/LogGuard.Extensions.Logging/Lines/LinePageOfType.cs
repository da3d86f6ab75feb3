using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <inheritdoc/>
internal sealed class LinePage<TRetained> : LinePage
    where TRetained : struct, IRetained
{
    private static readonly Lock IdleLock = new();
    private static LinePage<TRetained>? _idle;
    private static int _idleCount;

    [ThreadStatic]
    private static LinePage<TRetained>? _ofThread;

    [ThreadStatic]
    private static bool _isOneOfThread;

    private readonly Slot[] _slots = new Slot[Size];

    // Only accessed by the owning thread, which owns the page until it is full. Right after the last put, the page may be
    // emptied and belong to another thread.
    private int _used;

    // Interlocked, because the events of one thread may go to several detectors.
    private int _takenOut;
    private LinePage<TRetained>? _next;

    /// <summary>The page of the calling thread, with room for at least one event; null if the thread has reached its limit of page types.</summary>
    public static LinePage<TRetained>? OfThread => _ofThread ?? Begin();

    /// <summary>Puts an event into the next slot.</summary>
    /// <returns>The number of the slot, counted from 1.</returns>
    public int Put(in TRetained kept, string? traceId, Exception? exception)
    {
        ref var slot = ref _slots[_used];
        slot.Kept = kept;

        // Empty slots are cleared, so rare fields are written only if present.
        if (traceId is not null)
        {
            slot.TraceId = traceId;
        }

        if (exception is not null)
        {
            slot.Exception = exception;
        }

        if (++_used == Size)
        {
            _ofThread = null;
        }

        return _used;
    }

    /// <summary>Frees the slot of an event that the queue did not accept. Called on the thread that put it there.</summary>
    public void LetGo(int place)
    {
        _slots[place - 1] = default;
        if (_used == place)
        {
            _used--;
            _ofThread ??= this;
        }

        // Otherwise this thread logged while it was logging this event. The slot stays empty, and the page is not reused.
    }

    public override EventLine TakeOut(int place, LogCallSite site)
    {
        ref var slot = ref _slots[place - 1];
        var line = site.Shape.Rent();
        line.Begin(site.Template, site.KeyText, site.Category, site.LoggedId, slot.TraceId, slot.Exception);
        slot.Kept.MoveTo(line, site);
        slot = default;
        if (Interlocked.Increment(ref _takenOut) == Size)
        {
            GiveBack();
        }

        return line;
    }

    private static LinePage<TRetained>? Begin()
    {
        if (!_isOneOfThread)
        {
            if (KindsOfThread == KindLimit)
            {
                return null;
            }

            KindsOfThread++;
            _isOneOfThread = true;
        }

        return _ofThread = TakeIdle() ?? new LinePage<TRetained>();
    }

    private static LinePage<TRetained>? TakeIdle()
    {
        LinePage<TRetained> page;
        lock (IdleLock)
        {
            if (_idle is null)
            {
                return null;
            }

            page = _idle;
            _idle = page._next;
            _idleCount--;
        }

        Interlocked.Decrement(ref IdlePages);
        page._next = null;
        page._used = 0;
        return page;
    }

    private void GiveBack()
    {
        _takenOut = 0;
        var idlePages = Interlocked.Increment(ref IdlePages);
        lock (IdleLock)
        {
            if (idlePages <= IdleLimit || _idleCount < KindReserve)
            {
                _next = _idle;
                _idle = this;
                _idleCount++;
                return;
            }
        }

        Interlocked.Decrement(ref IdlePages);
    }

    private struct Slot
    {
        public TRetained Kept;
        public string? TraceId;
        public Exception? Exception;
    }
}
