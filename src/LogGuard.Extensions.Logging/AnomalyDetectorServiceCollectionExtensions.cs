using System.Diagnostics.CodeAnalysis;
using LogGuard;
using LogGuard.Extensions.Logging;
using Microsoft.Extensions.Logging;

// For discoverability: whoever writes builder.Services has this namespace.
namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds anomaly detectors to the services of a host.</summary>
public static class AnomalyDetectorServiceCollectionExtensions
{
    /// <summary>Has an anomaly detector watch the log; as <c>builder.Logging.AddAnomalyDetector</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets what is not to have its default, after the configuration's section <c>Logging:AnomalyDetector</c>.</param>
    /// <returns>The services, to go on with.</returns>
    public static IServiceCollection AddAnomalyDetector(this IServiceCollection services, Action<AnomalyDetectorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        AnomalyDetectorSetup.AddDetector(services, "", configure);
        return services.AddLogging(logging => logging.AddAnomalyDetector());
    }

    /// <summary>
    /// Adds a detector with a name for a log of its own, such as a text log that the host has it read. It watches nothing of
    /// the application's log unless <c>builder.Logging.AddAnomalyDetector(name, ...)</c> says what.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Its name: the key of its service, and of its section below <c>Logging:AnomalyDetector</c>.</param>
    /// <param name="configure">Sets what is not to have its default, after the configuration.</param>
    /// <returns>The services, to go on with.</returns>
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
        AnomalyDetectorSetup.AddDetector(services, name, configure);
        return services;
    }

    /// <summary>Has a handler receive the anomalies of a detector. Several are called one after the other, for each anomaly.</summary>
    /// <typeparam name="THandler">The handler; may ask for other services, loggers too: what it logs is not judged.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="lifetime">How long one lives. The default is a scope for each anomaly.</param>
    /// <param name="name">Name of the detector; null for the one without a name.</param>
    /// <returns>The services, to go on with.</returns>
    public static IServiceCollection AddAnomalyHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, ServiceLifetime lifetime = ServiceLifetime.Scoped, string? name = null)
        where THandler : class, IAnomalyHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        AnomalyDetectorSetup.AddHandler<IAnomalyHandler, THandler>(services, name, lifetime);
        return services;
    }

    /// <summary>Has a handler receive the alerts of a detector. Several are called one after the other, for each alert.</summary>
    /// <typeparam name="THandler">The handler; may ask for other services, loggers too: what it logs is not judged.</typeparam>
    /// <param name="services">The services.</param>
    /// <param name="lifetime">How long one lives. The default is a scope for each alert.</param>
    /// <param name="name">Name of the detector; null for the one without a name.</param>
    /// <returns>The services, to go on with.</returns>
    public static IServiceCollection AddAlertHandler<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] THandler>(
        this IServiceCollection services, ServiceLifetime lifetime = ServiceLifetime.Scoped, string? name = null)
        where THandler : class, IAlertHandler
    {
        ArgumentNullException.ThrowIfNull(services);
        AnomalyDetectorSetup.AddHandler<IAlertHandler, THandler>(services, name, lifetime);
        return services;
    }
}
