namespace LogGuard.Pipeline;

/// <summary>The alerts of a dispatcher as an observable.</summary>
internal sealed class AlertSource(AnomalyDispatcher dispatcher) : IObservable<Alert>
{
    public IDisposable Subscribe(IObserver<Alert> observer)
    {
        ArgumentNullException.ThrowIfNull(observer);
        return dispatcher.SubscribeToAlerts(observer.OnNext, observer.OnCompleted);
    }
}
