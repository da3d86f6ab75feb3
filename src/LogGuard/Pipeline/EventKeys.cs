using System.Runtime.CompilerServices;
using LogGuard.Keys;

namespace LogGuard.Pipeline;

/// <summary>Reads the values that are part of an event's key from its event object.</summary>
internal static class EventKeys
{
    /// <summary>The key of an event.</summary>
    /// <param name="properties">Gives keys by values.</param>
    /// <param name="key">The key of the template alone.</param>
    /// <param name="template">The template.</param>
    /// <param name="line">The event object.</param>
    /// <param name="renderer">Reads the event object.</param>
    public static int Of(PropertyKeys properties, int key, string template, object line, LineRenderer renderer)
    {
        var names = properties.NamesIn(key, template);
        return names.Length == 0 ? key : Of(properties, key, template, names, line, renderer);
    }

    // A method of its own: only events of such a template pay for clearing the room.
    private static int Of(PropertyKeys properties, int key, string template, string[] names, object line, LineRenderer renderer)
    {
        var room = default(Values);
        Span<object?> values = room;
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = renderer.GetValue(line, names[i]);
        }

        return properties.KeyOf(key, template, values[..names.Length]);
    }

    [InlineArray(PropertyKeys.NameLimit)]
    private struct Values
    {
        private object? _first;
    }
}
