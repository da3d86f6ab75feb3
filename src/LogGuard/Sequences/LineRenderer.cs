using LogGuard.Keys;
using LogGuard.Primitives;

namespace LogGuard;

/// <summary>
/// Reads the event objects of one logging framework: renders the line, and returns its template, category, trace and numeric
/// values. One instance serves all events, and is passed to the <see cref="AnomalyDetector.Intake"/> with each.
/// </summary>
/// <remarks>
/// The detector reads an event on its own thread, after the logging call has returned, and mostly only for an anomaly. An event
/// object must therefore not change after it was passed. Only <see cref="Filter"/> runs on the logging thread, for each event. If
/// <see cref="CaptureOptions"/> restrict the values and <see cref="Filter"/> returns null, as it does by default, the members that read
/// the event run there, too, and an event that one of them throws for is not queued. Calls for different events may run
/// concurrently. A member may throw unless its documentation forbids it. On its own thread, the detector then continues without
/// that part.
/// </remarks>
/// <example>
/// <code>
/// sealed class MessageRenderer : LineRenderer
/// {
///     public override string Render(object line) => ((Message)line).ToString();
///
///     public override string GetTemplate(object line) => ((Message)line).Template;
/// }
/// </code>
/// </example>
public abstract class LineRenderer
{
    /// <summary>Renders the line as a person reads it.</summary>
    /// <param name="line">The event object.</param>
    public abstract string Render(object line);

    /// <summary>Returns the message template that the event was passed with.</summary>
    /// <param name="line">The event object.</param>
    public abstract string GetTemplate(object line);

    /// <summary>
    /// Returns the message of a line whose template is only a placeholder, such as <c>{Message}</c>: the message then takes the
    /// place of the template. By default the line as <see cref="Render"/> returns it; without the exception, where that is part of the
    /// line.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual string GetMessage(object line) => Render(line);

    /// <summary>Returns the W3C trace id of the line in hexadecimal; null, the default, if it has none.</summary>
    /// <param name="line">The event object.</param>
    public virtual string? GetTraceId(object line) => null;

    /// <summary>Returns the part of the application that logged the line, such as its class; null, the default, if unknown.</summary>
    /// <param name="line">The event object.</param>
    public virtual string? GetCategory(object line) => null;

    /// <summary>Returns the event id of the line; null, the default, if it has none.</summary>
    /// <param name="line">The event object.</param>
    public virtual LogEventId? GetEventId(object line) => null;

    /// <summary>
    /// Returns the exception that the line was logged with; null, the default, if it has none. <see cref="ExceptionDetail.From"/>
    /// reads one. The detector removes the messages where <see cref="CaptureOptions"/> do not allow them.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual ExceptionDetail? GetException(object line) => null;

    /// <summary>
    /// Returns the names of the properties that an anomaly shows; none by default. <see cref="GetText"/> returns their values.
    /// The first 32 are shown.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual IReadOnlyList<string> GetPropertyNames(object line) => [];

    /// <summary>
    /// Returns the names of the numeric parameters in the line's template, in the template's order; none by default. Called for the
    /// first lines of each template, or on the logging thread for each event; see the remarks.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual IReadOnlyList<string> GetValueNames(object line) => [];

    /// <summary>
    /// Reads parameters of the line as numbers, as <see cref="LogValue.ToNumber(object)"/> converts them. Called once for each
    /// event of a template whose numbers are watched, or on the logging thread for each event, so it should not allocate.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="names">Names of the parameters.</param>
    /// <param name="values">Receives one value per name; NaN for a parameter that is missing or not a number.</param>
    public virtual void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values) => values.Fill(double.NaN);

    /// <summary>
    /// Returns the text of a parameter or of another property. Called for each name of <see cref="GetPropertyNames"/>. Also called
    /// if all values are kept, another capture option is set (a hashed or redacted property, hashed session ids), and
    /// <see cref="Filter"/> is not overridden; null, the default, then leaves the placeholder in the template.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="name">Name of the parameter.</param>
    public virtual string? GetText(object line, string name) => null;

    /// <summary>
    /// Returns the value of a parameter for <see cref="MessageKeyOptions.PropertiesInKey"/>; by default that of
    /// <see cref="GetText"/>. Called on the logging thread, and only for such a parameter. With <see cref="ValueOptions.TextSets"/> it is
    /// also called on the detector's thread, for the other parameters. A text or a number that the event object holds anyway is returned
    /// as it is, so that the call allocates nothing.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <returns>The value; null if the event has no such parameter.</returns>
    public virtual object? GetValue(object line, string name) => GetText(line, name);

    /// <summary>
    /// Returns the names of the text parameters in the line's template, in the template's order: those that <see cref="GetValue"/>
    /// returns a short text for. Called for the first lines of each template.
    /// </summary>
    internal virtual IReadOnlyList<string> GetTextNames(object line)
    {
        var names = new List<string>();
        var template = GetTemplate(line);
        for (var from = 0; !TemplateHoles.IsOnlyHole(template) && TemplateHoles.TryNext(template, ref from, out var hole, out var range);)
        {
            // The text of a destructured object would be rendered for each line, and is hardly ever one of few.
            var name = template[range];
            if (template[hole.Start.Value + 1] is not ('@' or '$') && !names.Contains(name) && GetShortText(line, name) is not null)
            {
                names.Add(name);
            }
        }

        return names;
    }

    /// <summary>Returns the text of a parameter if it may be one of few; null if it is no text, too long, or replaced by the capture rules.</summary>
    internal virtual string? GetShortText(object line, string name) =>
        GetValue(line, name) is string { Length: > 0 and <= TextMark.LengthLimit } text && !CaptureRules.IsReplacement(text) ? text : null;

    /// <summary>Reads parameters of the line as <see cref="TextMark"/>s. Called once for each event of a template whose texts are watched.</summary>
    /// <param name="line">The event object.</param>
    /// <param name="names">Names of the parameters; an empty name is not read.</param>
    /// <param name="marks">Receives one mark per name; NaN for a parameter that is missing or has no short text.</param>
    internal virtual void ReadTexts(object line, ReadOnlySpan<string> names, Span<double> marks)
    {
        for (var i = 0; i < names.Length; i++)
        {
            marks[i] = names[i].Length == 0 ? double.NaN : TextMark.Of(GetShortText(line, names[i]));
        }
    }

    /// <summary>
    /// Copies the event object with only the parts that <see cref="CaptureOptions"/> allow. Called on the logging thread, before the
    /// event is queued, and only if those options are set. If it throws, the event is not queued.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="rules">The parts that may be kept.</param>
    /// <returns>
    /// An object that this renderer reads; null, the default, makes the detector build one from
    /// <see cref="GetTemplate"/>, <see cref="GetCategory"/>, <see cref="GetTraceId"/>, <see cref="GetValueNames"/>,
    /// <see cref="ReadValues"/>, <see cref="GetText"/>, <see cref="GetEventId"/>, <see cref="GetException"/> and
    /// <see cref="GetPropertyNames"/>.
    /// </returns>
    public virtual object? Filter(object line, CaptureRules rules) => null;

    /// <summary>
    /// Returns about how many bytes of memory the event object holds, mainly its texts. By default twice the length of the rendered line.
    /// The detector keeps the last event of each open session only within a limit. Called for some events only, so it may take
    /// microseconds.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual long GetSize(object line) => sizeof(char) * (long)Render(line).Length;

    /// <summary>
    /// Takes one event out of an object that holds several; see <see cref="EventIntake.TakeShared"/>. Called on the detector's
    /// thread, once for each event. Must not throw.
    /// </summary>
    /// <param name="lines">The object that holds them.</param>
    /// <param name="place">The 1-based position of the event in the object.</param>
    /// <returns>The event object, which the detector owns until it calls <see cref="Release"/>.</returns>
    public virtual object TakeOut(object lines, int place) => lines;

    /// <summary>
    /// Returns an event object that the detector no longer needs, for reuse; does nothing by default. Called at most once per object,
    /// on any thread. An object whose processing failed may never be returned. Must not throw.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual void Release(object line)
    {
    }
}
