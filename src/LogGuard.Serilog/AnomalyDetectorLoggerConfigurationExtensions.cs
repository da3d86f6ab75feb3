using System.Runtime.CompilerServices;
using LogGuard;
using LogGuard.Serilog;
using Microsoft.Extensions.Configuration;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Debugging;
using Serilog.Events;

// In Serilog's namespace for discoverability: code that uses .WriteTo imports it.
namespace Serilog;

/// <summary>Adds <c>.WriteTo.AnomalyDetector()</c> to Serilog.</summary>
public static class AnomalyDetectorLoggerConfigurationExtensions
{
    internal const int DefaultTopG = 0;

    /// <summary>
    /// Writes events to an anomaly detector, with settings by a configuration section, parameters and a callback together. It serves
    /// JSON, whose argument <c>options</c> can hold every setting by its name, such as <c>Session.IdleTimeout</c>.
    /// </summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="options">The section; null for none. An unknown name has no effect and is reported with the nearest setting.</param>
    /// <param name="onAnomaly">Called for each anomaly; without it, anomalies are written to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="diagnostics">Receives the detector's diagnostic messages; without it, they are written to <see cref="SelfLog"/>.</param>
    /// <param name="restrictedToMinimumLevel">Minimum level of the events passed to the detector.</param>
    /// <param name="levelSwitch">A switch that changes the minimum level at run time.</param>
    /// <param name="modelPath">See <see cref="AnomalyDetectorOptions.ModelPath"/>; null to leave it to the section. So for the next ones.</param>
    /// <param name="sessionProperty">See <see cref="SessionOptions.Property"/>.</param>
    /// <param name="trainingSessions">See <see cref="TrainingOptions.SessionCount"/>.</param>
    /// <param name="idleTimeout">See <see cref="SessionOptions.IdleTimeout"/>.</param>
    /// <param name="targetAlarmRate">See <see cref="ModelOptions.TargetAlarmRate"/>.</param>
    /// <param name="topG">See <see cref="ModelOptions.TopG"/>; 0 leaves the choice to calibration.</param>
    /// <param name="queueLimit">See <see cref="QueueOptions.Limit"/>.</param>
    /// <param name="whenFull">See <see cref="QueueOptions.WhenFull"/>.</param>
    /// <param name="configure">Called last, with the settings so far.</param>
    /// <param name="configuration">
    /// The application's configuration, which Serilog.Settings.Configuration passes by itself. Arguments in it that no parameter takes
    /// are reported.
    /// </param>
    /// <returns>The logger configuration, for method chaining.</returns>
    /// <exception cref="ArgumentException">
    /// A setting cannot be read, is out of range, or is given by the section and by a parameter; the message names every fault.
    /// </exception>
    /// <example>
    /// <code>
    /// { "Name": "AnomalyDetector", "Args": { "modelPath": "model", "options": { "Session": { "Property": "OrderId" } } } }
    /// </code>
    /// </example>
    [OverloadResolutionPriority(-1)]
    public static LoggerConfiguration AnomalyDetector(
        this LoggerSinkConfiguration loggerSinkConfiguration,
        IConfigurationSection? options = null,
        Action<Anomaly>? onAnomaly = null,
        Action<string>? diagnostics = null,
        LogEventLevel restrictedToMinimumLevel = LevelAlias.Minimum,
        LoggingLevelSwitch? levelSwitch = null,
        string? modelPath = null,
        string? sessionProperty = null,
        int? trainingSessions = null,
        TimeSpan? idleTimeout = null,
        double? targetAlarmRate = null,
        int? topG = null,
        int? queueLimit = null,
        QueueFullMode? whenFull = null,
        Action<AnomalyDetectorOptions>? configure = null,
        IConfiguration? configuration = null)
    {
        // Serilog calls the method that takes most of the arguments in JSON, the first of several, and drops the others without a
        // word. This one comes first and takes all that can be combined. In C# the other methods have precedence.
        var bound = new AnomalyDetectorOptions { OnAnomaly = onAnomaly, Diagnostics = diagnostics };
        var section = new SectionSettings(options);
        bound.Bind(section.Entries);
        section.Set(nameof(modelPath), "ModelPath", modelPath, value => bound.ModelPath = value);
        section.Set(nameof(sessionProperty), "Session.Property", sessionProperty, value => bound.Session.Property = value);
        section.Set(nameof(trainingSessions), "Training.SessionCount", trainingSessions, value => bound.Training.SessionCount = value!.Value);
        section.Set(nameof(idleTimeout), "Session.IdleTimeout", idleTimeout, value => bound.Session.IdleTimeout = value!.Value);
        section.Set(nameof(targetAlarmRate), "Model.TargetAlarmRate", targetAlarmRate, value => bound.Model.TargetAlarmRate = value!.Value);
        section.Set(nameof(topG), "Model.TopG", topG, value => bound.Model.TopG = value == DefaultTopG ? null : value);
        section.Set(nameof(queueLimit), "Queue.Limit", queueLimit, value => bound.Queue.Limit = value!.Value);
        section.Set(nameof(whenFull), "Queue.WhenFull", whenFull, value => bound.Queue.WhenFull = value!.Value);
        section.ThrowIfGivenTwice();
        configure?.Invoke(bound);
        ArgumentNullException.ThrowIfNull(loggerSinkConfiguration);
        var detector = Create(bound);
        foreach (var remark in JsonArguments.RemarksOn(configuration))
        {
            detector.Intake.Report(remark);
        }

        return loggerSinkConfiguration.Add(detector, ownsDetector: true, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>Writes events to an anomaly detector, with settings as parameters. JSON configuration can set them by name.</summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="modelPath">Folder that stores the model; see <see cref="AnomalyDetectorOptions.ModelPath"/>.</param>
    /// <param name="sessionProperty">Property that holds the session id of an event; see <see cref="SessionOptions.Property"/>.</param>
    /// <param name="onAnomaly">Called for each anomaly; without it, anomalies are written to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="trainingSessions">Number of sessions to learn from; see <see cref="TrainingOptions.SessionCount"/>.</param>
    /// <param name="idleTimeout">
    /// Time without an event after which a session ends; see <see cref="SessionOptions.IdleTimeout"/>. The default is 5
    /// minutes.
    /// </param>
    /// <param name="targetAlarmRate">Target share of normal sessions that raise a false alarm; see <see cref="ModelOptions.TargetAlarmRate"/>.</param>
    /// <param name="topG">Number of most likely keys that count as expected; 0 leaves the choice to calibration. See <see cref="ModelOptions.TopG"/>.</param>
    /// <param name="queueLimit">Maximum number of events that wait for the detector; see <see cref="QueueOptions.Limit"/>.</param>
    /// <param name="whenFull">How an event is handled when the queue is full; see <see cref="QueueOptions.WhenFull"/>.</param>
    /// <param name="restrictedToMinimumLevel">
    /// Minimum level of the events passed to the detector. Train again after a change, because another level changes the
    /// sequences.
    /// </param>
    /// <param name="levelSwitch">A switch that changes the minimum level at run time.</param>
    /// <returns>The logger configuration, for method chaining.</returns>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
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

    /// <summary>Writes events to an anomaly detector, with settings by a callback.</summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="configure">Sets the settings that differ from the defaults.</param>
    /// <param name="restrictedToMinimumLevel">Minimum level of the events passed to the detector.</param>
    /// <param name="levelSwitch">A switch that changes the minimum level at run time.</param>
    /// <returns>The logger configuration, for method chaining.</returns>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
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

    /// <summary>Writes events to an anomaly detector, with settings by an object.</summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="detectorOptions">The settings; copied. If they set no receiver, anomalies are written to Serilog's <see cref="SelfLog"/>.</param>
    /// <param name="restrictedToMinimumLevel">Minimum level of the events passed to the detector.</param>
    /// <param name="levelSwitch">A switch that changes the minimum level at run time.</param>
    /// <returns>The logger configuration, for method chaining.</returns>
    /// <exception cref="ArgumentException">A setting is out of range; the message names every fault.</exception>
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
        // The parameter is not named "options": if two methods fit, Serilog takes either, and JSON must reach the section
        // overload.
        ArgumentNullException.ThrowIfNull(loggerSinkConfiguration);
        ArgumentNullException.ThrowIfNull(detectorOptions);

        return loggerSinkConfiguration.Add(Create(detectorOptions), ownsDetector: true, restrictedToMinimumLevel, levelSwitch);
    }

    /// <summary>
    /// Writes events to an existing detector, for access to its events, counters and methods. The caller disposes the detector
    /// after the logger. Several loggers may share one detector.
    /// </summary>
    /// <param name="loggerSinkConfiguration">Serilog's <c>WriteTo</c>.</param>
    /// <param name="detector">The detector.</param>
    /// <param name="restrictedToMinimumLevel">Minimum level of the events passed to the detector.</param>
    /// <param name="levelSwitch">A switch that changes the minimum level at run time.</param>
    /// <returns>The logger configuration, for method chaining.</returns>
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

    private static AnomalyDetector Create(AnomalyDetectorOptions options)
    {
        var copy = options.Copy();
        if (copy.OnDiagnostic is null)
        {
            copy.Diagnostics ??= static message => SelfLog.WriteLine("{0}", message);
        }

        if (copy.OnAlert is null)
        {
            copy.OnAnomaly ??= static anomaly => SelfLog.WriteLine("{0}", anomaly);
        }

        return new AnomalyDetector(copy);
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
