using System.Collections.Concurrent;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog.Tests;

public class DoorTests
{
    private readonly ConcurrentQueue<Anomaly> _anomalies = new();

    [Fact]
    public void TheCallbackSetsWhatIsToDiffer()
    {
        using var folder = Orders.TrainedFolder();

        Report(to => to.AnomalyDetector(options =>
        {
            Orders.Set(options);
            options.ModelPath = folder.Path;
            options.OnAnomaly = _anomalies.Enqueue;
            options.Diagnostics = _ => { };
        }));

        AssertReported();
    }

    [Fact]
    public void AnOptionsObjectIsCopied()
    {
        using var folder = Orders.TrainedFolder();
        var options = Orders.Options(options => options.ModelPath = folder.Path);
        options.OnAnomaly = _anomalies.Enqueue;

        Report(to =>
        {
            var configuration = to.AnomalyDetector(options);
            options.OnAnomaly = _ => throw new InvalidOperationException();
            options.Session.Property = "Amount";
            return configuration;
        });

        AssertReported();
    }

    [Fact]
    public void NamedSettingsReachTheDetector()
    {
        using var folder = Orders.TrainedFolder();

        Report(to => to.AnomalyDetector(folder.Path, sessionProperty: "OrderId", onAnomaly: _anomalies.Enqueue));

        AssertReported();
    }

    [Fact]
    public void AHandleIsNotDisposedOfByTheLogger()
    {
        using var folder = Orders.TrainedFolder();
        using var detector = new AnomalyDetector(Orders.Options(options =>
        {
            options.ModelPath = folder.Path;
            options.OnAnomaly = _anomalies.Enqueue;
        }));

        Report(to => to.AnomalyDetector(detector), "r");
        Report(to => to.AnomalyDetector(detector), "px");
        Assert.Equal(0, detector.Counters.SessionsClosed);
        detector.Dispose();

        AssertReported();
    }

    [Fact]
    public async Task OneDetectorMayServeSeveralLoggers()
    {
        using var log = await Orders.LearntAsync();
        using var second = new LoggerConfiguration().WriteTo.AnomalyDetector(log.Detector).CreateLogger();

        log.Logger.Order("one", "rp");
        second.Order("one", "ks");
        await log.CloseAsync();

        Assert.Empty(log.Anomalies);
        Assert.Equal(61, log.Detector.Counters.SessionsClosed);
    }

    [Fact]
    public void TheDefaultsOfNamedSettingsAreThoseOfTheOptions()
    {
        var defaults = typeof(AnomalyDetectorLoggerConfigurationExtensions).GetMethods()
            .Single(method => method.GetParameters() is var parameters
                && parameters.Any(parameter => parameter.Name == "modelPath") && parameters.All(parameter => parameter.Name != "options"))
            .GetParameters().Where(parameter => parameter.HasDefaultValue)
            .ToDictionary(parameter => parameter.Name!, parameter => parameter.DefaultValue);
        var options = new AnomalyDetectorOptions();

        Assert.Equal(options.ModelPath, defaults["modelPath"]);
        Assert.Equal(options.Session.Property, defaults["sessionProperty"]);
        Assert.Equal(options.OnAnomaly, defaults["onAnomaly"]);
        Assert.Equal(options.Training.SessionCount, defaults["trainingSessions"]);
        Assert.Equal(options.Model.TargetAlarmRate, defaults["targetAlarmRate"]);
        Assert.Equal(options.Queue.Limit, defaults["queueLimit"]);
        Assert.Equal(options.Queue.WhenFull, defaults["whenFull"]);

        // Stand for the options' own: no time, and no g.
        Assert.Null(defaults["idleTimeout"]);
        Assert.Null(options.Model.TopG);
        Assert.Equal(0, defaults["topG"]);
        Assert.Equal(LogEventLevel.Verbose, defaults["restrictedToMinimumLevel"]);
        Assert.Null(defaults["levelSwitch"]);
        Assert.Equal(11, defaults.Count);
    }

    [Fact]
    public void WrongNamedSettingsAreNamedAllAtOnce() => AssertFaults(
        to => to.AnomalyDetector(
            "", sessionProperty: "", trainingSessions: 0, idleTimeout: TimeSpan.Zero, targetAlarmRate: double.NaN, topG: -1, queueLimit: 1,
            whenFull: (QueueFullMode)9),
        "ModelPath is \"\"", "Session.Property is empty", "Training.SessionCount is 0", "Session.IdleTimeout is 00:00:00",
        "Model.TargetAlarmRate is NaN", "Model.TopG is -1", "Queue.Limit is 1", "Queue.WhenFull is 9");

    [Fact]
    public void WrongSettingsOfTheCallbackAreNamedAllAtOnce() => AssertFaults(
        to => to.AnomalyDetector(options =>
        {
            options.Model.WindowSize = 0;
            options.RequireModel = true;
            options.Session = null!;
        }),
        "Model.WindowSize is 0; it must be between 1 and 1,024.", "RequireModel is true; it needs ModelPath to be set.", "Session is null");

    [Fact]
    public void WrongSettingsOfAnObjectAreNamedAllAtOnce() => AssertFaults(
        to => to.AnomalyDetector(new AnomalyDetectorOptions { PendingAnomalyLimit = 0, Detector = (DetectorKind)12, TimeProvider = null! }),
        "PendingAnomalyLimit is 0", "Detector is 12; it must be one of Default, NewKey, NGram, DeepLog, Custom.", "TimeProvider is null");

    [Fact]
    public void NothingMayBeNull()
    {
        var to = new LoggerConfiguration().WriteTo;

        Assert.Throws<ArgumentNullException>(() => to.AnomalyDetector((AnomalyDetectorOptions)null!));
        Assert.Throws<ArgumentNullException>(() => to.AnomalyDetector((Action<AnomalyDetectorOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => to.AnomalyDetector((AnomalyDetector)null!));
        Assert.Throws<ArgumentNullException>(() => ((LoggerSinkConfiguration)null!).AnomalyDetector(Orders.Options()));
    }

    [Fact]
    public async Task ARestrictedDetectorSeesWhatIsSevereEnough()
    {
        using var detector = new AnomalyDetector(Orders.Options());
        using var log = new LoggerConfiguration().MinimumLevel.Verbose()
            .WriteTo.AnomalyDetector(detector, LogEventLevel.Warning).CreateLogger();

        foreach (var level in Enum.GetValues<LogEventLevel>())
        {
            log.Write(level, "Of some level");
        }

        await detector.FlushAsync();
        Assert.Equal(3, detector.Counters.Received);
    }

    [Fact]
    public async Task ALevelSwitchChangesWhatTheDetectorSees()
    {
        var levelSwitch = new LoggingLevelSwitch(LogEventLevel.Error);
        using var detector = new AnomalyDetector(Orders.Options());
        using var log = new LoggerConfiguration().MinimumLevel.Verbose()
            .WriteTo.AnomalyDetector(detector, levelSwitch: levelSwitch).CreateLogger();

        log.Warning("Not seen");
        levelSwitch.MinimumLevel = LogEventLevel.Debug;
        log.Debug("Seen");
        await detector.FlushAsync();

        Assert.Equal(1, detector.Counters.Received);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARestrictedDetectorIsDisposedOfWithItsLogger(bool isAsync)
    {
        var told = new ConcurrentQueue<string>();
        var log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(Orders.Options(options => options.Diagnostics = told.Enqueue), LogEventLevel.Warning)
            .CreateLogger();
        log.Warning("Seen");

        if (isAsync)
        {
            await log.DisposeAsync();
        }
        else
        {
            log.Dispose();
        }

        Assert.Contains("stopped: 1 event received", Assert.Single(told.Skip(1)));
    }

    [Fact]
    public async Task ALevelUnlikeTheOneThatWasLearntIsReportedOnce()
    {
        using var folder = Orders.TrainedFolder();
        var told = new ConcurrentQueue<string>();

        await using var log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(
                Orders.Options(options =>
                {
                    options.ModelPath = folder.Path;
                    options.Diagnostics = told.Enqueue;
                }),
                LogEventLevel.Warning)
            .CreateLogger();
        log.Warning("One");
        log.Warning("Another");

        Assert.Single(told, line => line.Contains(
            "the model was learnt from events of level Information and above, and this sink takes Warning and above"));
    }

    [Theory]
    [InlineData(LogEventLevel.Verbose)]
    [InlineData(LogEventLevel.Information)]
    public void TheLevelThatWasLearntIsNotReported(LogEventLevel level)
    {
        using var folder = Orders.TrainedFolder();
        var told = new ConcurrentQueue<string>();

        using var log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(
                Orders.Options(options =>
                {
                    options.ModelPath = folder.Path;
                    options.Diagnostics = told.Enqueue;
                }),
                levelSwitch: new LoggingLevelSwitch(level))
            .CreateLogger();

        Assert.Contains("detecting, by a saved model", Assert.Single(told.Skip(1)));
    }

    [Fact]
    public void ARequiredModelThatIsMissingIsAnErrorAtConfiguration()
    {
        using var folder = new PipelineFolder();

        var exception = Assert.Throws<InvalidOperationException>(() => new LoggerConfiguration().WriteTo.AnomalyDetector(options =>
        {
            options.ModelPath = folder["nowhere"];
            options.RequireModel = true;
        }));

        Assert.Contains("there is no trained model in " + folder["nowhere"], exception.Message);
    }

    // An order that goes up in smoke, through a logger with a door of its own.
    private static void Report(Func<LoggerSinkConfiguration, LoggerConfiguration> door, string steps = "rpx")
    {
        using var log = door(new LoggerConfiguration().WriteTo).CreateLogger();
        log.Order("A1", steps);
    }

    private void AssertReported()
    {
        var anomaly = Assert.Single(_anomalies);
        Assert.Equal(AnomalyKind.UnknownKey, anomaly.Kind);
        Assert.Equal("A1", anomaly.SessionId);
        Assert.Equal(3, anomaly.Position);
    }

    private static void AssertFaults(Func<LoggerSinkConfiguration, LoggerConfiguration> door, params string[] faults)
    {
        var exception = Assert.Throws<ArgumentException>(() => door(new LoggerConfiguration().WriteTo));

        Assert.StartsWith("AnomalyDetectorOptions: ", exception.Message);
        Assert.All(faults, fault => Assert.Contains(fault, exception.Message));
    }
}
