namespace LogGuard.Sequences;

/// <summary>
/// One log event on its way from the application's thread to the reader, or the place of a message to the reader
/// among the events (<see cref="Keys.LogKey.IsEvent"/>).
/// </summary>
/// <param name="Key">The log key of its template.</param>
/// <param name="Severity">Its level.</param>
/// <param name="DropStamp">Number of events, possibly of its session, that were dropped before it.</param>
/// <param name="Session">The session that it names.</param>
/// <param name="Timestamp">The time of the event, in UTC ticks.</param>
/// <param name="Line">
/// The integration's own event, whose text is rendered if an anomaly names it, or the batch that contains it, see
/// <see cref="PlaceInLine"/>. The queue holds it for milliseconds; an open session holds only its last one.
/// </param>
/// <param name="Renderer">Reads <paramref name="Line"/>.</param>
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
    /// 0 if <see cref="Line"/> is the event's own; otherwise the event's number, from 1, in a batch of lines that its integration
    /// keeps together until the reader takes them out.
    /// </summary>
    public int PlaceInLine { get; init; }

    /// <summary>The record with a line of its own, taken out of its batch. Called once, on the reader's thread.</summary>
    public LogRecord WithOwnLine() => this with { Line = Renderer!.TakeOut(Line!, PlaceInLine), PlaceInLine = 0 };

    /// <summary>Returns the line to its integration. Called by the owner of this record when it no longer needs the line.</summary>
    public void ReleaseLine()
    {
        if (PlaceInLine == 0 && Line is { } line && Renderer is { } renderer)
        {
            renderer.Release(line);
        }
    }
}
