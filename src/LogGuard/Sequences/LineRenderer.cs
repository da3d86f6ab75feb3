namespace LogGuard.Sequences;

/// <summary>
/// Renders a door's log event as text. Called only for an event of an anomaly: the application's threads never format for the
/// detector.
/// </summary>
internal abstract class LineRenderer
{
    /// <summary>The line as a person would read it. May throw: the caller catches.</summary>
    public abstract string Render(object line);

    /// <summary>The trace id of the line in hexadecimal; null if it has none.</summary>
    public abstract string? GetTraceId(object line);

    /// <summary>The message template of the line. May throw: the caller catches.</summary>
    public abstract string GetTemplate(object line);

    /// <summary>
    /// The part of the application that logged the line, such as its class; null if unknown. May throw: the caller catches.
    /// </summary>
    public virtual string? GetCategory(object line) => null;

    /// <summary>
    /// Names of the numeric parameters in the line's template, in the template's order. May throw: the caller catches.
    /// </summary>
    public virtual IReadOnlyList<string> GetValueNames(object line) => [];

    /// <summary>
    /// Reads parameters of the line as numbers. Called on the reader's thread; allocates nothing. May throw: the caller
    /// catches.
    /// </summary>
    /// <param name="line">The line.</param>
    /// <param name="names">Their names.</param>
    /// <param name="values">Receives a value for each name; NaN for one that is missing or not numeric.</param>
    public virtual void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values) => values.Fill(double.NaN);

    /// <summary>
    /// The text of a parameter, which a door without a filter of its own shows if all values are captured but some are hashed
    /// or redacted. Null if there is none or it is unknown: its hole is shown then. May throw: the caller catches.
    /// </summary>
    public virtual string? GetText(object line, string name) => null;

    /// <summary>
    /// A copy of the line with the values that the rules let through, which this renderer reads like any other line. Called
    /// on the application's thread, only if there are rules. Null if the door has no filter of its own: its numbers and texts
    /// are then read one by one. If it throws, the event is skipped.
    /// </summary>
    public virtual object? Filter(object line, CaptureRules rules) => null;

    /// <summary>
    /// Takes one event's line out of a batch that its door keeps together. The reader owns the line then. Called on the
    /// reader's thread, once for each event. Must not throw.
    /// </summary>
    /// <param name="lines">The batch.</param>
    /// <param name="place">The event's number in the batch, from 1.</param>
    public virtual object TakeOut(object lines, int place) => lines;

    /// <summary>
    /// Returns a line that the detector no longer uses to its door, which may reuse the object. Called once at most, on any
    /// thread; not called for a line whose processing failed. Must not throw.
    /// </summary>
    public virtual void Release(object line)
    {
    }
}
