using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using Microsoft.Extensions.DependencyInjection;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Passes the anomalies of a detector to its handlers, one at a time, with a scope per anomaly.</summary>
internal sealed class AnomalyPump
{
    private readonly AnomalyDetector _detector;
    private readonly IServiceScopeFactory _scopes;
    private readonly string _name;
    private readonly CancellationTokenSource _stopping = new();
    private Task _pumping = Task.CompletedTask;

    public AnomalyPump(AnomalyDetector detector, IServiceScopeFactory scopes, string name)
    {
        _detector = detector;
        _scopes = scopes;
        _name = name;

        // The call subscribes, so anomalies raised from now on are delivered.
        var anomalies = detector.ReadAnomaliesAsync();
        OwnWork.Run(() => _pumping = Task.Run(() => PumpAsync(anomalies)));
    }

    /// <summary>Waits for the handlers to complete, once the detector is disposed. Cancels them when the token is cancelled.</summary>
    /// <returns>Whether all handlers completed.</returns>
    public async Task<bool> FinishAsync(CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _stopping).ConfigureAwait(false);
        try
        {
            await _pumping.WaitAsync(cancellationToken).ConfigureAwait(false);
            return !_stopping.IsCancellationRequested;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task PumpAsync(IAsyncEnumerable<Anomaly> anomalies)
    {
        await foreach (var anomaly in anomalies.ConfigureAwait(false))
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await HandleAsync(anomaly).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // The container could not create the handlers, or a scope could not be disposed.
                Tell(exception);
            }
        }
    }

    private async Task HandleAsync(Anomaly anomaly)
    {
        var scope = _scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            var handlers = _name.Length == 0
                ? scope.ServiceProvider.GetServices<IAnomalyHandler>()
                : scope.ServiceProvider.GetKeyedServices<IAnomalyHandler>(_name);
            foreach (var handler in handlers)
            {
                try
                {
                    await handler.HandleAsync(anomaly, _stopping.Token).ConfigureAwait(false);
                }
                catch (Exception exception)
                {
                    // One handler that throws must not keep the anomaly from the others.
                    Tell(exception);
                }
            }
        }
    }

    private void Tell(Exception exception) => _detector.TellRepeated(
        "handler" + exception.GetType().FullName,
        count => $"handlers of anomalies threw {exception.GetType().Name} {count:N0} times since the last message: {exception.Message}");
}
