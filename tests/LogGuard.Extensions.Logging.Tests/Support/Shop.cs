using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests.Support;

/// <summary>The log of a small shop, whose sessions are orders, logged as applications do with Microsoft.Extensions.Logging.</summary>
internal static partial class Shop
{
    /// <summary>Far more than anything here takes; a test that waits this long has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static AnomalyDetectorOptions Options(Action<AnomalyDetectorOptions>? configure = null) => ShopOptions.Make(configure);

    public static void Set(AnomalyDetectorOptions options) => ShopOptions.Set(options);

    /// <summary>Logs an order's steps: (r)eceived, (p)aid, pac(k)ed, (s)hipped, and x for what never was.</summary>
    public static void Order(this ILogger log, string id, string steps = "rpks")
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case 'r':
                    Received(log, id);
                    break;
                case 'p':
                    Paid(log, 12.5m, id);
                    break;
                case 'k':
                    log.LogInformation("Order {OrderId} packed", id);
                    break;
                case 's':
                    log.LogInformation("Order {OrderId} shipped", id);
                    break;
                default:
                    log.LogWarning("Order {OrderId} went up in smoke", id);
                    break;
            }
        }
    }

    /// <summary>Has a detector learn orders that are logged through it.</summary>
    public static async Task LearnAsync(AnomalyDetector detector, ILogger log)
    {
        for (var order = 0; order < 60; order++)
        {
            log.Order($"learnt{order}");
        }

        await detector.CloseSessionsAsync().WaitAsync(Patience);
        Assert.True(await detector.TrainAsync().WaitAsync(Patience));
    }

    [LoggerMessage(1, LogLevel.Information, "Order {OrderId} received")]
    public static partial void Received(ILogger log, string orderId);

    [LoggerMessage(2, LogLevel.Information, "Payment of {Amount} captured for {OrderId}")]
    public static partial void Paid(ILogger log, decimal amount, string orderId);

    // More parameters than LoggerMessage.Define takes: the generator makes a struct of its own.
    [LoggerMessage(3, LogLevel.Information, "Parcel {A} {B} {C} {D} {E} {F} of {OrderId} weighed")]
    public static partial void Weighed(ILogger log, int a, long b, double c, string d, bool e, int f, string orderId);

    [LoggerMessage(5, LogLevel.Information, "Number {Number} scanned")]
    public static partial void Scanned(ILogger log, int number);

    [LoggerMessage(4, LogLevel.Information, "Basket {Basket} of {OrderId}")]
    public static partial void Filled(ILogger log, List<string> basket, string orderId);
}

/// <summary>A detector with a logger factory that writes to it.</summary>
internal sealed class ShopLog : IDisposable
{
    public ShopLog(Action<AnomalyDetectorOptions>? configure = null, Action<ILoggingBuilder>? logging = null)
    {
        Detector = new AnomalyDetector(Shop.Options(options =>
        {
            options.Diagnostics = Told.Enqueue;
            configure?.Invoke(options);
        }));
        Detector.Anomaly += (_, anomaly) => Anomalies.Enqueue(anomaly);
        Factory = LoggerFactory.Create(builder =>
        {
            builder.SetMinimumLevel(LogLevel.Trace).AddAnomalyDetector(Detector);
            logging?.Invoke(builder);
        });
        Log = Factory.CreateLogger("Shop.Orders");
    }

    public AnomalyDetector Detector { get; }

    public ILoggerFactory Factory { get; }

    public ILogger Log { get; }

    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<Anomaly> Anomalies { get; } = new();

    public static async Task<ShopLog> LearntAsync(Action<AnomalyDetectorOptions>? configure = null, Action<ILoggingBuilder>? logging = null)
    {
        var log = new ShopLog(configure, logging);
        await Shop.LearnAsync(log.Detector, log.Log);
        return log;
    }

    /// <summary>The one anomaly so far, of a line that was never learnt.</summary>
    public async Task<Anomaly> UnknownAsync()
    {
        await FlushAsync();
        return Assert.Single(Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
    }

    public Task FlushAsync() => Detector.FlushAsync().WaitAsync(Shop.Patience);

    public void Dispose()
    {
        Factory.Dispose();
        Detector.Dispose();
    }
}
