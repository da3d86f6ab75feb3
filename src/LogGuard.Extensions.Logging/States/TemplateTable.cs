using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Finds what is known of a template by the reference of its string: templates are literals, so the same string comes back
/// each time. Any thread may ask; bounded: what finds no place is found out with each event.
/// </summary>
internal sealed class TemplateTable(string? sessionProperty)
{
    // Room for the templates of a large application, 128 KB.
    private const int Size = 16_384;

    // Where an entry may lie: a few neighbouring places, first one free. A place is taken once and kept.
    private const int ProbeLength = 4;

    private readonly TemplateEntry?[] _entries = new TemplateEntry?[Size];

    /// <summary>The entry of a state's template, made from this state where there is none.</summary>
    /// <param name="template">The template.</param>
    /// <param name="shape">Shape of the state's type, whose names are fixed by the template.</param>
    /// <param name="state">The state, the template last.</param>
    /// <param name="valueCount">Number of the values before it.</param>
    public TemplateEntry Get(string template, StateShape shape, IReadOnlyList<KeyValuePair<string, object?>> state, int valueCount)
    {
        var slot = RuntimeHelpers.GetHashCode(template);
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            if (_entries[(slot + probe) & (Size - 1)] is not { } entry)
            {
                break;
            }

            if (ReferenceEquals(entry.Template, template) && ReferenceEquals(entry.Shape, shape) && entry.Names.Length == valueCount)
            {
                return entry;
            }
        }

        return Add(template, shape, state, valueCount, slot);
    }

    private TemplateEntry Add(string template, StateShape shape, IReadOnlyList<KeyValuePair<string, object?>> state, int valueCount, int slot)
    {
        var names = new string[valueCount];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = state[i].Key;
        }

        var entry = new TemplateEntry(template, shape, names, sessionProperty is null ? -1 : Array.IndexOf(names, sessionProperty));
        for (var probe = 0; probe < ProbeLength; probe++)
        {
            ref var place = ref _entries[(slot + probe) & (Size - 1)];
            if (place is null)
            {
                // A race loses one entry, which the next event with its template writes again.
                Volatile.Write(ref place, entry);
                break;
            }
        }

        return entry;
    }
}
