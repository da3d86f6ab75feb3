using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Prefixes a template with its category and event id, if these distinguish equal templates. Returns the same string for the
/// same template each time, because keys are looked up by string reference.
/// </summary>
internal sealed class MessageKeyFormatter(string category, bool byCategory, bool byEventId)
{
    // Maximum number of templates per category. Further texts are built for each event: a class with more templates builds them
    // at run time.
    internal const int Limit = 1_024;

    private readonly ConcurrentDictionary<Key, string> _known = new();

    /// <summary>Whether the event id is part of the key.</summary>
    public bool ByEventId => byEventId;

    /// <summary>Returns the text that identifies the key of a template.</summary>
    public string Of(string template, int eventId)
    {
        if (!byCategory && !byEventId)
        {
            return template;
        }

        var key = new Key(template, byEventId ? eventId : 0);
        return _known.TryGetValue(key, out var text) ? text : Add(key);
    }

    private string Add(Key key)
    {
        var text = (byCategory, byEventId) switch
        {
            (true, true) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{category}#{key.EventId}: {key.Template}"),
            (true, false) => $"{category}: {key.Template}",
            _ => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"#{key.EventId}: {key.Template}"),
        };

        // A text without placeholders is often built for one event, and its string reference does not recur.
        if (key.Template.Contains('{') && _known.Count < Limit)
        {
            _known.TryAdd(key, text);
        }

        return text;
    }

    private readonly struct Key(string template, int eventId) : IEquatable<Key>
    {
        public readonly string Template = template;
        public readonly int EventId = eventId;

        public bool Equals(Key other) => ReferenceEquals(Template, other.Template) && EventId == other.EventId;

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(Template) ^ (EventId * 0x01000193);
    }
}
