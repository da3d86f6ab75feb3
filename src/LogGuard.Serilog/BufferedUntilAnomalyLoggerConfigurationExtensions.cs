using LogGuard;
using LogGuard.Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

// For discoverability: whoever writes .WriteTo has this namespace.
namespace Serilog;

/// <summary>Adds <c>.WriteTo.BufferedUntilAnomaly()</c> to Serilog.</summary>
public static class BufferedUntilAnomalyLoggerConfigurationExtensions
{
    internal const int DefaultEventLimit = 100;
    internal const int DefaultSessionLimit = 1_000;
    internal static readonly TimeSpan DefaultTimeLimit = TimeSpan.FromMinutes(10);
    internal static readonly TimeSpan DefaultAfterTime = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Writes detailed events to sinks only where they are worth it: they are held for each session, written when the session
    /// turns anomalous, and dropped when it ends without.
    /// </summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="detector">The detector, which another sink of the logger writes to.</param>
    /// <param name="configure">Adds the sinks to write to.</param>
    /// <param name="passLevel">Events of this level and above are written at once. The default is Information.</param>
    /// <param name="eventLimit">Most events held of a session, the last ones, 1..100,000.</param>
    /// <param name="sessionLimit">Most sessions whose events are held, 1..1,000,000; past it the oldest is dropped, which is told.</param>
    /// <param name="timeLimit">
    /// A session without an event for this long is dropped, 1 ms to 30 days. The default is 10 minutes. It should be longer than
    /// <see cref="SessionOptions.IdleTimeout"/>, at which it shows that a session was cut short.
    /// </param>
    /// <param name="afterTime">How long the detailed events of a session are written at once behind its anomaly, 0 to 30 days. The default is 5 minutes.</param>
    /// <param name="restrictedToMinimumLevel">Least severe level that is held at all.</param>
    /// <param name="levelSwitch">Lets that level be changed later.</param>
    /// <returns>Serilog's configuration, to go on with.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <remarks>
    /// The logger's minimum level must let the detailed events through. Give the detector's own sink the level that it is to learn
    /// from, as below. Held events are written on the thread that delivers anomalies. Before the logger is closed, await
    /// <see cref="AnomalyDetector.FlushAsync"/>: what is not judged by then is dropped.
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
        var settings = new BufferSettings(passLevel, eventLimit, sessionLimit, timeLimit ?? DefaultTimeLimit, afterTime ?? DefaultAfterTime);
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
