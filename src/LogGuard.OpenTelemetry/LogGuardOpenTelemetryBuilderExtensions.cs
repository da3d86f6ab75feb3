using LogGuard.OpenTelemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

// For discoverability.
namespace OpenTelemetry;

/// <summary>Adds LogGuard to OpenTelemetry.</summary>
public static class LogGuardOpenTelemetryBuilderExtensions
{
    /// <summary>The name of LogGuard's meter, and of the activity source of its trainings and snapshots.</summary>
    public const string LogGuardName = "LogGuard";

    /// <summary>The name of the activity source of anomalies.</summary>
    public const string AnomalySourceName = "LogGuard.OpenTelemetry";

    /// <summary>The category of the log records of anomalies.</summary>
    public const string AnomalyCategory = "LogGuard.OpenTelemetry.Anomalies";

    /// <summary>The category of the log records of alerts.</summary>
    public const string AlertCategory = "LogGuard.OpenTelemetry.Alerts";

    /// <summary>
    /// Exports LogGuard's meter and spans, and each anomaly and each alert of a detector as a log record in the trace of its line.
    /// An anomaly whose trace is sampled is a span in it, too, which links to the request's span, and to which a request's span that is still
    /// running links.
    /// </summary>
    /// <remarks>
    /// The records go through the loggers of the host to the exporters that <c>WithLogging</c> or <c>AddOpenTelemetry</c> has; the
    /// detector ignores their categories. Call it once for each detector.
    /// </remarks>
    /// <typeparam name="TBuilder">The builder, such as <c>OpenTelemetryBuilder</c>.</typeparam>
    /// <param name="builder">The builder of the host's telemetry.</param>
    /// <param name="detector">The name of the detector; null for the detector without a name.</param>
    /// <returns>The builder, for method chaining.</returns>
    /// <example>
    /// <code>
    /// builder.Services.AddOpenTelemetry().AddLogGuard().WithLogging().UseOtlpExporter();
    /// </code>
    /// </example>
    public static TBuilder AddLogGuard<TBuilder>(this TBuilder builder, string? detector = null)
        where TBuilder : IOpenTelemetryBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (!builder.Services.Any(service => service.ServiceType == typeof(RequestSpans)))
        {
            builder.Services.AddSingleton<RequestSpans>();
            builder.WithMetrics(static metrics => metrics.AddMeter(LogGuardName));
            builder.WithTracing(static tracing => tracing
                .AddSource(LogGuardName, AnomalySourceName)
                .AddProcessor(static services => services.GetRequiredService<RequestSpans>()));
        }

        builder.Services.TryAddSingleton<FindingLog>();
        builder.Services.AddAnomalyHandler<AnomalyExporter>(ServiceLifetime.Singleton, detector);
        builder.Services.AddAlertHandler<AlertExporter>(ServiceLifetime.Singleton, detector);
        return builder;
    }
}
