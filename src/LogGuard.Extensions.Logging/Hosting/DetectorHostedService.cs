using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Ties a detector to the host's lifetime. Its model is loaded before other services start. Its queue is processed after other
/// services have stopped, within the host's shutdown timeout.
/// </summary>
internal sealed class DetectorHostedService(IServiceProvider services, string name, bool ownsDetector = true) : IHostedLifecycleService, IDisposable
{
    private AnomalyDetector? _detector;
    private readonly List<IHandlerDispatcher> _handlers = [];
    private SettingsReloader? _reloader;

    /// <summary>Creates the detector, which loads its model. Invalid settings throw here and stop the host.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _detector = DetectorRegistration.GetDetector(services, name);
        if (ownsDetector)
        {
            using (_detector.Unwatched())
            {
                DetectorRegistration.GetRelay(services, name)?.Connect();
            }
        }

        AddHandlers<IAnomalyHandler, Anomaly>(
            _detector, () => _detector.ReadAnomaliesAsync(CancellationToken.None), "anomalies", static (handler, anomaly, stopping) => handler.HandleAsync(anomaly, stopping));
        AddHandlers<IAlertHandler, Alert>(
            _detector, () => _detector.ReadAlertsAsync(CancellationToken.None), "alerts", static (handler, alert, stopping) => handler.HandleAsync(alert, stopping));
        if (_handlers.Count == 0 && !_detector.HasCallback && services.GetService<ILoggerFactory>() is { } loggers)
        {
            _detector.Alerts.Subscribe(new AlertLogger(loggers.CreateLogger(AlertLogger.Category)));
        }

        if (ownsDetector && services.GetService<IConfiguration>() is { } configuration)
        {
            _reloader = new SettingsReloader(
                _detector, services.GetRequiredService<IOptionsFactory<AnomalyDetectorOptions>>(), name,
                configuration.GetSection(SettingsBinder.SectionOf(name)));
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Stops the detector. Other services may log until this point.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        _reloader?.Dispose();
        if (_detector is null)
        {
            return;
        }

        var isInTime = true;
        try
        {
            // A detector that this service does not own is flushed instead of disposed.
            var stop = ownsDetector ? _detector.DisposeAsync().AsTask() : _detector.FlushAsync(cancellationToken);
            await stop.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            isInTime = false;
        }

        foreach (var handlers in ownsDetector ? _handlers : [])
        {
            isInTime &= await handlers.FinishAsync(cancellationToken).ConfigureAwait(false);
        }

        if (!isInTime)
        {
            var counters = _detector.Counters;
            _detector.Intake.Report($"the host's shutdown timeout elapsed, with {counters.QueueLength + counters.LeftBehind:N0} events left behind.");
        }
    }

    public void Dispose() => _reloader?.Dispose();

    private void AddHandlers<THandler, TItem>(
        AnomalyDetector detector, Func<IAsyncEnumerable<TItem>> read, string what, Func<THandler, TItem, CancellationToken, Task> handle)
        where THandler : class
    {
        if (DetectorRegistration.HasHandlers<THandler>(services, name))
        {
            _handlers.Add(new HandlerDispatcher<THandler, TItem>(
                detector, read(), services.GetRequiredService<IServiceScopeFactory>(), name, what, handle));
        }
    }
}
