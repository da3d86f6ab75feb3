namespace LogGuard.Pipeline;

/// <summary>The alerts of a dispatcher, to subscribe to.</summary>
internal sealed class AlertSource(AnomalyDispatcher dispatcher) : IObservable<Alert>
{
    public IDisposable Subscribe(IObserver<Alert> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return dispatcher.SubscribeToAlerts(observer.OnNext, observer.OnCompleted);
    }
}
