using System.Collections.Concurrent;
using LogGuard.Keys;
using Microsoft.Extensions.Logging;
using Serilog;

namespace LogGuard.Extensions.Logging.Tests;

public class BothDoorsTests
{
    // One clock for both: their events happen at the same time.
    [Fact]
    public async Task TheSameEventsGiveTheSameKeysSessionsAndVerdicts()
    {
        var serilog = await RunAsync((detector, steps) =>
        {
            using var log = new LoggerConfiguration().MinimumLevel.Verbose().WriteTo.AnomalyDetector(detector).CreateLogger();
            steps((template, values, isWarning) => log.Write(
                isWarning ? global::Serilog.Events.LogEventLevel.Warning : global::Serilog.Events.LogEventLevel.Information, template, values));
        });
        var microsoft = await RunAsync((detector, steps) =>
        {
            using var factory = LoggerFactory.Create(logging => logging.AddAnomalyDetector(detector));
            var log = factory.CreateLogger("Shop.Orders");
            steps((template, values, isWarning) => log.Log(isWarning ? LogLevel.Warning : LogLevel.Information, template, values));
        });

        Assert.Equal(serilog, microsoft);
        Assert.Contains(serilog, line => line.StartsWith("UnexpectedKey", StringComparison.Ordinal));
        Assert.Contains(serilog, line => line.StartsWith("UnknownKey", StringComparison.Ordinal));
        Assert.Contains(serilog, line => line.StartsWith("CutShort", StringComparison.Ordinal));
    }

    private delegate void Write(string template, object?[] values, bool isWarning);

    private static async Task<string[]> RunAsync(Action<AnomalyDetector, Action<Write>> withLog)
    {
        var anomalies = new ConcurrentQueue<Anomaly>();
        using var detector = new AnomalyDetector(Shop.Options(options =>
        {
            options.OnAnomaly = anomalies.Enqueue;
            options.Queue.WhenFull = QueueFullMode.Wait;
            options.Model.TopG = 2;
            options.Values.Enabled = false; // judged by the time between lines too, which is not the same twice
        }));
        withLog(detector, write => Learn(write));
        await detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        Assert.True(await detector.TrainAsync().WaitAsync(Shop.Patience));
        withLog(detector, write => Test(write));
        await detector.CloseSessionsAsync().WaitAsync(Shop.Patience);

        var counters = detector.Counters;
        return
        [
            .. anomalies.Select(anomaly => $"{anomaly.Kind} {anomaly.SessionId} {anomaly.Position} {anomaly.Template} {anomaly.Line} {anomaly.Score:R} {anomaly.Severity} {anomaly.Reason}"),
            $"{counters.Received} received, {counters.KeyCount} keys, {counters.SessionsClosed} sessions, {counters.UnknownKeys} unknown, {counters.Failed} failed",
        ];
    }

    private static void Learn(Write write)
    {
        var random = new Random(1);
        for (var order = 0; order < 150; order++)
        {
            Order(write, $"A{order}", random, "");
        }

        for (var user = 0; user < 40; user++)
        {
            write($"User number {user} signed in", [], false);
        }
    }

    private static void Test(Write write)
    {
        var random = new Random(2);
        foreach (var fault in new[] { "", "skip", "", "foreign", "cut", "" })
        {
            Order(write, $"B-{fault}{random.Next(1000)}", random, fault);
        }
    }

    private static void Order(Write write, object id, Random random, string fault)
    {
        var items = random.Next(1, 4);
        write("Order {OrderId} placed by {Customer}", [id, $"customer {random.Next(10)}"], false);
        for (var item = 0; item < items; item++)
        {
            write("Item {Item} of order {OrderId} reserved", [item, id], false);
        }

        if (fault == "cut")
        {
            return;
        }

        if (fault == "foreign")
        {
            write("Order {OrderId} went up in smoke", [id], true);
        }

        if (fault != "skip")
        {
            write("Payment of {Amount} for order {OrderId} captured", [items * 9.95, id], false);
        }

        write("Order {OrderId} shipped in {Parcels} parcels", [id, 1], false);
    }
}
