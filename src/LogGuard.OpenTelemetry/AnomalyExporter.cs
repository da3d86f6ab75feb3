namespace LogGuard.OpenTelemetry;

/// <summary>Passes anomalies of a host's detector on.</summary>
internal sealed class AnomalyExporter(FindingLog log) : IAnomalyHandler
{
    public Task HandleAsync(Anomaly anomaly, CancellationToken cancellationToken)
    {
        log.Write(anomaly);
        return Task.CompletedTask;
    }
}
