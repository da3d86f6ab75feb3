using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Hands changed settings to a running detector, which takes what can change while it runs. Wrong ones are told, and none of
/// them is taken. The levels, by which the framework filters, and the health check's thresholds change by themselves.
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

        // What changed since the detector was made, with the host's loggers.
        Take();
    }

    public void Dispose() => _subscription.Dispose();

    // On the thread of whoever changed the configuration, which must not hear of our faults.
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
                // A file that is saved is often told of twice.
                if (exception.Message != _told)
                {
                    _detector.Intake.Report($"changed settings are not taken: {exception.Message}");
                }

                _told = exception.Message;
            }
        }
    }
}
