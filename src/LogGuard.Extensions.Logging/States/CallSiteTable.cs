using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// A bounded hash table of sites, keyed by the string reference of the template: templates are literals, so the same string
/// recurs. Any thread may read. Sites that do not fit are created again for each event.
/// </summary>
internal sealed class CallSiteTable
{
    /// <summary>The maximum number of sites per category. A class with more builds its templates at run time.</summary>
    internal const int Limit = 1_024;

    // The number of neighbouring slots that are probed; a site takes the first free one and keeps it.
    private const int ProbeLength = 4;

    private const int SmallestSize = 8;

    // Large enough that all probed slots are rarely taken: 128 KB, only for a category with that many sites.
    private const int LargestSize = 16 * Limit;

    private readonly Lock _lock = new();
    private LogCallSite?[] _sites = new LogCallSite?[SmallestSize];
    private int _count;

    /// <summary>Finds the site of a template; null if it is not known.</summary>
    /// <param name="template">The template.</param>
    /// <param name="shape">The shape of the state type, whose names are fixed by the template.</param>
    /// <param name="valueCount">The number of values in the state without the template.</param>
    /// <param name="eventId">The event id if it is part of the key; otherwise 0.</param>
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

    /// <summary>Adds a site if there is room.</summary>
    public void Add(LogCallSite site)
    {
        // Once the table is full, every event with an unknown template reaches this method.
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
                    // All probed slots are taken at the largest size, so the table counts as full.
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
            // At the largest size a site without a slot is dropped and created again later.
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
