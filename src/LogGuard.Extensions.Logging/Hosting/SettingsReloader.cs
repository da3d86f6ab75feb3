using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Applies changed configuration to a running detector, which takes the settings that can change at run time. If a setting is
/// invalid, no setting is applied and the faults are reported. Log levels and health thresholds reload independently.
/// </summary>
internal sealed class SettingsReloader : IDisposable
{
    private readonly AnomalyDetector _detector;
    private readonly IOptionsFactory<AnomalyDetectorOptions> _options;
    private readonly string _name;
    private readonly Lock _lock = new();
    private readonly IDisposable _subscription;
    private string _told = "";

    public SettingsReloader(AnomalyDetector detector, IOptionsFactory<AnomalyDetectorOptions> options, string name, IConfigurationSection section)
    {
        _detector = detector;
        _options = options;
        _name = name;
        _subscription = ChangeToken.OnChange(section.GetReloadToken, Take);

        // Applies changes since the detector was created with the host's loggers.
        Take();
    }

    public void Dispose() => _subscription.Dispose();

    // Runs on the thread that reloads the configuration, so it must not throw.
    private void Take()
    {
        lock (_lock)
        {
            try
            {
                _detector.ApplySettings(_options.Create(_name));
                _told = "";
            }
            catch (Exception exception)
            {
                // Saving a file often raises two change notifications.
                if (exception.Message != _told)
                {
                    _detector.Intake.Report($"changed settings were not applied: {exception.Message}");
                }

                _told = exception.Message;
            }
        }
    }
}
