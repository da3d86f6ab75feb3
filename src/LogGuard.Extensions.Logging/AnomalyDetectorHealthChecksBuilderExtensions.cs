using LogGuard;
using LogGuard.Extensions.Logging;
using LogGuard.Extensions.Logging.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

// For discoverability: whoever writes services.AddHealthChecks() has this namespace.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds <c>AddAnomalyDetector()</c> to health checks.</summary>
public static class AnomalyDetectorHealthChecksBuilderExtensions
{
    /// <summary>
    /// Checks whether a detector keeps up with its log: state, queue, drops and age of the model, all of which are in the
    /// result's data.
    /// </summary>
    /// <param name="builder">The health checks.</param>
    /// <param name="name">Name of the detector; null for the one without a name.</param>
    /// <param name="configure">Sets the thresholds, after the configuration's section <c>Health</c> beside the detector's settings.</param>
    /// <param name="checkName">Name of the check; null for <c>anomaly-detector</c>, with the detector's name behind it if it has one.</param>
    /// <param name="failureStatus">What is reported where the detector is unhealthy; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddHealthChecks().AddAnomalyDetector(failureStatus: HealthStatus.Degraded);
    /// </code>
    /// </example>
    public static IHealthChecksBuilder AddAnomalyDetector(
        this IHealthChecksBuilder builder,
        string? name = null,
        Action<AnomalyDetectorHealthOptions>? configure = null,
        string? checkName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        name ??= "";
        builder.Services.AddOptions<AnomalyDetectorHealthOptions>(name)
            .Configure<IServiceProvider>((options, services) =>
                services.GetService<IConfiguration>()?.GetSection(SettingsBinder.SectionOf(name) + ":Health").Bind(options))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AnomalyDetectorHealthOptions>>(new HealthOptionsValidator());
        builder.Services.AddSingleton<IOptionsChangeTokenSource<AnomalyDetectorHealthOptions>>(services => new HealthOptionsChange(services, name));
        if (configure is not null)
        {
            builder.Services.Configure(name, configure);
        }

        // One for all checks: it knows what was counted at the last one.
        DetectorHealthCheck? check = null;
        return builder.Add(new HealthCheckRegistration(
            checkName ?? (name.Length == 0 ? "anomaly-detector" : "anomaly-detector-" + name),
            services => LazyInitializer.EnsureInitialized(ref check, () => new DetectorHealthCheck(
                AnomalyDetectorSetup.GetDetector(services, name), services.GetRequiredService<IOptionsMonitor<AnomalyDetectorHealthOptions>>(), name)),
            failureStatus,
            tags));
    }

    private sealed class HealthOptionsValidator : IValidateOptions<AnomalyDetectorHealthOptions>
    {
        public ValidateOptionsResult Validate(string? name, AnomalyDetectorHealthOptions options) =>
            options.Faults().ToArray() is { Length: > 0 } faults ? ValidateOptionsResult.Fail(faults) : ValidateOptionsResult.Success;
    }

    private sealed class HealthOptionsChange(IServiceProvider services, string name) : IOptionsChangeTokenSource<AnomalyDetectorHealthOptions>
    {
        private static readonly Primitives.CancellationChangeToken Never = new(CancellationToken.None);

        public string Name => name;

        public Primitives.IChangeToken GetChangeToken() =>
            services.GetService<IConfiguration>()?.GetSection(SettingsBinder.SectionOf(name)).GetReloadToken() ?? Never;
    }
}
