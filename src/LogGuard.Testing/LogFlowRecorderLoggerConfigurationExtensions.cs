using LogGuard.Testing;
using Serilog.Configuration;
using Serilog.Events;

// For discoverability.
namespace Serilog;

/// <summary>Adds a <see cref="LogFlowRecorder"/> to Serilog.</summary>
public static class LogFlowRecorderLoggerConfigurationExtensions
{
    /// <summary>Passes the events of this log to a recorder. Closing the log does not dispose the recorder.</summary>
    /// <param name="loggerSinkConfiguration">The sinks of the log.</param>
    /// <param name="recorder">The recorder.</param>
    /// <param name="restrictedToMinimumLevel">The lowest level that is recorded; the same as for the detector in production.</param>
    public static LoggerConfiguration FlowRecorder(
        this LoggerSinkConfiguration loggerSinkConfiguration, LogFlowRecorder recorder, LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum)
    {
        ArgumentNullException.ThrowIfNull(loggerSinkConfiguration);
        ArgumentNullException.ThrowIfNull(recorder);
        return loggerSinkConfiguration.AnomalyDetector(recorder.Detector, restrictedToMinimumLevel);
    }
}
