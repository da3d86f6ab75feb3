using LogGuard.Configuration;

namespace LogGuard;

/// <summary>The faults and remarks found while a configuration was bound; see <see cref="OptionBinder"/>.</summary>
public sealed partial class AnomalyDetectorOptions
{
    private readonly List<string> _faults = [];
    private readonly List<string> _remarks = [];

    /// <summary>
    /// Sets settings from the names and texts of a configuration, such as <c>Session:IdleTimeout</c> and <c>00:01:00</c>, as
    /// <c>IConfiguration.AsEnumerable(makePathsRelative: true)</c> gives them.
    /// </summary>
    /// <remarks>
    /// Does not throw: a text that cannot be read is a fault that <see cref="Copy"/> and the detector's constructor throw, together
    /// with values out of their range. The detector reports an unknown name once, with the nearest known one.
    /// </remarks>
    /// <param name="settings">Names, whose parts are separated by colons or dots, and texts.</param>
    /// <param name="ignoredNames">Names of sections that do not belong to the detector, such as <c>LogLevel</c>.</param>
    public void Bind(IEnumerable<KeyValuePair<string, string?>> settings, params IReadOnlyList<string> ignoredNames)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(ignoredNames);
        OptionBinder.Apply(this, settings, ignoredNames);
    }

    /// <summary>Messages about the configuration, reported when the detector starts.</summary>
    internal IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Adds a text that cannot be converted. <see cref="Freeze"/> throws it together with all other faults.</summary>
    internal void AddFault(string fault) => _faults.Add(fault);

    /// <summary>Adds a setting that has no effect.</summary>
    internal void AddRemark(string remark) => _remarks.Add(remark);
}
