using Microsoft.Extensions.Configuration;

namespace LogGuard.Extensions.Logging;

/// <summary>Binds the settings of a detector from configuration.</summary>
internal static class SettingsBinder
{
    /// <summary>The section of the detector without a name. Named detectors have a section of their name below it.</summary>
    public const string Section = "Logging:AnomalyDetector";

    /// <summary>Returns the section of a detector's settings.</summary>
    public static string SectionOf(string name) => name.Length == 0 ? Section : $"{Section}:{name}";

    /// <summary>Returns the section of a detector's health thresholds.</summary>
    public static string HealthSectionOf(string name) => $"{SectionOf(name)}:Health";

    /// <summary>Sets the options that the section contains. Other options are not changed.</summary>
    /// <param name="section">The section, which also contains the log levels and the health thresholds.</param>
    /// <param name="options">Receives the settings, the faults and the unknown names.</param>
    /// <param name="otherNames">Names of detectors whose sections are below this one; they are ignored.</param>
    public static void Bind(IConfiguration section, AnomalyDetectorOptions options, IEnumerable<string> otherNames) => options.Bind(
        section.AsEnumerable(makePathsRelative: true), ["LogLevel", "Health", .. otherNames]);
}
