using System.Diagnostics.CodeAnalysis;
using LogGuard;
using LogGuard.Extensions.Logging;
using Microsoft.Extensions.Logging;

// In this namespace for discoverability: code that uses builder.Services imports it.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds anomaly detectors to the services of a host.</summary>
public static class AnomalyDetectorServiceCollectionExtensions
{
    /// <summary>Adds an anomaly detector for the log, like <c>builder.Logging.AddAnomalyDetector</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the settings that differ from the defaults, after the configuration section <c>Logging:AnomalyDetector</c>.</param>
    /// <returns>The services, for method chaining.</returns>
    public static IServiceCollection AddAnomalyDetector(this IServiceCollection services, Action<AnomalyDetectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        DetectorRegistration.AddDetector(services, "", configure);
        return services.AddLogging(logging => logging.AddAnomalyDetector());
    }

    /// <summary>
    /// Adds a named detector for a separate log, such as a text log that the host reads. It receives no events of the
    /// application's log unless <c>builder.Logging.AddAnomalyDetector(name, ...)</c> selects categories.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The name of the detector, its service key and its section below <c>Logging:AnomalyDetector</c>.</param>
    /// <param name="configure">Sets the settings that differ from the defaults, after the configuration.</param>
    /// <returns>The services, for method chaining.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddAnomalyDetector("proxy", options => options.ModelPath = "proxy-model");
    /// </code>
    /// </example>
    public static IServiceCollection AddAnomalyDetector(
        this IServiceCollection services, string name, Action<AnomalyDetectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrEmpty(name);
        DetectorRegistration.AddDetector(services, name, configure);
        return services;
    }

    /// <summary>Adds a handler for the anomalies of a detector. Several handlers are called one after another for each anomaly.</summary>
    /// <typeparam name="THandler">The handler. It may use other services, including loggers: events that it logs are not judged.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="lifetime">The lifetime of the handler. The default is scoped, with a scope per anomaly.</param>
    /// <param name="name">Name of the detector; null for the detector without a name.</param>
    /// <returns>The services, for method chaining.</returns>
    public static IServiceCollection AddAnomalyHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, ServiceLifetime lifetime = ServiceLifetime.Scoped, string? name = null)
        where THandler : class, IAnomalyHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        DetectorRegistration.AddHandler<IAnomalyHandler, THandler>(services, name, lifetime);
        return services;
    }

    /// <summary>Adds a handler for the alerts of a detector. Several handlers are called one after another for each alert.</summary>
    /// <typeparam name="THandler">The handler. It may use other services, including loggers: events that it logs are not judged.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="lifetime">The lifetime of the handler. The default is scoped, with a scope per alert.</param>
    /// <param name="name">Name of the detector; null for the detector without a name.</param>
    /// <returns>The services, for method chaining.</returns>
    public static IServiceCollection AddAlertHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, ServiceLifetime lifetime = ServiceLifetime.Scoped, string? name = null)
        where THandler : class, IAlertHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        DetectorRegistration.AddHandler<IAlertHandler, THandler>(services, name, lifetime);
        return services;
    }
}
