using LogGuard.Extensions.Logging.States;

namespace LogGuard.Extensions.Logging.Lines;

/// <summary>
/// What is kept of events that one thread logged one after another, side by side in memory: the thread fills it from the
/// front, the detector's thread takes each out, and it is used again.
/// </summary>
/// <remarks>
/// An object for each event costs the logging thread a cold cache line or three, as each comes back from another core;
/// neighbours are fetched ahead (measured: 15 instead of 50 ns).
/// </remarks>
internal abstract class LinePage
{
    /// <summary>Number of places: as many as make the lock by which idle pages change hands cheap.</summary>
    public const int Size = 16;

    /// <summary>Idle pages that are kept, of all kinds together, about 1 MB; further ones are left to the collector.</summary>
    // A queue of the usual size whose events wait for room holds 625 pages of them.
    internal const int IdleLimit = 1_024;

    /// <summary>Idle pages that each kind may keep however many others there are: as many as a burst's first 512 events take.</summary>
    internal const int KindReserve = 32;

    /// <summary>Kinds of which a thread has a page; events of further kinds take a line each.</summary>
    internal const int KindLimit = 64;

    private protected static int IdlePages;

    [ThreadStatic]
    private protected static int KindsOfThread;

    /// <summary>Idle pages now.</summary>
    internal static int IdleCount => Volatile.Read(ref IdlePages);

    /// <summary>Takes an event out. On a detector's thread, once for each.</summary>
    /// <param name="place">Its number, from 1 up.</param>
    /// <param name="site">Where it was logged.</param>
    public abstract EventLine TakeOut(int place, LogCallSite site);
}
