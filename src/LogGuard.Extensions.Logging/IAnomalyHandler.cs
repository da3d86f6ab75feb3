namespace LogGuard;

/// <summary>
/// Receives the anomalies of a detector in a host. Registered with <c>services.AddAnomalyHandler</c>; one that is scoped gets
/// a scope of its own for each anomaly.
/// </summary>
/// <remarks>
/// Called for one anomaly at a time, in order. What it throws is told through <see cref="AnomalyDetectorOptions.Diagnostics"/>
/// and goes no further; what it logs is not judged. While it takes its time up to
/// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> anomalies wait; further ones are counted in
/// <see cref="DetectorCounters.AnomaliesDropped"/>.
/// </remarks>
public interface IAnomalyHandler
{
    /// <summary>Handles an anomaly.</summary>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="cancellationToken">Cancelled when the time in which the host is to shut down is over.</param>
    Task HandleAsync(Anomaly anomaly, CancellationToken cancellationToken);
}
