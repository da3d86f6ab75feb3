using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Passes log events to a detector. On the caller's thread this takes two look-ups and an enqueue.</summary>
internal sealed class AnomalyDetectorSink(AnomalyDetector detector, string? sessionProperty, bool ownsDetector)
    : ILogEventSink, IDisposable, IAsyncDisposable
{
    public void Emit(LogEvent logEvent)
    {
        // Both enums have the same six levels in the same order.
        var severity = (LogSeverity)logEvent.Level;
        if (detector.LevelGuard is { } guard && guard.Hides(severity))
        {
            return;
        }

        detector.Take(
            logEvent.MessageTemplate.Text,
            SerilogSession.Of(logEvent, sessionProperty),
            logEvent.Timestamp.UtcTicks,
            severity,
            logEvent,
            SerilogLineRenderer.Instance);
    }

    public void Dispose()
    {
        if (ownsDetector)
        {
            detector.Dispose();
        }
    }

    public ValueTask DisposeAsync() => ownsDetector ? detector.DisposeAsync() : ValueTask.CompletedTask;
}
