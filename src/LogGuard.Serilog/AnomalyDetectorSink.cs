using LogGuard.Sequences;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Hands log events to a detector. On the caller's thread: two look-ups and a place in a queue.</summary>
internal sealed class AnomalyDetectorSink(AnomalyDetector detector, string? sessionProperty, bool ownsDetector)
    : ILogEventSink, IDisposable, IAsyncDisposable
{
    public void Emit(LogEvent logEvent) => detector.Take(
        logEvent.MessageTemplate.Text,
        SessionOf(logEvent),
        logEvent.Timestamp.UtcTicks,

        // The levels of both are the same six in the same order.
        (LogSeverity)logEvent.Level,
        logEvent,
        SerilogLineRenderer.Instance);

    public void Dispose()
    {
        if (ownsDetector)
        {
            detector.Dispose();
        }
    }

    public ValueTask DisposeAsync() => ownsDetector ? detector.DisposeAsync() : ValueTask.CompletedTask;

    private SessionId SessionOf(LogEvent logEvent)
    {
        if (sessionProperty is not null
            && logEvent.Properties.TryGetValue(sessionProperty, out var value)
            && value is ScalarValue { Value: { } scalar })
        {
            return SessionId.From(scalar);
        }

        // Activity keeps the text of its trace id, so asking for it costs nothing the second time.
        return logEvent.TraceId is { } traceId ? SessionId.From(traceId.ToHexString()) : SessionId.Stream;
    }
}
