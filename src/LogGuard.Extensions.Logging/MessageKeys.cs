using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace LogGuard.Extensions.Logging;

/// <summary>
/// Puts category and event id before a template, where they tell equal templates apart, and gives the same string for the
/// same template each time, by whose reference its key is found.
/// </summary>
internal sealed class MessageKeys(string category, bool byCategory, bool byEventId)
{
    // Templates of one category; what comes later is put together with each event. One class that logs more than this
    // builds its templates.
    internal const int Limit = 1_024;

    private readonly ConcurrentDictionary<Key, string> _known = new();

    /// <summary>Whether the event id counts.</summary>
    public bool ByEventId => byEventId;

    /// <summary>The text that an event's template is keyed by.</summary>
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

        // A text without holes is often built for one event, and never comes back as the same string.
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
