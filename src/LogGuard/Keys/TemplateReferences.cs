using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Keys;

/// <summary>
/// Keys of templates by the reference of their string: literals are the same object each time. Takes no lock and allocates
/// only for a string not seen before. Any thread may use it.
/// </summary>
internal readonly struct TemplateReferences
{
    // A reference lies in the first free one of a few neighbouring slots.
    private const int ProbeLength = 4;

    private readonly Entry?[] _table;

    /// <param name="limit">Most templates.</param>
    public TemplateReferences(int limit)
    {
        // Four slots for each template: several call sites may hold the same text in different strings.
        _table = new Entry?[BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 256)) * 4];
    }

    /// <summary>The key of a string that was added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(string template, out int key)
    {
        var table = _table;
        var slot = RuntimeHelpers.GetHashCode(template) & (table.Length - 1);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            var entry = table[(slot + probe) & (table.Length - 1)];
            if (entry is null)
            {
                break;
            }

            if (ReferenceEquals(entry.Template, template))
            {
                key = entry.Key;
                return true;
            }
        }

        key = LogKey.Unknown;
        return false;
    }

    /// <summary>
    /// Adds a string if one of its slots is free. A slot is never given to another string, so that two frequent templates do
    /// not replace each other again and again.
    /// </summary>
    public void Add(string template, int key)
    {
        var slot = RuntimeHelpers.GetHashCode(template) & (_table.Length - 1);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            ref var entry = ref _table[(slot + probe) & (_table.Length - 1)];
            if (entry is null)
            {
                // A race loses one entry, which the next look-up of its template adds again.
                Volatile.Write(ref entry, new Entry(template, key));
                return;
            }
        }
    }

    private sealed class Entry(string template, int key)
    {
        public readonly string Template = template;
        public readonly int Key = key;
    }
}
