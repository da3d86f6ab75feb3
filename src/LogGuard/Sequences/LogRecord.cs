namespace LogGuard.Sequences;

/// <summary>One log event on its way from the application's thread to the reader.</summary>
/// <param name="Key">The log key of its template.</param>
/// <param name="Severity">Its level.</param>
/// <param name="DropStamp">How many events that may be of its session had been dropped when it was taken.</param>
/// <param name="Session">The session that it names.</param>
/// <param name="Timestamp">When it happened, in UTC ticks.</param>
/// <param name="Line">
/// The door's own event, so that its text can be rendered if an anomaly names it; or what the door keeps it in with others,
/// see <see cref="PlaceInLine"/>. The queue holds it for milliseconds; an open session holds its last one only.
/// </param>
/// <param name="Renderer">Knows how to read <paramref name="Line"/>.</param>
internal readonly record struct LogRecord(
    int Key,
    LogSeverity Severity,
    int DropStamp,
    SessionId Session,
    long Timestamp,
    object? Line,
    LineRenderer? Renderer)
{
    /// <summary>
    /// 0 where <see cref="Line"/> is the event's own; else its number, from 1 up, among several events whose lines its door
    /// keeps together in <see cref="Line"/> until the reader takes them out.
    /// </summary>
    public int PlaceInLine { get; init; }

    /// <summary>The record with a line of its own, taken out of those it was kept with. Once only, on the reader's thread.</summary>
    public LogRecord WithOwnLine() => this with { Line = Renderer!.TakeOut(Line!, PlaceInLine), PlaceInLine = 0 };

    /// <summary>Gives the line back to its door, by whoever owns this record and needs the line no more.</summary>
    public void ReleaseLine()
    {
        if (PlaceInLine == 0 && Line is { } line && Renderer is { } renderer)
        {
            renderer.Release(line);
        }
    }
}
