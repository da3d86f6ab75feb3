namespace LogGuard;

/// <summary>
/// Handles the anomalies of a detector in a host. Registered with <c>services.AddAnomalyHandler</c>. A scoped handler gets a
/// new scope for each anomaly.
/// </summary>
/// <remarks>
/// Called for one anomaly at a time, in order. Exceptions are caught and reported through
/// <see cref="AnomalyDetectorOptions.Diagnostics"/>. Events that the handler logs are not judged. Up to
/// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> anomalies wait for a slow handler; further ones are counted in
/// <see cref="DetectorCounters.AnomaliesDropped"/>.
/// </remarks>
public interface IAnomalyHandler
{
    /// <summary>Handles an anomaly.</summary>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="cancellationToken">Cancelled when the host's shutdown timeout elapses.</param>
    Task HandleAsync(Anomaly anomaly, CancellationToken cancellationToken);
}
