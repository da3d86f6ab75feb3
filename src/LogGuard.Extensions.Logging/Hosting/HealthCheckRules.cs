using Microsoft.Extensions.DependencyInjection;
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

    /// <summary>The fault of a check without a detector.</summary>
    public static string MissingDetector(string name) => name.Length == 0
        ? "The health check anomaly-detector has no detector: call builder.Logging.AddAnomalyDetector(), or register the detector that Serilog writes to as a singleton."
        : $"The health check anomaly-detector-{name} has no detector: call builder.Services.AddAnomalyDetector(\"{name}\"), or give it the name of a registered one.";
}
