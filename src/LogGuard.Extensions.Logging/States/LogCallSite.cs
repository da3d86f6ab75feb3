using LogGuard.Extensions.Logging.Lines;

namespace LogGuard.Extensions.Logging.States;

/// <summary>
/// What is known of the events of one category with one template and one type of state. It goes with each event as what reads
/// its line, so that the event need not carry it besides.
/// </summary>
internal sealed class LogCallSite(string category, string template, string? keyText, int eventId, StateShape shape, string[] names, int sessionIndex, object formatter)
    : EventLineRenderer
{
    public readonly string Category = category;

    public readonly string Template = template;

    /// <summary>The template as it is keyed, where category and event id count; null where it is the template.</summary>
    public readonly string? KeyText = keyText;

    /// <summary>The event id, where it counts; else 0.</summary>
    public readonly int EventId = eventId;

    public readonly StateShape Shape = shape;

    /// <summary>Names of the values, in the state's order.</summary>
    public readonly string[] Names = names;

    /// <summary>Where in it the session property is; −1 where it is not.</summary>
    public readonly int SessionIndex = sessionIndex;

    /// <summary>The state's formatter.</summary>
    public readonly object Formatter = formatter;

    /// <summary>Whether its events may come without a line: texts without holes are told apart by theirs.</summary>
    public readonly bool HasHoles = template.Contains('{');

    /// <summary>The key of the template, once it has one; 0 until then. A key is for life.</summary>
    public int Key;

    /// <summary>Takes the line of one of its events out of the page that it was put into.</summary>
    public override object TakeOut(object lines, int place) => ((LinePage)lines).TakeOut(place, this);
}
