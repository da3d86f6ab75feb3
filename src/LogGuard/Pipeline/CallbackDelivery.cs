using LogGuard.Alerts;

namespace LogGuard.Pipeline;

/// <summary>Calls the host's callbacks and event handlers on the dispatcher's thread.</summary>
/// <param name="options">Holds the callbacks.</param>
/// <param name="sender">The sender of the events.</param>
/// <param name="alerts">Sends alerts to the webhook.</param>
internal sealed class CallbackDelivery(AnomalyDetectorOptions options, object sender, AlertHub alerts)
{
    public event EventHandler<Anomaly>? Anomaly;

    public event EventHandler<Alert>? Alert;

    public void Deliver(Anomaly anomaly) => Deliver(anomaly, options.OnAnomaly, Anomaly);

    public void Deliver(Alert alert)
    {
        // The webhook comes first, so that no receiver delays it. It only queues the alert.
        alerts.Send(alert);
        Deliver(alert, options.OnAlert, Alert);
    }

    private void Deliver<T>(T item, Action<T>? callback, EventHandler<T>? handlers)
    {
        var calls = new CallbackRunner();
        calls.Try(() => callback?.Invoke(item));
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            calls.Try(() => handler(sender, item));
        }

        calls.ThrowIfAny();
    }
}
