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

    // Strings of one text: call sites that build their template, one each. An application that builds the same text anew for each
    // event would fill the table with it.
    private const int StringsOfKey = 8;

    // Characters of all strings beyond the first of each key: 4 MB. The first ones are as many as the vocabulary holds.
    private const long RepeatedLimit = 2L << 20;

    private readonly Entry?[] _table;
    private readonly byte[] _counts;
    private readonly StrongBox<long> _repeated = new();

    /// <param name="limit">Most templates.</param>
    public TemplateReferences(int limit)
    {
        // Four slots for each template: several call sites may hold the same text in different strings.
        _table = new Entry?[BitOperations.RoundUpToPowerOf2((uint)Math.Max(limit, 256)) * 4];
        _counts = new byte[_table.Length];
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
    /// Adds a string if one of its slots is free, and its key has few strings yet. A slot is never given to another string, so that two frequent templates do
    /// not replace each other again and again.
    /// </summary>
    public void Add(string template, int key)
    {
        // Races count too few, by as many as there are threads at most. Templates that are left to the reader share a negative key,
        // and a limit that was raised lets keys share a count.
        ref var count = ref _counts[Math.Max(key, 0) & (_counts.Length - 1)];
        if (count >= StringsOfKey || (count > 0 && Volatile.Read(ref _repeated.Value) + template.Length > RepeatedLimit))
        {
            return;
        }

        var slot = RuntimeHelpers.GetHashCode(template) & (_table.Length - 1);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            ref var entry = ref _table[(slot + probe) & (_table.Length - 1)];
            if (entry is null)
            {
                // A race loses one entry, which the next look-up of its template adds again.
                Volatile.Write(ref entry, new Entry(template, key));
                if (count++ > 0)
                {
                    Interlocked.Add(ref _repeated.Value, template.Length);
                }

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
