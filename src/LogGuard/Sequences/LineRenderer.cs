namespace LogGuard;

/// <summary>
/// Reads the event objects of one logging framework: renders the line, and names its template, category, trace and numeric
/// values. One instance serves all events, and is handed to the <see cref="AnomalyDetector.Intake"/> with each.
/// </summary>
/// <remarks>
/// The detector reads an event on its own thread, after the logging call has returned and mostly only when an anomaly names it,
/// so an event object must not change once it is taken. <see cref="Filter"/> alone runs on the logging thread. Calls for
/// different events may run at the same time. Unless a member says otherwise it may throw: the detector then does without the
/// part that it asked for.
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

    /// <summary>The message template of the line, the text that it was taken with.</summary>
    /// <param name="line">The event object.</param>
    public abstract string GetTemplate(object line);

    /// <summary>The W3C trace id of the line in hexadecimal; null, the default, where it has none.</summary>
    /// <param name="line">The event object.</param>
    public virtual string? GetTraceId(object line) => null;

    /// <summary>The part of the application that logged the line, such as its class; null, the default, where that is not known.</summary>
    /// <param name="line">The event object.</param>
    public virtual string? GetCategory(object line) => null;

    /// <summary>
    /// Names of the numeric parameters in the line's template, in the template's order; none by default. Asked for the first lines
    /// of each template.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual IReadOnlyList<string> GetValueNames(object line) => [];

    /// <summary>
    /// Reads parameters of the line as numbers, as <see cref="LogValue.ToNumber(object)"/> converts them. Called once for each
    /// event of a template whose numbers are watched, so it should not allocate.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="names">Names of the parameters.</param>
    /// <param name="values">Receives as many values; NaN for one that is missing or no number.</param>
    public virtual void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values) => values.Fill(double.NaN);

    /// <summary>
    /// The text of a parameter, shown where all values are kept but some are hashed or redacted and <see cref="Filter"/> is not
    /// overridden; null, the default, leaves the placeholder in the template.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="name">Name of the parameter.</param>
    public virtual string? GetText(object line, string name) => null;

    /// <summary>
    /// Makes a copy of the event object that holds only what <see cref="CaptureOptions"/> allow to keep. Called on the logging
    /// thread, before the event is queued, and only where those options are set. Where it throws the event is not taken.
    /// </summary>
    /// <param name="line">The event object.</param>
    /// <param name="rules">What may be kept.</param>
    /// <returns>
    /// An object that this renderer reads; null, the default, where the detector is to build one from
    /// <see cref="GetTemplate"/>, <see cref="GetValueNames"/>, <see cref="ReadValues"/> and <see cref="GetText"/>.
    /// </returns>
    public virtual object? Filter(object line, CaptureRules rules) => null;

    /// <summary>
    /// Takes one event out of an object that holds several; see <see cref="EventIntake.TakeShared"/>. Called on the detector's
    /// thread, once for each event. Must not throw.
    /// </summary>
    /// <param name="lines">The object that holds them.</param>
    /// <param name="place">The event's number in it, from 1 up.</param>
    /// <returns>The event object, which the detector owns until it calls <see cref="Release"/>.</returns>
    public virtual object TakeOut(object lines, int place) => lines;

    /// <summary>
    /// Takes an event object back that the detector no longer needs, so that it can be used again; does nothing by default. Called
    /// at most once for each, on any thread, and never for an event object whose reading has failed. Must not throw.
    /// </summary>
    /// <param name="line">The event object.</param>
    public virtual void Release(object line)
    {
    }
}
