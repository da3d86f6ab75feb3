using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Determines the session of a log event: by a property, otherwise by its trace id, otherwise the single stream.</summary>
internal static class SerilogSessionId
{
    public static SessionId Of(LogEvent logEvent, string? property)
    {
        if (property is not null
            && logEvent.Properties.TryGetValue(property, out var value)
            && value is ScalarValue { Value: { } scalar })
        {
            return SessionId.From(scalar);
        }

        // Activity caches the text of its trace id.
        return logEvent.TraceId is { } traceId ? SessionId.From(traceId.ToHexString()) : SessionId.Stream;
    }
}
