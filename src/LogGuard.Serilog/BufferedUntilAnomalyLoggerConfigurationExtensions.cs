using LogGuard;
using LogGuard.Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

// In Serilog's namespace for discoverability: code that uses .WriteTo imports it.
namespace Serilog;

/// <summary>Adds <c>.WriteTo.BufferedUntilAnomaly()</c> to Serilog.</summary>
public static class BufferedUntilAnomalyLoggerConfigurationExtensions
{
    internal const int DefaultEventLimit = 100;
    internal const int DefaultSessionLimit = 1_000;
    internal static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromMinutes(10);
    internal static readonly TimeSpan DefaultAfterTime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Writes detailed events to sinks only for anomalous sessions. The events of each session are buffered, written when the
    /// session turns anomalous, and dropped when it ends without an anomaly.
    /// </summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="detector">The detector. Another sink of the logger must write to it.</param>
    /// <param name="configure">Adds the sinks.</param>
    /// <param name="passLevel">Events of this level and above are written at once. The default is Information.</param>
    /// <param name="eventLimit">Maximum number of buffered events per session, 1..100,000. The default is <c>100</c>. The last events are kept.</param>
    /// <param name="sessionLimit">
    /// Maximum number of buffered sessions, 1..1,000,000. The default is <c>1,000</c>. Above the limit the oldest session is
    /// dropped, and a diagnostic message reports it.
    /// </param>
    /// <param name="timeLimit">
    /// Time without an event after which a session is dropped, 1 ms to 30 days. The default is 10 minutes. It should be longer
    /// than <see cref="SessionOptions.IdleTimeout"/>, after which a session that was cut short is detected.
    /// </param>
    /// <param name="afterTime">How long the detailed events of a session are written at once after its anomaly, 0 to 30 days. The default is 5 minutes.</param>
    /// <param name="restrictedToMinimumLevel">Minimum level of the events that are buffered.</param>
    /// <param name="levelSwitch">A switch that changes this minimum level at run time.</param>
    /// <returns>The logger configuration, for method chaining.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <remarks>
    /// The logger's minimum level must include the detailed events. Restrict the detector's own sink to the level that it
    /// learns from, as in the example. Buffered events are written on the thread that delivers anomalies. Await
    /// <see cref="AnomalyDetector.FlushAsync"/> before the logger is closed: the buffers of sessions that are not judged by
    /// then are dropped.
    /// </remarks>
    /// <example>
    /// <code>
    /// using var log = new LoggerConfiguration().MinimumLevel.Debug()
    ///     .WriteTo.AnomalyDetector(detector, LogEventLevel.Information)
    ///     .WriteTo.BufferedUntilAnomaly(detector, to => to.Console())
    ///     .CreateLogger();
    /// </code>
    /// </example>
    public static LoggerConfiguration BufferedUntilAnomaly(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        AnomalyDetector detector,
        Action<LoggerSinkConfiguration> configure,
        LogEventLevel passLevel = LogEventLevel.Information,
        int eventLimit = DefaultEventLimit,
        int sessionLimit = DefaultSessionLimit,
        TimeSpan? timeLimit = null,
        TimeSpan? afterTime = null,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(loggerSinkConfiguration);
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(configure);
        var settings = new BufferLimits(passLevel, eventLimit, sessionLimit, timeLimit ?? DefaultTimeLimit, afterTime ?? DefaultAfterTime);
        RequireRange(settings.EventLimit, 1, 100_000, nameof(eventLimit));
        RequireRange(settings.SessionLimit, 1, 1_000_000, nameof(sessionLimit));
        RequireRange(settings.TimeLimit, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(30), nameof(timeLimit));
        RequireRange(settings.AfterTime, TimeSpan.Zero, TimeSpan.FromDays(30), nameof(afterTime));
        return LoggerSinkConfiguration.Wrap(
            loggerSinkConfiguration, wrapped => new BufferedUntilAnomalySink(detector, wrapped, settings), configure,
            restrictedToMinimumLevel, levelSwitch);
    }

    private static void RequireRange<T>(T value, T least, T most, string name)
        where T : IComparable<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, most, name);
    }
}
