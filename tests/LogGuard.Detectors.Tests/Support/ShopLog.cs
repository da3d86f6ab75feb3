using System.Collections.Concurrent;
using LogGuard.Detection;
using Serilog;

namespace LogGuard.Detectors.Tests.Support;

/// <summary>A shop that logs its orders through Serilog to a detector with one model: take, reserve or back-order, pay, ship.</summary>
internal sealed class ShopLog : IDisposable
{
    public const int Seed = 18;

    public static readonly string[] Templates =
    [
        "Order {OrderId} taken", "Order {OrderId} reserved {Count} items", "Order {OrderId} is back-ordered", "Order {OrderId} paid {Amount}", "Order {OrderId} shipped",
    ];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly global::Serilog.Core.Logger _logger;
    private int _number;

    public ShopLog(ILogModelTrainer model, string? folder = null, bool besideOthers = false, Action<AnomalyDetectorOptions>? configure = null)
    {
        var options = new AnomalyDetectorOptions { ModelPath = folder, Seed = Seed, OnAnomaly = Anomalies.Add, Diagnostics = Told.Enqueue }.UseDetector(model, besideOthers);
        options.Session.Property = "OrderId";
        options.Training.SessionCount = 1_000_000;
        options.Queue.WhenFull = QueueFullMode.Wait;
        configure?.Invoke(options);
        Detector = new AnomalyDetector(options);
        _logger = new LoggerConfiguration().WriteTo.AnomalyDetector(Detector).CreateLogger();
    }

    public AnomalyDetector Detector { get; }

    public List<Anomaly> Anomalies { get; } = [];

    public ConcurrentQueue<string> Told { get; } = new();

    /// <summary>The templates of a usual order.</summary>
    public static int[] Usual(Random random) => [0, .. Enumerable.Repeat(1, random.Next(1, 4)), .. random.Next(3) == 0 ? [2] : Array.Empty<int>(), 3, 4];

    /// <summary>An order that is shipped unpaid.</summary>
    public static int[] Unpaid => [0, 1, 4];

    public async Task WriteAsync(IEnumerable<int[]> orders)
    {
        foreach (var order in orders)
        {
            var id = $"order{_number++}";
            foreach (var step in order)
            {
                _logger.Information(Templates[step], id, 1);
            }

            Detector.CloseSession(id);
        }

        await Detector.FlushAsync().WaitAsync(Patience);
    }

    /// <summary>Learns usual orders, and labelled ones.</summary>
    public async Task LearnAsync()
    {
        var random = new Random(Seed);
        await WriteAsync(Enumerable.Range(0, 200).Select(_ => Usual(random)));
        var labelled = Enumerable.Range(0, 60).Select(_ => new LabelledSession([.. Usual(random).Select(step => Templates[step])], IsAnomalous: false))
            .Concat(Enumerable.Range(0, 40).Select(_ => new LabelledSession([.. Usual(random).Where(step => step != 3).Select(step => Templates[step])], IsAnomalous: true)));
        Assert.True(await Detector.TrainAsync(labelled).WaitAsync(Patience), string.Join(Environment.NewLine, Told));
    }

    public void Dispose()
    {
        _logger.Dispose();
        Detector.Dispose();
    }
}
