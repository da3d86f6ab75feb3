namespace LogGuard;

/// <summary>
/// Handles the alerts of a detector in a host: one for each cause instead of one for each anomaly. Registered with
/// <c>services.AddAlertHandler</c>. A scoped handler gets a new scope for each alert.
/// </summary>
/// <remarks>
/// Called for one alert at a time, in order. Exceptions are caught and reported through
/// <see cref="AnomalyDetectorOptions.Diagnostics"/>. Events that the handler logs are not judged. Up to
/// <see cref="AnomalyDetectorOptions.PendingAnomalyLimit"/> alerts wait for a slow handler; further ones are counted in
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
    /// <param name="cancellationToken">Cancelled when the host's shutdown timeout elapses.</param>
    Task HandleAsync(Alert alert, CancellationToken cancellationToken);
}
