using LogGuard;
using LogGuard.Extensions.Logging;
using LogGuard.Extensions.Logging.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

// In this namespace for discoverability: code that uses services.AddHealthChecks() imports it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds <c>AddAnomalyDetector()</c> to health checks.</summary>
public static class AnomalyDetectorHealthChecksBuilderExtensions
{
    /// <summary>
    /// Adds a health check that reports whether a detector keeps up with its log. The data of the result holds the state, the
    /// queue, the drops and the age of the model.
    /// </summary>
    /// <param name="builder">The health checks builder.</param>
    /// <param name="name">Name of the detector; null for the detector without a name.</param>
    /// <param name="configure">Sets the thresholds. Called after the configuration section <c>Health</c> of the detector is applied.</param>
    /// <param name="checkName">Name of the check; null for <c>anomaly-detector</c>, or <c>anomaly-detector-</c> and the name of the detector.</param>
    /// <param name="failureStatus">The status if the detector is unhealthy; null for <see cref="HealthStatus.Unhealthy"/>.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns>The builder, for method chaining.</returns>
    /// <remarks>The host does not start if the detector is not registered, or a threshold is out of range.</remarks>
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
                services.GetService<IConfiguration>()?.GetSection(SettingsBinder.HealthSectionOf(name)).Bind(options))
            .ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<AnomalyDetectorHealthOptions>>(services => new HealthCheckRules(services, name));
        builder.Services.AddSingleton<IOptionsChangeTokenSource<AnomalyDetectorHealthOptions>>(services => new HealthOptionsChange(services, name));
        if (configure is not null)
        {
            builder.Services.Configure(name, configure);
        }

        // One instance serves all checks, because it stores the counters of the previous check.
        IHealthCheck? check = null;
        return builder.Add(new HealthCheckRegistration(
            checkName ?? (name.Length == 0 ? "anomaly-detector" : "anomaly-detector-" + name),
            services => LazyInitializer.EnsureInitialized(ref check, () => DetectorRegistration.IsRegistered(services, name)
                ? new DetectorHealthCheck(
                    DetectorRegistration.GetDetector(services, name), services.GetRequiredService<IOptionsMonitor<AnomalyDetectorHealthOptions>>(), name)
                : new MissingDetectorHealthCheck(name)),
            failureStatus,
            tags));
    }

    private sealed class HealthOptionsChange(IServiceProvider services, string name) : IOptionsChangeTokenSource<AnomalyDetectorHealthOptions>
    {
        private static readonly Primitives.CancellationChangeToken Never = new(CancellationToken.None);

        public string Name => name;

        public Primitives.IChangeToken GetChangeToken() =>
            services.GetService<IConfiguration>()?.GetSection(SettingsBinder.SectionOf(name)).GetReloadToken() ?? Never;
    }
}
