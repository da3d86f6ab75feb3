using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>The session that a log event belongs to: by a property, else by its trace, else the one stream.</summary>
internal static class SerilogSession
{
    public static SessionId Of(LogEvent logEvent, string? property)
    {
        if (property is not null
            && logEvent.Properties.TryGetValue(property, out var value)
            && value is ScalarValue { Value: { } scalar })
        {
            return SessionId.From(scalar);
        }

        // Activity keeps the text of its trace id, so asking for it costs nothing the second time.
        return logEvent.TraceId is { } traceId ? SessionId.From(traceId.ToHexString()) : SessionId.Stream;
    }
}
