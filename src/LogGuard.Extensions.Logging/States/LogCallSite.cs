using LogGuard.Extensions.Logging.Lines;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// Cached data of the events with one category, one template and one type of state. It is passed with each event as the line's
/// renderer, so that the event needs no further reference.
/// </summary>
internal sealed class LogCallSite(
    string category, string template, string? keyText, int eventId, EventId loggedId, StateShape shape, string[] names, int sessionIndex,
    int[]? keyPlaces, object formatter)
    : EventLineRenderer
{
    public readonly string Category = category;

    public readonly string Template = template;

    /// <summary>The template with category and event id, if these are part of the key; null if the template alone is the key.</summary>
    public readonly string? KeyText = keyText;

    /// <summary>The event id if it is part of the key; otherwise 0.</summary>
    public readonly int EventId = eventId;

    /// <summary>The event id of the site's first event, and of all that are stored in pages.</summary>
    public readonly EventId LoggedId = loggedId;

    public readonly StateShape Shape = shape;

    /// <summary>The names of the values, in the order of the state.</summary>
    public readonly string[] Names = names;

    /// <summary>The index of the session property in the state; −1 if there is none.</summary>
    public readonly int SessionIndex = sessionIndex;

    /// <summary>The indexes of the values that are part of the key, −1 for one that the state has not; null if the template alone is the key.</summary>
    public readonly int[]? KeyPlaces = keyPlaces;

    /// <summary>The formatter of the state.</summary>
    public readonly object Formatter = formatter;

    /// <summary>The text whose key is looked up. A template that is only a placeholder is passed as it is: its message takes its place.</summary>
    public readonly string LookUpText = TemplatePlaceholders.IsOnlyOne(template) ? template : keyText ?? template;

    /// <summary>The log key of the template; 0 until it has one. A key never changes.</summary>
    public int Key;

    /// <summary>Takes the line of an event out of its page.</summary>
    public override object TakeOut(object lines, int place) => ((LinePage)lines).TakeOut(place, this);
}
