using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging.Hosting;

/// <summary>Checks a health check at the start of the host: its thresholds, and that its detector is registered.</summary>
internal sealed class HealthCheckRules(IServiceProvider services, string detector) : IValidateOptions<AnomalyDetectorHealthOptions>
{
    public ValidateOptionsResult Validate(string? name, AnomalyDetectorHealthOptions options)
    {
        if ((name ?? "") != detector)
        {
            return ValidateOptionsResult.Skip;
        }

        string[] faults = [.. options.Faults(), .. DetectorRegistration.IsRegistered(services, detector) ? [] : new[] { MissingDetector(detector) }];
        return faults.Length > 0 ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    /// <summary>The thresholds, by their names in a configuration.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        nameof(AnomalyDetectorHealthOptions.DegradedQueueShare), nameof(AnomalyDetectorHealthOptions.UnhealthyQueueShare),
        nameof(AnomalyDetectorHealthOptions.DegradedDropShare), nameof(AnomalyDetectorHealthOptions.UnhealthyDropShare),
        nameof(AnomalyDetectorHealthOptions.DegradedModelAge),
    ];

    /// <summary>Returns a message for each name in the section that is no threshold.</summary>
    public static IEnumerable<string> RemarksOn(IConfigurationSection? section) => (section?.GetChildren() ?? [])
        .Where(child => !Known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
        .Select(child => $"there is no setting Health.{child.Key}, and it has no effect; the thresholds are {string.Join(", ", Known)}.");

    /// <summary>The fault of a check without a detector.</summary>
    public static string MissingDetector(string name) => name.Length == 0
        ? "The health check anomaly-detector has no detector: call builder.Logging.AddAnomalyDetector(), or register the detector that Serilog writes to as a singleton."
        : $"The health check anomaly-detector-{name} has no detector: call builder.Services.AddAnomalyDetector(\"{name}\"), or give it the name of a registered one.";
}
