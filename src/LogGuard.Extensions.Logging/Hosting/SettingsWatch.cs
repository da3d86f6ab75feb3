using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>
/// Says so when settings of a running detector are changed. Log levels, which the framework filters by, and the health
/// check's thresholds change while it runs; the detector itself was made for its settings.
/// </summary>
internal sealed class SettingsWatch : IDisposable
{
    private readonly AnomalyDetector _detector;
    private readonly IConfigurationSection _section;
    private readonly Lock _lock = new();
    private readonly IDisposable _subscription;
    private readonly Dictionary<string, string?> _start;
    private string _told = "";

    public SettingsWatch(AnomalyDetector detector, IConfigurationSection section)
    {
        _detector = detector;
        _section = section;
        _start = Read();
        _subscription = ChangeToken.OnChange(section.GetReloadToken, Compare);
    }

    public void Dispose() => _subscription.Dispose();

    private void Compare()
    {
        lock (_lock)
        {
            var now = Read();
            var changed = now.Keys.Union(_start.Keys, StringComparer.OrdinalIgnoreCase)
                .Where(key => !string.Equals(now.GetValueOrDefault(key), _start.GetValueOrDefault(key), StringComparison.Ordinal))
                .Order(StringComparer.OrdinalIgnoreCase)
                .Select(key => key.Replace(':', '.'));

            // A file that is saved is often told of twice.
            var text = string.Join(", ", changed);
            if (text != _told && text.Length > 0)
            {
                _detector.Tell($"{_section.Path} was changed: {text}. It needs a restart to take effect.");
            }

            _told = text;
        }
    }

    private Dictionary<string, string?> Read() => _section.AsEnumerable(makePathsRelative: true)
        .Where(setting => setting.Value is not null && !IsLive(setting.Key))
        .ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.OrdinalIgnoreCase);

    private static bool IsLive(string key) =>
        key.StartsWith("LogLevel:", StringComparison.OrdinalIgnoreCase) || key.StartsWith("Health:", StringComparison.OrdinalIgnoreCase);
}
