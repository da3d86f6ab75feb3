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
    /// Takes a line back that the detector has let go of, so that a door may use the object again. Called once at most, on
    /// any thread; a line that trouble has come across may never be given back. Must not throw.
    /// </summary>
    public virtual void Release(object line)
    {
    }
}
