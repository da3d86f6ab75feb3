using LogGuard.Extensions.Logging;
using LogGuard.Testing;
using Microsoft.Extensions.DependencyInjection;

// For discoverability.
namespace Microsoft.Extensions.Logging;

/// <summary>Adds a <see cref="LogFlowRecorder"/> to Microsoft.Extensions.Logging.</summary>
public static class LogFlowRecorderLoggingBuilderExtensions
{
    /// <summary>
    /// Passes the events of this log to a recorder, under the filters of the detector's provider (alias <c>AnomalyDetector</c>). The
    /// host does not dispose the recorder.
    /// </summary>
    /// <param name="builder">The logging of a host.</param>
    /// <param name="recorder">The recorder. Each host gets a provider of its own, since hosts have scopes of their own.</param>
    public static ILoggingBuilder AddFlowRecorder(this ILoggingBuilder builder, LogFlowRecorder recorder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(recorder);
        builder.Services.AddSingleton<ILoggerProvider>(_ => new AnomalyDetectorLoggerProvider(recorder.Detector));
        return builder;
    }
}
