using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog;

/// <summary>Passes log events to a detector. On the caller's thread this takes two look-ups and an enqueue.</summary>
internal sealed class AnomalyDetectorSink(AnomalyDetector detector, bool ownsDetector) : ILogEventSink, IDisposable, IAsyncDisposable
{
    private readonly EventIntake _intake = detector.Intake;
    private readonly SerilogSessionId _sessions = new(detector.Intake);
    private readonly DetectorLevels _levels = DetectorLevels.Of(detector);

    public void Emit(LogEvent logEvent)
    {
        // Both enums have the same six levels in the same order.
        var severity = (LogSeverity)logEvent.Level;
        if (_levels.Hides(severity))
        {
            return;
        }

        _intake.Take(
            logEvent.MessageTemplate.Text,
            _sessions.Of(logEvent),
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
