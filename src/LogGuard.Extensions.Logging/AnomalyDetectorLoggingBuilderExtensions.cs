using LogGuard;
using LogGuard.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;

// In this namespace for discoverability: code that uses builder.Logging imports it.
namespace Microsoft.Extensions.Logging;

/// <summary>Adds <c>AddAnomalyDetector()</c> to logging.</summary>
/// <remarks>
/// The detector is a singleton of the container, which disposes it:
/// <c>services.GetRequiredService&lt;AnomalyDetector&gt;()</c>. Settings come from the configuration section
/// <c>Logging:AnomalyDetector</c> first, then from the arguments.
/// </remarks>
public static class AnomalyDetectorLoggingBuilderExtensions
{
    /// <summary>Adds an anomaly detector for the log, with settings by configuration.</summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <returns>The builder, for method chaining.</returns>
    /// <example>
    /// <code>
    /// builder.Logging.AddAnomalyDetector();
    /// </code>
    /// In <c>appsettings.json</c>:
    /// <code>
    /// { "Logging": { "AnomalyDetector": { "ModelPath": "model", "Session": { "Property": "OrderId" }, "LogLevel": { "Default": "Information" } } } }
    /// </code>
    /// </example>
    public static ILoggingBuilder AddAnomalyDetector(this ILoggingBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        DetectorRegistration.AddDetector(builder.Services, "", null);
        DetectorRegistration.AddProvider(builder, "", null);
        return builder;
    }

    /// <summary>Adds an anomaly detector for the log, with settings by configuration and then by a callback.</summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="configure">
    /// Sets the settings that differ from the defaults. Also called on new options at each reload of the configuration.
    /// </param>
    /// <returns>The builder, for method chaining.</returns>
    /// <example>
    /// <code>
    /// builder.Logging.AddAnomalyDetector(options =>
    /// {
    ///     options.Session.Property = "OrderId";
    ///     options.OnAnomaly = anomaly => Console.Error.WriteLine(anomaly);
    /// });
    /// </code>
    /// </example>
    public static ILoggingBuilder AddAnomalyDetector(this ILoggingBuilder builder, Action<AnomalyDetectorOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        DetectorRegistration.AddDetector(builder.Services, "", configure);
        DetectorRegistration.AddProvider(builder, "", null);
        return builder;
    }

    /// <summary>Adds an anomaly detector for the log, with settings by an object. The configuration is ignored.</summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="options">The settings; copied.</param>
    /// <returns>The builder, for method chaining.</returns>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
    public static ILoggingBuilder AddAnomalyDetector(this ILoggingBuilder builder, AnomalyDetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        return builder.AddAnomalyDetector(target => target.CopyFrom(copy));
    }

    /// <summary>
    /// Adds an existing detector, for access to its events, counters and methods. The caller disposes the detector after the
    /// loggers. Several logger factories, and Serilog, may share one detector.
    /// </summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="detector">The detector.</param>
    /// <returns>The builder, for method chaining.</returns>
    /// <exception cref="InvalidOperationException">Another detector without a name is already registered.</exception>
    public static ILoggingBuilder AddAnomalyDetector(this ILoggingBuilder builder, AnomalyDetector detector)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(detector);
        DetectorRegistration.AddDetector(builder.Services, detector);
        DetectorRegistration.AddProvider(builder, "", null);
        return builder;
    }

    /// <summary>
    /// Adds a named detector for a part of the log, with settings by the configuration section
    /// <c>Logging:AnomalyDetector:{name}</c> and by a callback.
    /// </summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="name">The name of the detector, which is also its service key.</param>
    /// <param name="watches">Returns whether the detector receives the events of a category. Called once per category.</param>
    /// <param name="configure">Sets the settings that differ from the defaults.</param>
    /// <returns>The builder, for method chaining.</returns>
    /// <example>
    /// <code>
    /// builder.Logging.AddAnomalyDetector("payments", category => category.StartsWith("Shop.Payments"));
    /// </code>
    /// </example>
    public static ILoggingBuilder AddAnomalyDetector(
        this ILoggingBuilder builder, string name, Func<string, bool> watches, Action<AnomalyDetectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(watches);
        DetectorRegistration.AddDetector(builder.Services, name, configure);
        DetectorRegistration.AddProvider(builder, name, watches);
        return builder;
    }
}
