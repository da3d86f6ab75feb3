using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Hands log events to a detector. On the caller's thread: two look-ups and a place in a queue.</summary>
internal sealed class AnomalyDetectorSink(AnomalyDetector detector, bool ownsDetector) : ILogEventSink, IDisposable, IAsyncDisposable
{
    private readonly EventIntake _intake = detector.Intake;
    private readonly string? _sessionProperty = detector.Intake.SessionProperty;
    private readonly DetectorLevels _levels = DetectorLevels.Of(detector);

    public void Emit(LogEvent logEvent)
    {
        // The levels of both are the same six in the same order.
        var severity = (LogSeverity)logEvent.Level;
        if (_levels.Hides(severity))
        {
            return;
        }

        _intake.Take(
            logEvent.MessageTemplate.Text,
            SerilogSession.Of(logEvent, _sessionProperty),
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
