namespace LogGuard.OpenTelemetry;

/// <summary>Passes alerts of a host's detector on.</summary>
internal sealed class AlertExporter(FindingLog log) : IAlertHandler
{
    public Task HandleAsync(Alert alert, CancellationToken cancellationToken)
    {
        log.Write(alert);
        return Task.CompletedTask;
    }
}
