using LogGuard;
using LogGuard.Extensions.Logging;

namespace WebApi.Watching;

/// <summary>Stores anomalies for the endpoints and prints them.</summary>
internal sealed class AnomalyHandler(AnomalyHistory history, AppSettings settings) : IAnomalyHandler
{
    public Task HandleAsync(Anomaly anomaly, CancellationToken cancellationToken)
    {
        history.Add(anomaly);
        if (!settings.IsQuiet)
        {
            Console.WriteLine(anomaly);
        }

        return Task.CompletedTask;
    }
}
