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
}
