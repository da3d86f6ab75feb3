using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Logs the alerts of a detector without another receiver, so that a host without handlers sees its findings. No detector
/// watches the category.
/// </summary>
internal sealed partial class AlertLogger(ILogger log) : IObserver<Alert>
{
    public const string Category = "LogGuard.Anomalies";

    public void OnNext(Alert value) => Told(log, value.State == AlertState.Resolved ? LogLevel.Information : LevelOf(value.Severity), value);

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    private static LogLevel LevelOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Critical => LogLevel.Error,
        AlertSeverity.Warning => LogLevel.Warning,
        _ => LogLevel.Information,
    };

    [LoggerMessage(EventId = 1, Message = "{Alert}")]
    private static partial void Told(ILogger log, LogLevel level, Alert alert);
}
