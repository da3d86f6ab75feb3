using LogGuard;
using LogGuard.Serilog;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

// For discoverability: whoever writes .WriteTo has this namespace.
namespace Serilog;

/// <summary>Adds <c>.WriteTo.AnomalyDetector()</c> to Serilog.</summary>
public static class AnomalyDetectorLoggerConfigurationExtensions
{
    internal const int DefaultTopG = 0;

    /// <summary>Has an anomaly detector watch the log; settings by name, which is also how JSON configuration reaches them.</summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="modelPath">Folder in which the model is kept; see <see cref="AnomalyDetectorOptions.ModelPath"/>.</param>
    /// <param name="sessionProperty">Property that names an event's session; see <see cref="SessionOptions.Property"/>.</param>
    /// <param name="onAnomaly">Called for each anomaly; without it, anomalies are written to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="trainingSessions">Sessions to learn from; see <see cref="TrainingOptions.SessionCount"/>.</param>
    /// <param name="idleTimeout">When a silent session has ended; see <see cref="SessionOptions.IdleTimeout"/>. The default is 5 minutes.</param>
    /// <param name="targetAlarmRate">Share of normal sessions that may raise an alarm; see <see cref="ModelOptions.TargetAlarmRate"/>.</param>
    /// <param name="topG">Expected if among this many most likely keys; 0 leaves it to calibration. See <see cref="ModelOptions.TopG"/>.</param>
    /// <param name="queueLimit">Most events that wait for the detector; see <see cref="QueueOptions.Limit"/>.</param>
    /// <param name="whenFull">What happens to an event that finds the queue full; see <see cref="QueueOptions.WhenFull"/>.</param>
    /// <param name="restrictedToMinimumLevel">Least severe level that the detector sees. Another level makes other sequences: learn anew after a change.</param>
    /// <param name="levelSwitch">Lets the level be changed later.</param>
    /// <returns>Serilog's configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <example>
    /// <code>
    /// Log.Logger = new LoggerConfiguration().WriteTo.AnomalyDetector("model", sessionProperty: "OrderId").CreateLogger();
    /// </code>
    /// In JSON, with Serilog.Settings.Configuration:
    /// <code>
    /// { "Serilog": { "Using": ["LogGuard.Serilog"],
    ///   "WriteTo": [{ "Name": "AnomalyDetector", "Args": { "modelPath": "model", "sessionProperty": "OrderId" } }] } }
    /// </code>
    /// </example>
    public static LoggerConfiguration AnomalyDetector(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        string? modelPath = null,
        string? sessionProperty = null,
        Action<Anomaly>? onAnomaly = null,
        int trainingSessions = TrainingOptions.DefaultSessionCount,
        TimeSpan? idleTimeout = null,
        double targetAlarmRate = ModelOptions.DefaultTargetAlarmRate,
        int topG = DefaultTopG,
        int queueLimit = QueueOptions.DefaultLimit,
        QueueFullMode whenFull = QueueFullMode.DropNewest,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        var options = new AnomalyDetectorOptions { ModelPath = modelPath, OnAnomaly = onAnomaly };
        options.Session.Property = sessionProperty;
        options.Session.IdleTimeout = idleTimeout ?? options.Session.IdleTimeout;
        options.Training.SessionCount = trainingSessions;
        options.Model.TargetAlarmRate = targetAlarmRate;
        options.Model.TopG = topG == DefaultTopG ? null : topG;
        options.Queue.Limit = queueLimit;
        options.Queue.WhenFull = whenFull;
        return loggerSinkConfiguration.AnomalyDetector(options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Has an anomaly detector watch the log; settings by a callback.</summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="configure">Sets what is not to have its default.</param>
    /// <param name="restrictedToMinimumLevel">Least severe level that the detector sees.</param>
    /// <param name="levelSwitch">Lets the level be changed later.</param>
    /// <returns>Serilog's configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <example>
    /// <code>
    /// Log.Logger = new LoggerConfiguration()
    ///     .WriteTo.AnomalyDetector(options =>
    ///     {
    ///         options.Session.Property = "OrderId";
    ///         options.OnAnomaly = anomaly => Console.Error.WriteLine(anomaly);
    ///     })
    ///     .CreateLogger();
    /// </code>
    /// </example>
    public static LoggerConfiguration AnomalyDetector(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        Action<AnomalyDetectorOptions> configure,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new AnomalyDetectorOptions();
        configure(options);
        return loggerSinkConfiguration.AnomalyDetector(options, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>
    /// Has an anomaly detector watch the log; settings by a section of a configuration, which in JSON is the argument
    /// <c>options</c>: every setting by its name, such as <c>Session.IdleTimeout</c>.
    /// </summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="options">The section. A name in it that is no setting has no effect, and is told with the nearest one.</param>
    /// <param name="onAnomaly">Called for each anomaly; without it, anomalies are written to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="diagnostics">Receives the detector's own messages; without it, <see cref="SelfLog"/> does.</param>
    /// <param name="restrictedToMinimumLevel">Least severe level that the detector sees.</param>
    /// <param name="levelSwitch">Lets the level be changed later.</param>
    /// <returns>Serilog's configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">Settings cannot be read or are out of their range; the message names every fault.</exception>
    /// <example>
    /// <code>
    /// { "Name": "AnomalyDetector", "Args": { "options": { "ModelPath": "model", "Session": { "Property": "OrderId" } } } }
    /// </code>
    /// </example>
    public static LoggerConfiguration AnomalyDetector(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        IConfigurationSection options,
        Action<Anomaly>? onAnomaly = null,
        Action<string>? diagnostics = null,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var bound = new AnomalyDetectorOptions { OnAnomaly = onAnomaly, Diagnostics = diagnostics };

        // A text in the section's own place is a fault, which the name of the section itself, the empty one, brings up.
        bound.Bind([KeyValuePair.Create("", options.Value), .. options.AsEnumerable(makePathsRelative: true)]);
        return loggerSinkConfiguration.AnomalyDetector(bound, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Has an anomaly detector watch the log; settings by an object.</summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="detectorOptions">The settings; copied. Where it names no receiver, anomalies are written to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="restrictedToMinimumLevel">Least severe level that the detector sees.</param>
    /// <param name="levelSwitch">Lets the level be changed later.</param>
    /// <returns>Serilog's configuration, to go on with.</returns>
    /// <exception cref="ArgumentException">Settings are out of their range; the message names every fault.</exception>
    /// <example>
    /// <code>
    /// Log.Logger = new LoggerConfiguration().WriteTo.AnomalyDetector(new AnomalyDetectorOptions { ModelPath = "model" }).CreateLogger();
    /// </code>
    /// </example>
    public static LoggerConfiguration AnomalyDetector(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        AnomalyDetectorOptions detectorOptions,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        // Not "options": where two methods fit, Serilog takes one or the other, and JSON is to reach the section above.
        ArgumentNullException.ThrowIfNull(loggerSinkConfiguration);
        ArgumentNullException.ThrowIfNull(detectorOptions);

        var copy = detectorOptions.Copy();
        copy.Diagnostics ??= static message => SelfLog.WriteLine("{0}", message);
        if (copy.OnAlert is null)
        {
            copy.OnAnomaly ??= static anomaly => SelfLog.WriteLine("{0}", anomaly);
        }

        return loggerSinkConfiguration.Add(new AnomalyDetector(copy), ownsDetector: true, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>
    /// Has a detector watch the log that the host keeps, for its events, counters and methods. The host disposes of it,
    /// after the logger. One detector may be given to several loggers.
    /// </summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="restrictedToMinimumLevel">Least severe level that the detector sees.</param>
    /// <param name="levelSwitch">Lets the level be changed later.</param>
    /// <returns>Serilog's configuration, to go on with.</returns>
    public static LoggerConfiguration AnomalyDetector(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        AnomalyDetector detector,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null)
    {
        ArgumentNullException.ThrowIfNull(loggerSinkConfiguration);
        ArgumentNullException.ThrowIfNull(detector);
        return loggerSinkConfiguration.Add(detector, ownsDetector: false, restrictedToMinimumLevel, levelSwitch);
    }

    private static LoggerConfiguration Add(
        this LoggerSinkConfiguration loggerSinkConfiguration, AnomalyDetector detector, bool ownsDetector,
        LogEventLevel restrictedToMinimumLevel, LoggingLevelSwitch? levelSwitch)
    {
        var least = levelSwitch?.MinimumLevel ?? restrictedToMinimumLevel;
        detector.Intake.ReportMinimumSeverity((LogSeverity)least);
        return loggerSinkConfiguration.Sink(
            new AnomalyDetectorSink(detector, ownsDetector), restrictedToMinimumLevel, levelSwitch);
    }
}
