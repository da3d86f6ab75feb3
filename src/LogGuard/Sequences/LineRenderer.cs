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
}
