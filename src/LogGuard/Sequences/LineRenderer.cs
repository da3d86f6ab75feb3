namespace LogGuard.Sequences;

/// <summary>
/// Turns a door's log event into text, which happens only when an anomaly names it: the application's threads never
/// format for us.
/// </summary>
internal abstract class LineRenderer
{
    /// <summary>The line as a person would read it. May throw: the caller guards.</summary>
    public abstract string Render(object line);

    /// <summary>The trace id of the line in hexadecimal; null where it has none.</summary>
    public abstract string? GetTraceId(object line);

    /// <summary>The message template of the line. May throw: the caller guards.</summary>
    public abstract string GetTemplate(object line);

    /// <summary>The part of the application that logged the line, such as its class; null where it does not say. May throw.</summary>
    public virtual string? GetCategory(object line) => null;

    /// <summary>Names of the numeric parameters in the line's template, in the template's order. May throw: the caller guards.</summary>
    public virtual IReadOnlyList<string> GetValueNames(object line) => [];

    /// <summary>Reads parameters of the line as numbers. On the reader's thread; allocates nothing. May throw: the caller guards.</summary>
    /// <param name="line">The line.</param>
    /// <param name="names">Their names.</param>
    /// <param name="values">Receives as many values; NaN for one that is missing or no number.</param>
    public virtual void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values) => values.Fill(double.NaN);

    /// <summary>
    /// The text of a parameter that a door without a filter of its own shows where all values are taken but some are hashed
    /// or redacted; null where it has none, or does not say: its hole is shown then. May throw.
    /// </summary>
    public virtual string? GetText(object line, string name) => null;

    /// <summary>
    /// A copy of the line with what the rules let through, which this renderer reads as any other. On the application's
    /// thread, where there are rules only. Null where the door has no filter of its own: then its numbers and texts are
    /// taken one by one. May throw: the event is not taken then.
    /// </summary>
    public virtual object? Filter(object line, CaptureRules rules) => null;

    /// <summary>
    /// Takes one event's line out of those that its door keeps together, for the reader to own. On the reader's thread, once
    /// for each. Must not throw.
    /// </summary>
    /// <param name="lines">What keeps them.</param>
    /// <param name="place">Its number among them, from 1 up.</param>
    public virtual object TakeOut(object lines, int place) => lines;

    /// <summary>
    /// Takes a line back that the detector has let go of, so that a door may use the object again. Called once at most, on
    /// any thread; a line that trouble has come across may never be given back. Must not throw.
    /// </summary>
    public virtual void Release(object line)
    {
    }
}
