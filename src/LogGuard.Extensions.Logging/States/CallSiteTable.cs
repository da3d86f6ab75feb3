using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Finds what is known of a template by the reference of its string: templates are literals, so the same string comes back
/// each time. Any thread may ask; bounded: what finds no place is found out with each event.
/// </summary>
internal sealed class CallSiteTable
{
    /// <summary>Sites of one category that are kept. A class that logs more than this builds its templates.</summary>
    internal const int Limit = 1_024;

    // Where a site may lie: a few neighbouring places, first one free. A place is taken once and kept.
    private const int ProbeLength = 4;

    private const int SmallestSize = 8;

    // So roomy that a few neighbouring places hardly ever are all taken: 128 KB, for a category with so many.
    private const int LargestSize = 16 * Limit;

    private readonly Lock _lock = new();
    private LogCallSite?[] _sites = new LogCallSite?[SmallestSize];
    private int _count;

    /// <summary>The site of a state's template; null where it is not known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="shape">Shape of the state's type, whose names are fixed by the template.</param>
    /// <param name="valueCount">Number of the state's values without the template.</param>
    /// <param name="eventId">The event id, where it counts; else 0.</param>
    public LogCallSite? Find(string template, StateShape shape, int valueCount, int eventId)
    {
        var sites = _sites;
        var slot = RuntimeHelpers.GetHashCode(template);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            if (sites[(slot + probe) & (sites.Length - 1)] is not { } site)
            {
                return null;
            }

            if (ReferenceEquals(site.Template, template) && ReferenceEquals(site.Shape, shape) && site.EventId == eventId && site.Names.Length == valueCount)
            {
                return site;
            }
        }

        return null;
    }

    /// <summary>Keeps a site, if there is room.</summary>
    public void Add(LogCallSite site)
    {
        // Where there is none, each event with a template of its own comes here.
        if (Volatile.Read(ref _count) >= Limit)
        {
            return;
        }

        lock (_lock)
        {
            if (_count >= Limit || Find(site.Template, site.Shape, site.Names.Length, site.EventId) is not null)
            {
                return;
            }

            while (!TryPut(_sites, site))
            {
                if (_sites.Length == LargestSize)
                {
                    // It has so many neighbours that the table is as good as full.
                    Volatile.Write(ref _count, Limit);
                    return;
                }

                Volatile.Write(ref _sites, Enlarge(_sites));
            }

            _count++;
        }
    }

    private static LogCallSite?[] Enlarge(LogCallSite?[] sites)
    {
        for (var size = sites.Length * 2; ; size *= 2)
        {
            // At the largest size one without a place is left to be found out again.
            var larger = new LogCallSite?[size];
            if (sites.All(site => site is null || TryPut(larger, site)) || size == LargestSize)
            {
                return larger;
            }
        }
    }

    private static bool TryPut(LogCallSite?[] sites, LogCallSite site)
    {
        var slot = RuntimeHelpers.GetHashCode(site.Template);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            ref var place = ref sites[(slot + probe) & (sites.Length - 1)];
            if (place is null)
            {
                Volatile.Write(ref place, site);
                return true;
            }
        }

        return false;
    }
}
