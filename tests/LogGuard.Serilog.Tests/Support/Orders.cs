using System.Collections.Concurrent;
using Serilog;

namespace LogGuard.Serilog.Tests.Support;

/// <summary>The log of a small shop, whose sessions are orders.</summary>
internal static class Orders
{
    /// <summary>Far more than anything here takes; a test that waits this long has failed.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public const string Received = "Order {OrderId} received";
    public const string Paid = "Payment of {Amount} captured for {OrderId}";
    public const string Packed = "Order {OrderId} packed";
    public const string Shipped = "Order {OrderId} shipped";

    private static readonly Lazy<PipelineFolder> Trained = new(Train);

    /// <summary>Small models; what the detector says of itself goes nowhere.</summary>
    public static AnomalyDetectorOptions Options(Action<AnomalyDetectorOptions>? configure = null) => ShopOptions.Make(configure);

    public static void Set(AnomalyDetectorOptions options) => ShopOptions.Set(options);

    /// <summary>A detector that has learnt orders, and a logger that writes to it.</summary>
    public static async Task<OrderLog> LearntAsync(Action<AnomalyDetectorOptions>? configure = null)
    {
        var log = new OrderLog(configure);
        for (var order = 0; order < 60; order++)
        {
            log.Logger.Order($"learnt{order}");
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Patience));
        return log;
    }

    /// <summary>A folder of its own with a model of orders.</summary>
    public static PipelineFolder TrainedFolder()
    {
        var folder = new PipelineFolder();
        foreach (var file in Directory.GetFiles(Trained.Value.Path, "*", SearchOption.AllDirectories))
        {
            var target = folder[Path.GetRelativePath(Trained.Value.Path, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return folder;
    }

    /// <summary>Logs an order's steps: (r)eceived, (p)aid, pac(k)ed, (s)hipped, and x for what never was.</summary>
    public static void Order(this ILogger log, object? id, string steps = "rpks")
    {
        foreach (var step in steps)
        {
            switch (step)
            {
                case 'r':
                    log.Information(Received, id);
                    break;
                case 'p':
                    log.Information(Paid, 12.5m, id);
                    break;
                case 'k':
                    log.Information(Packed, id);
                    break;
                case 's':
                    log.Information(Shipped, id);
                    break;
                default:
                    log.Warning("Order {OrderId} went up in smoke", id);
                    break;
            }
        }
    }

    private static PipelineFolder Train()
    {
        var folder = new PipelineFolder();
        LearntAsync(options => options.ModelPath = folder.Path).GetAwaiter().GetResult().Dispose();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        return folder;
    }
}

/// <summary>A detector with a Serilog logger that writes to it.</summary>
internal sealed class OrderLog : IDisposable
{
    public OrderLog(Action<AnomalyDetectorOptions>? configure = null)
    {
        Detector = new AnomalyDetector(Orders.Options(options =>
        {
            options.Diagnostics = Told.Enqueue;
            configure?.Invoke(options);
        }));
        Detector.Anomaly += (_, anomaly) => Anomalies.Enqueue(anomaly);
        Logger = new LoggerConfiguration().MinimumLevel.Verbose().Enrich.FromLogContext().WriteTo.AnomalyDetector(Detector).CreateLogger();
    }

    public AnomalyDetector Detector { get; }

    public global::Serilog.Core.Logger Logger { get; }

    public ConcurrentQueue<string> Told { get; } = new();

    public ConcurrentQueue<Anomaly> Anomalies { get; } = new();

    /// <summary>Waits for what was logged, and for the anomalies of it.</summary>
    public Task FlushAsync() => Detector.FlushAsync().WaitAsync(Orders.Patience);

    /// <summary>Takes all orders as ended.</summary>
    public Task CloseAsync() => Detector.CloseSessionsAsync().WaitAsync(Orders.Patience);

    public void Dispose()
    {
        Logger.Dispose();
        Detector.Dispose();
    }
}
