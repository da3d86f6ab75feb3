namespace LogGuard.Extensions.Logging.Lines;

/// <summary>
/// A pool of lines of one type. The detector's thread rents and returns the lines of paged events. Application threads rent the
/// other lines, and the detector's thread returns them. Lines move between threads in bundles, so a thread takes the lock of
/// the shared list once in sixteen events.
/// </summary>
internal abstract class LinePool
{
    /// <summary>The maximum number of idle lines in the shared lists of all pools. Further lines are left to the garbage collector.</summary>
    // The lines of 10,000 open sessions and a few thousand queued events may return at once.
    internal const int IdleLimit = 16_384;

    private const int BundleSize = 16;

    // The maximum number of idle lines of all types that a thread keeps for itself.
    private const int ThreadLimit = 256;

    [ThreadStatic]
    private static ThreadLines? _threadLines;

    private static int _poolCount;
    private static int _idleCount;

    private readonly int _id = Interlocked.Increment(ref _poolCount) - 1;
    private readonly Lock _lock = new();
    private EventLine? _bundles;

    /// <summary>The current number of idle lines in the shared lists.</summary>
    internal static int IdleCount => Volatile.Read(ref _idleCount);

    /// <summary>Rents a line, an idle one if there is any.</summary>
    public EventLine Rent()
    {
        var lines = _threadLines ??= new ThreadLines();
        ref var own = ref lines.Of(_id);
        if (own.Head is not { } line)
        {
            line = own.Spare ?? TakeBundle(lines);
            if (line is null)
            {
                return Create();
            }

            own.Count = line.BundleCount;
            own.Spare = null;
        }

        own.Head = line.Next;
        own.Count--;
        lines.Total--;
        line.Next = null;
        return line;
    }

    /// <summary>Returns a cleared line of this pool. The caller must not use it any more.</summary>
    public void Return(EventLine line)
    {
        var lines = _threadLines ??= new ThreadLines();
        ref var own = ref lines.Of(_id);
        line.Next = own.Head;
        own.Head = line;
        lines.Total++;
        if (++own.Count < BundleSize)
        {
            return;
        }

        // The last full bundle stays with the thread; the one before it goes to the shared list.
        var spare = own.Spare;
        line.BundleCount = own.Count;
        own.Spare = line;
        own.Head = null;
        own.Count = 0;
        if (spare is not null)
        {
            lines.Total -= spare.BundleCount;
            GiveBundle(spare);
        }

        if (lines.Total > ThreadLimit)
        {
            lines.GiveAll();
        }
    }

    protected abstract EventLine Create();

    private EventLine? TakeBundle(ThreadLines lines)
    {
        EventLine? bundle;
        lock (_lock)
        {
            bundle = _bundles;
            _bundles = bundle?.NextBundle;
        }

        if (bundle is not null)
        {
            bundle.NextBundle = null;
            lines.Total += bundle.BundleCount;
            Interlocked.Add(ref _idleCount, -bundle.BundleCount);
        }

        return bundle;
    }

    private void GiveBundle(EventLine bundle)
    {
        if (Interlocked.Add(ref _idleCount, bundle.BundleCount) > IdleLimit)
        {
            Interlocked.Add(ref _idleCount, -bundle.BundleCount);
            return;
        }

        lock (_lock)
        {
            bundle.NextBundle = _bundles;
            _bundles = bundle;
        }
    }

    // The idle lines of one thread, indexed by pool.
    private sealed class ThreadLines
    {
        public int Total;
        private OwnLines[] _byPool = new OwnLines[16];

        public ref OwnLines Of(int pool)
        {
            if (pool >= _byPool.Length)
            {
                Array.Resize(ref _byPool, Math.Max(pool + 1, _byPool.Length * 2));
            }

            return ref _byPool[pool];
        }

        public void GiveAll()
        {
            foreach (ref var own in _byPool.AsSpan())
            {
                if (own.Head is { } head)
                {
                    head.BundleCount = own.Count;
                    head.Pool.GiveBundle(head);
                }

                if (own.Spare is { } spare)
                {
                    spare.Pool.GiveBundle(spare);
                }

                own = default;
            }

            Total = 0;
        }
    }

    private struct OwnLines
    {
        public EventLine? Head;
        public int Count;

        // A full bundle; its first line stores its size.
        public EventLine? Spare;
    }
}
