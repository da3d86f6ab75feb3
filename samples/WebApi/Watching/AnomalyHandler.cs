using LogGuard;
using LogGuard.Extensions.Logging;

namespace WebApi.Watching;

/// <summary>What the service does with an anomaly: keeps it to be asked for, and prints it.</summary>
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
