namespace LogGuard.Extensions.Logging.Lines;

/// <summary>
/// Idle lines of one kind. The detector's thread takes and gives back those of events that come by page; others application
/// threads take and the detector's thread gives back. So they change hands by the bundle: a thread goes to the shared place,
/// which has a lock, once in sixteen events.
/// </summary>
internal abstract class LinePool
{
    /// <summary>Idle lines that are kept in the shared places of all pools together; further ones are left to the collector.</summary>
    // Every open session whose line is kept (10,000) and a few thousand events on their way may come back at once.
    internal const int IdleLimit = 16_384;

    private const int BundleSize = 16;

    // A thread that logs many kinds of lines keeps no more idle ones than this for itself.
    private const int ThreadLimit = 256;

    [ThreadStatic]
    private static ThreadLines? _threadLines;

    private static int _poolCount;
    private static int _idleCount;

    private readonly int _id = Interlocked.Increment(ref _poolCount) - 1;
    private readonly Lock _lock = new();
    private EventLine? _bundles;

    /// <summary>Idle lines in the shared places now.</summary>
    internal static int IdleCount => Volatile.Read(ref _idleCount);

    /// <summary>A line that nobody else has; an idle one if there is any.</summary>
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

    /// <summary>Takes back a line of this pool, cleared, which nobody else has any more.</summary>
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

        // The lines last used stay with the thread; those before them are for others.
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

    // The idle lines of one thread, by the number of their pool.
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

        // A whole bundle; its first line knows its size.
        public EventLine? Spare;
    }
}
