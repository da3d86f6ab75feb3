namespace LogGuard;

/// <summary>
/// Receives the alerts of a detector in a host: one for each cause instead of one for each anomaly. Registered with
/// <c>services.AddAlertHandler</c>; a scoped handler gets a scope of its own for each alert.
/// </summary>
/// <remarks>
/// Called for one alert at a time, in order. An exception is reported through <see cref="AnomalyDetectorOptions.Diagnostics"/> and
/// has no other effect; events that the handler logs are not judged. While it takes its time up to
/// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> alerts wait; further ones are counted in
/// <see cref="DetectorCounters.AlertsDropped"/>.
/// </remarks>
/// <example>
/// <code>
/// sealed class Pager(IPagerClient client) : IAlertHandler
/// {
///     public Task HandleAsync(Alert alert, CancellationToken cancellationToken) => client.SendAsync(alert.ToString(), cancellationToken);
/// }
///
/// builder.Services.AddAlertHandler&lt;Pager&gt;();
/// </code>
/// </example>
public interface IAlertHandler
{
    /// <summary>Handles an alert.</summary>
    /// <param name="alert">The alert; <see cref="Alert.State"/> says whether its cause is new, goes on, or is resolved.</param>
    /// <param name="cancellationToken">Cancelled when the time in which the host is to shut down is over.</param>
    Task HandleAsync(Alert alert, CancellationToken cancellationToken);
}
