using Microsoft.Extensions.Configuration;

namespace LogGuard.Serilog;

/// <summary>The settings of a configuration section, and the arguments beside it. A setting may not be given by both.</summary>
internal sealed class SectionSettings
{
    private readonly HashSet<string> _names;
    private readonly List<string> _faults = [];

    public SectionSettings(IConfigurationSection? section)
    {
        // A text in the section's own place is a fault, which the name of the section itself, the empty one, reports.
        Entries = section is null ? [] : [KeyValuePair.Create("", section.Value), .. section.AsEnumerable(makePathsRelative: true)];
        _names = new HashSet<string>(
            Entries.Where(entry => entry.Value is not null).Select(entry => entry.Key.Replace(':', '.')), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The names in the section and their texts.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Entries { get; }

    /// <summary>Sets an argument, if it is given.</summary>
    /// <param name="argument">The name of the argument.</param>
    /// <param name="setting">The name of its setting in the section.</param>
    /// <param name="value">The value; null if it is not given.</param>
    /// <param name="set">Sets it.</param>
    public void Set<T>(string argument, string setting, T value, Action<T> set)
    {
        if (value is null)
        {
            return;
        }

        if (_names.Contains(setting))
        {
            _faults.Add($"{argument} and options.{setting} are both set; set one of them.");
        }

        set(value);
    }

    /// <exception cref="ArgumentException">A setting is given twice.</exception>
    public void ThrowIfGivenTwice()
    {
        if (_faults.Count > 0)
        {
            throw new ArgumentException($"{nameof(AnomalyDetectorOptions)}: {string.Join(' ', _faults)}");
        }
    }
}
