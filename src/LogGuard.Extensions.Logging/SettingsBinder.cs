using Microsoft.Extensions.Configuration;

namespace LogGuard.Extensions.Logging;

/// <summary>Reads a detector's settings from configuration. The one place that knows how.</summary>
internal static class SettingsBinder
{
    /// <summary>Where the settings of the detector without a name are; those of a named one are below it, by its name.</summary>
    public const string Section = "Logging:AnomalyDetector";

    /// <summary>The section of a detector's settings.</summary>
    public static string SectionOf(string name) => name.Length == 0 ? Section : $"{Section}:{name}";

    /// <summary>Sets what the section names; the rest stays as it is.</summary>
    /// <param name="section">The section, which has the levels and the health check's thresholds as well.</param>
    /// <param name="options">Receives the settings, and the faults and unknown names.</param>
    /// <param name="otherNames">Names of detectors whose sections are below this one.</param>
    public static void Bind(IConfiguration section, AnomalyDetectorOptions options, IEnumerable<string> otherNames) => options.Bind(
        section.AsEnumerable(makePathsRelative: true), ["LogLevel", "Health", .. otherNames]);
}
