using LogGuard.Sequences;

namespace LogGuard;

/// <summary>What is taken of events where <see cref="AnomalyDetectorOptions.Capture"/> says that it is not everything.</summary>
public sealed partial class AnomalyDetector
{
    // Null where events are taken as they are: then they cost nothing more.
    private readonly CaptureRules? _capture;

    /// <summary>The id by which the detector knows a session, for what the host says of one.</summary>
    internal SessionId SessionOf(object sessionId)
    {
        var id = SessionId.From(sessionId);
        return _capture?.Apply(id) ?? id;
    }

    /// <summary>
    /// The event as it may enter the queue. On the application's thread; may throw what a property throws: the event is
    /// not taken then. The door's own line is not needed any more.
    /// </summary>
    internal static LogRecord Filter(in LogRecord record, CaptureRules rules)
    {
        var session = rules.Apply(record.Session);
        if (record is not { Line: { } line, Renderer: { } renderer })
        {
            return record with { Session = session };
        }

        return renderer.Filter(line, rules) is { } filtered
            ? record with { Session = session, Line = filtered }
            : record with { Session = session, Line = FilteredLineRenderer.Filter(line, renderer, rules), Renderer = FilteredLineRenderer.Instance };
    }
}
