using LogGuard.Diagnostics;
using LogGuard.Parsing;

namespace LogGuard.Pipeline;

/// <summary>Counts and reports the lines of one text log in which a search for sessions or custom masks ran out of time.</summary>
internal sealed class SearchReport(SessionReader sessions, MinedKeys keys, DiagnosticLog? diagnostics)
{
    private long _sessionsSeen;
    private long _masksSeen = keys.MaskTimeoutCount;

    private long _count;

    /// <summary>Number of searches that ran out of time before this report began.</summary>
    public long CountBefore { get; init; }

    /// <summary>Number of searches that ran out of time.</summary>
    public long Count => CountBefore + _count;

    /// <summary>Looks for searches that ran out of time since the last call.</summary>
    public void Check()
    {
        if (sessions.TimeoutCount != _sessionsSeen)
        {
            Report(
                ref _sessionsSeen, sessions.TimeoutCount, "session search",
                "the search for sessions took too long in {0:N0} lines since the last report. The sessions found until then count. "
                + "An expression that can match in few places of a long line is faster.");
        }

        if (keys.MaskTimeoutCount is var masks && masks != _masksSeen)
        {
            Report(
                ref _masksSeen, masks, "custom masks",
                "the custom masks took longer than Mining.CustomMaskTimeout in {0:N0} lines since the last report. The masks found until then apply.");
        }
    }

    private void Report(ref long seen, long now, string subject, string message)
    {
        var added = now - seen;
        seen = now;
        _count += added;
        diagnostics?.TellRepeated(subject, count => string.Format(System.Globalization.CultureInfo.InvariantCulture, message, count), added);
    }
}
