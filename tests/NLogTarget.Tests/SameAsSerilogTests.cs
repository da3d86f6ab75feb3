using System.Collections.Concurrent;
using LogGuard;
using NLog;
using NLog.Config;
using Serilog;

namespace NLogTarget.Tests;

public class SameAsSerilogTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private delegate void Write(string template, params object[] values);

    [Fact]
    public async Task TheSameEventsGiveTheSameKeysSessionsAndAnomaliesAsThroughSerilog()
    {
        var nlog = await RunAsync(WithNLog);
        var serilog = await RunAsync((detector, log) =>
        {
            using var logger = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger();
            log(logger.Information);
        });

        Assert.Equal(serilog, nlog);
        Assert.Contains(nlog, line => line.StartsWith("UnexpectedKey C-1", StringComparison.Ordinal));
        Assert.Contains(nlog, line => line.StartsWith("UnknownKey C-2", StringComparison.Ordinal) && line.Contains("Order C-2 lost at 7"));
    }

    [Fact]
    public async Task ASessionMayComeFromAScope()
    {
        using var detector = new AnomalyDetector(Options());

        WithNLog(detector, write =>
        {
            using (ScopeContext.PushProperty("OrderId", "A"))
            {
                write("Nothing named here");
            }

            write("Order {OrderId} placed", "A");
            write("Order {OrderId} placed", "B");
        });
        await detector.CloseSessionsAsync().WaitAsync(Patience);

        Assert.Equal(2, detector.Counters.SessionsClosed);
    }

    [Fact]
    public async Task AnUnwatchedEventIsNotTaken()
    {
        using var detector = new AnomalyDetector(Options());

        WithNLog(detector, write =>
        {
            using (detector.Unwatched())
            {
                write("Order {OrderId} placed", "A");
            }

            write("Order {OrderId} placed", "B");
        });
        await detector.FlushAsync().WaitAsync(Patience);

        Assert.Equal(1, detector.Counters.Received);
    }

    private static void WithNLog(AnomalyDetector detector, Action<Write> log)
    {
        using var factory = new LogFactory();
        var configuration = new LoggingConfiguration(factory);
        configuration.AddRuleForAllLevels(new AnomalyDetectorTarget(detector));
        factory.Configuration = configuration;
        log(factory.GetLogger("Orders").Info);
    }

    private static AnomalyDetectorOptions Options()
    {
        var options = new AnomalyDetectorOptions();
        options.Session.Property = "OrderId";
        options.Queue.WhenFull = QueueFullMode.Wait;
        options.Model.HiddenSize = 16;
        options.Model.LayerCount = 1;
        options.Model.TrainingSteps = 100;
        options.Model.TopG = 1;
        options.Values.Enabled = false; // times between lines are not the same twice
        return options;
    }

    private static async Task<string[]> RunAsync(Action<AnomalyDetector, Action<Write>> withLog)
    {
        var anomalies = new ConcurrentQueue<Anomaly>();
        var options = Options();
        options.OnAnomaly = anomalies.Enqueue;
        using var detector = new AnomalyDetector(options);
        withLog(detector, write =>
        {
            for (var order = 0; order < 60; order++)
            {
                Order(write, $"A-{order}");
            }
        });
        await detector.CloseSessionsAsync().WaitAsync(Patience);
        Assert.True(await detector.TrainAsync().WaitAsync(Patience));
        withLog(detector, write =>
        {
            Order(write, "B-1");
            Order(write, "C-1", isPaid: false);
            write("Order {OrderId} lost at {Place}", "C-2", 7);
        });
        await detector.CloseSessionsAsync().WaitAsync(Patience);

        var counters = detector.Counters;
        return
        [
            .. anomalies.Select(anomaly => $"{anomaly.Kind} {anomaly.SessionId} {anomaly.Position} {anomaly.Template} {anomaly.Line} {anomaly.Score:R} {anomaly.Severity} {anomaly.Reason}"),
            $"{counters.Received} received, {counters.KeyCount} keys, {counters.SessionsClosed} sessions, {counters.UnknownKeys} unknown, {counters.Failed} failed",
        ];
    }

    private static void Order(Write write, string orderId, bool isPaid = true)
    {
        write("Order {OrderId} placed", orderId);
        if (isPaid)
        {
            write("Payment of {Amount} for order {OrderId} captured", 12, orderId);
        }

        write("Order {OrderId} shipped in {Parcels} parcels", orderId, 1);
    }
}
