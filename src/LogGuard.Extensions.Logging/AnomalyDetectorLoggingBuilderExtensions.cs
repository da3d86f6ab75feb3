using LogGuard;
using LogGuard.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;

// For discoverability: whoever writes builder.Logging has this namespace.
namespace Microsoft.Extensions.Logging;

/// <summary>Adds <c>AddAnomalyDetector()</c> to logging.</summary>
/// <remarks>
/// The detector is a singleton of the container, which disposes of it: <c>services.GetRequiredService&lt;AnomalyDetector&gt;()</c>.
/// Settings come from the configuration's section <c>Logging:AnomalyDetector</c> first, then from what is given here.
/// </remarks>
public static class AnomalyDetectorLoggingBuilderExtensions
{
    /// <summary>Has an anomaly detector watch the log; settings by configuration.</summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <returns>The builder, to go on with.</returns>
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
        AnomalyDetectorSetup.AddDetector(builder.Services, "", null);
        AnomalyDetectorSetup.AddProvider(builder, "", null);
        return builder;
    }

    /// <summary>Has an anomaly detector watch the log; settings by a callback, after those of the configuration.</summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="configure">
    /// Sets what is not to have its default. Called for each reload of the configuration as well, on options of its own.
    /// </param>
    /// <returns>The builder, to go on with.</returns>
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
        AnomalyDetectorSetup.AddDetector(builder.Services, "", configure);
        AnomalyDetectorSetup.AddProvider(builder, "", null);
        return builder;
    }

    /// <summary>Has an anomaly detector watch the log; settings by an object, whatever the configuration says.</summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="options">The settings; copied.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    public static ILoggingBuilder AddAnomalyDetector(this ILoggingBuilder builder, AnomalyDetectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        var copy = options.Copy();
        return builder.AddAnomalyDetector(target => target.CopyFrom(copy));
    }

    /// <summary>
    /// Has a detector watch the log that the host keeps, for its events, counters and methods. The host disposes of it,
    /// after the loggers. One detector may be given to several logger factories, and to Serilog as well.
    /// </summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="detector">The detector.</param>
    /// <returns>The builder, to go on with.</returns>
    /// <exception cref="InvalidOperationException">There is another detector without a name already.</exception>
    public static ILoggingBuilder AddAnomalyDetector(this ILoggingBuilder builder, AnomalyDetector detector)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(detector);
        AnomalyDetectorSetup.AddDetector(builder.Services, detector);
        AnomalyDetectorSetup.AddProvider(builder, "", null);
        return builder;
    }

    /// <summary>
    /// Has a detector of its own, beside others, watch a part of the log; settings by configuration, from the section
    /// <c>Logging:AnomalyDetector:{name}</c>, and by a callback.
    /// </summary>
    /// <param name="builder">The logging of a host, or of a logger factory.</param>
    /// <param name="name">Its name, which is the key of its service too.</param>
    /// <param name="watches">Says for a category whether it belongs to this log; asked once for each.</param>
    /// <param name="configure">Sets what is not to have its default.</param>
    /// <returns>The builder, to go on with.</returns>
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
        AnomalyDetectorSetup.AddDetector(builder.Services, name, configure);
        AnomalyDetectorSetup.AddProvider(builder, name, watches);
        return builder;
    }
}
