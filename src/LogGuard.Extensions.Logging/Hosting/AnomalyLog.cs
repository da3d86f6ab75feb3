using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Logs anomalies that have no other receiver, as warnings of a category of its own, which no detector watches: who adds a
/// detector to a host and nothing else is to see what it finds.
/// </summary>
internal sealed partial class AnomalyLog(ILogger log) : IObserver<Anomaly>
{
    public const string Category = "LogGuard.Anomalies";

    public void OnNext(Anomaly value) => Found(log, value);

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    [LoggerMessage(1, LogLevel.Warning, "{Anomaly}")]
    private static partial void Found(ILogger log, Anomaly anomaly);
}
