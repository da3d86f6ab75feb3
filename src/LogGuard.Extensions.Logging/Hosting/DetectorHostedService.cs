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
    private AnomalyPump? _pump;
    private SettingsWatch? _watch;

    /// <summary>Creates the detector, which loads its model. Invalid settings throw here and stop the host.</summary>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _detector = AnomalyDetectorSetup.GetDetector(services, name);
        if (AnomalyDetectorSetup.HasHandlers(services, name))
        {
            _pump = new AnomalyPump(_detector, services.GetRequiredService<IServiceScopeFactory>(), name);
        }
        else if (!_detector.HasReceiver && services.GetService<ILoggerFactory>() is { } loggers)
        {
            _detector.Alerts.Subscribe(new AlertLog(loggers.CreateLogger(AlertLog.Category)));
        }

        if (ownsDetector && services.GetService<IConfiguration>() is { } configuration)
        {
            _watch = new SettingsWatch(
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
        _watch?.Dispose();
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

        isInTime &= _pump is null || !ownsDetector || await _pump.FinishAsync(cancellationToken).ConfigureAwait(false);
        if (!isInTime)
        {
            _detector.TellLeftBehind("the host's shutdown timeout elapsed");
        }
    }

    public void Dispose() => _watch?.Dispose();
}
