using System.Collections.Concurrent;
using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

/// <summary>What an application may do to its logger, and what its machine may do to it.</summary>
public class BadDayTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public async Task AMillionStringBuiltMessagesTakeBoundedMemorySixteenKeysAndOneLine()
    {
        const int Count = 1_000_000;
        using var log = new OrderLog(options =>
        {
            options.TimeProvider = new TestTimeProvider();
            options.Training.SessionCount = 100_000_000;
            options.Training.EventCount = 1_000_000_000;
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Count; i++)
        {
            log.Logger.Information(string.Create(CultureInfo.InvariantCulture, $"User {i} has logged in from a place that is described at length"));
        }

        await log.FlushAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 * Megabyte);
        var counters = log.Detector.Counters;
        Assert.Equal(Count, counters.Received);
        Assert.Equal((16, 0), (counters.KeyCount, counters.UnknownKeys));
        var line = Assert.Single(log.Told, line => line.Contains("interpolation"));
        Assert.Contains("such as \"User 15 has logged in from a place", line);
    }

    [Fact]
    public async Task UnknownTemplatesAreReportedAsOneWithTheirOwnLines()
    {
        using var log = await Orders.LearntAsync(options => options.VocabularyLimit = 4);

        for (var i = 0; i < 3; i++)
        {
            log.Logger.Information(string.Create(CultureInfo.InvariantCulture, $"User {i}"));
        }

        await log.FlushAsync();

        Assert.Equal(["User 0", "User 1", "User 2"], log.Anomalies.Select(anomaly => anomaly.Line));
        Assert.All(log.Anomalies, anomaly => Assert.StartsWith("(unknown template, ", anomaly.Template, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EventsOutOfTimeOrderAreOneSession()
    {
        using var log = await Orders.LearntAsync();
        var now = DateTimeOffset.Now;
        var parser = new MessageTemplateParser();
        LogEventProperty[] properties = [new("OrderId", new ScalarValue("A1")), new("Amount", new ScalarValue(1))];

        foreach (var (template, seconds) in new[] { (Orders.Received, -60), (Orders.Paid, -100), (Orders.Packed, 90), (Orders.Shipped, -200) })
        {
            log.Logger.Write(new LogEvent(now.AddSeconds(seconds), LogEventLevel.Information, null, parser.Parse(template), properties));
        }

        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        await log.CloseAsync();

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ACallbackThatLogsRaisesNoAnomalyOfItsOwn()
    {
        OrderLog? log = null;
        log = await Orders.LearntAsync(options => options.OnAnomaly = anomaly =>
        {
            log!.Logger.Fatal("An anomaly: {Anomaly}", anomaly);
            log.Logger.Order("A1", "x");
        });
        using var _ = log;

        log.Logger.Order("A1", "x");
        await log.FlushAsync();
        await log.FlushAsync();

        Assert.Single(log.Anomalies);
        Assert.Equal(241, log.Detector.Counters.Received);
    }

    [Fact]
    public async Task ACallbackThatThrowsIsToldOnceAndTheNextAnomalyComesAllTheSame()
    {
        var calls = 0;
        using var log = await Orders.LearntAsync(options => options.OnAnomaly = _ =>
        {
            calls++;
            throw new InvalidOperationException("not my day");
        });

        log.Logger.Order("A1", "xxx");
        await log.FlushAsync();

        Assert.Equal(3, calls);
        Assert.Equal(3, log.Anomalies.Count);
        Assert.Contains("not my day", Assert.Single(log.Told, line => line.Contains("receiver threw InvalidOperationException")));
    }

    [Fact]
    public async Task ACallbackThatBlocksDoesNotHoldUpTheLog()
    {
        using var entered = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var log = await Orders.LearntAsync(options =>
        {
            options.PendingAnomalyLimit = 2;
            options.OnAnomaly = _ =>
            {
                entered.Set();
                release.Wait(Orders.Patience);
            };
        });
        log.Logger.Order("A1", "x");
        Assert.True(entered.Wait(Orders.Patience));

        log.Logger.Order("A1", "xxxxx");
        log.Logger.Order("A2");

        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.Processed == 250, Orders.Patience));
        Assert.Equal(6, log.Detector.Counters.Anomalies);
        Assert.Equal(3, log.Detector.Counters.AnomaliesDropped);
        release.Set();
        await log.FlushAsync();
        Assert.Equal(3, log.Anomalies.Count);
    }

    [Theory]
    [InlineData(QueueFullMode.DropNewest, false)]
    [InlineData(QueueFullMode.DropNewest, true)]
    [InlineData(QueueFullMode.Wait, false)]
    [InlineData(QueueFullMode.Wait, true)]
    public async Task DisposalUnderLoadFromManyThreadsHurtsNobody(QueueFullMode whenFull, bool isAsync)
    {
        var told = new ConcurrentQueue<string>();
        var log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(Orders.Options(options =>
            {
                options.Queue.Limit = 32;
                options.Queue.WhenFull = whenFull;
                options.Diagnostics = told.Enqueue;
            }))
            .CreateLogger();
        var logged = 0L;
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    log.Order(thread);
                    Interlocked.Increment(ref logged);
                }
            },
            TaskCreationOptions.LongRunning)).ToArray();
        WaitForMore();

        if (isAsync)
        {
            await log.DisposeAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(log.Dispose)));
        log.Dispose();
        WaitForMore();
        stop.Cancel();

        await Task.WhenAll(writers).WaitAsync(Orders.Patience);
        Assert.Single(told, line => line.Contains("stopped"));
        Assert.DoesNotContain(told, line => line.Contains("could not be taken") || line.Contains("failed") || line.Contains("work left over"));

        void WaitForMore()
        {
            var now = Interlocked.Read(ref logged);
            Assert.True(SpinWait.SpinUntil(() => Interlocked.Read(ref logged) > now + 500, Orders.Patience));
        }
    }

    [Fact]
    public async Task ACallbackMayDisposeOfItsLogger()
    {
        using var folder = Orders.TrainedFolder();
        global::Serilog.Core.Logger? log = null;
        var disposed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(Orders.Options(options =>
            {
                options.ModelPath = folder.Path;
                options.OnAnomaly = _ =>
                {
                    log!.Dispose();
                    log.Order("A1", "x");
                    disposed.TrySetResult();
                };
            }))
            .CreateLogger();

        log.Order("A1", "x");
        await disposed.Task.WaitAsync(Orders.Patience);

        log.Order("A1", "x");
        log.Dispose();
    }

    // Serilog's bootstrap logger: one logger until the settings are read, then another with the same sink, which saves once the first
    // has ended.
    [Fact]
    public void ALoggerBuiltTwiceOnOneFolderLosesNothing()
    {
        using var folder = new PipelineFolder();
        var told = new ConcurrentQueue<string>();
        for (var start = 0; start < 3; start++)
        {
            var bootstrap = Build();
            bootstrap.Order($"boot{start}", "r");
            var real = Build();
            for (var order = 0; order < 10; order++)
            {
                real.Order($"{start}-{order}");
            }

            bootstrap.Dispose();
            real.Dispose();
        }

        using var detector = new AnomalyDetector(Orders.Options(options => options.ModelPath = folder.Path));

        // The bootstrap loggers' own orders, too.
        Assert.Equal(33, detector.Counters.SessionsCollected + detector.Counters.OpenSessions);
        Assert.DoesNotContain(told, line => line.Contains("damaged") || line.Contains("could not") || line.Contains("cannot"));

        global::Serilog.Core.Logger Build() => new LoggerConfiguration()
            .WriteTo.AnomalyDetector(Orders.Options(options =>
            {
                options.ModelPath = folder.Path;
                options.Diagnostics = told.Enqueue;
            }))
            .CreateLogger();
    }

    [Theory]
    [InlineData("cut short")]
    [InlineData("empty")]
    [InlineData("file")]
    [InlineData("below a file")]
    public void ABadModelFolderStopsNoApplicationAndIsToldInOneLine(string trouble)
    {
        using var folder = Orders.TrainedFolder();
        var manifest = Path.Combine(Assert.Single(folder.Snapshots), "manifest.json");
        File.WriteAllText(folder["file"], "no folder");
        var path = trouble switch
        {
            "file" => folder["file"],
            "below a file" => Path.Combine(folder["file"], "model"),
            _ => folder.Path,
        };
        if (trouble == "cut short")
        {
            File.WriteAllBytes(manifest, File.ReadAllBytes(manifest)[..100]);
        }
        else if (trouble == "empty")
        {
            File.WriteAllBytes(manifest, []);
        }

        var told = new ConcurrentQueue<string>();
        using (var log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(Orders.Options(options =>
            {
                options.ModelPath = path;
                options.Diagnostics = told.Enqueue;
            }))
            .CreateLogger())
        {
            log.Order("A1");
        }

        Assert.Equal(3, told.Count);
        Assert.Contains("settings that are not the defaults", told.First());
        Assert.Single(told, line => line.Contains(path) && (line.Contains("is damaged and set aside") || line.Contains("nothing can be saved in")));
        Assert.Single(told, line => line.Contains("stopped: 4 events received"));
    }

    [Fact]
    public void LogClosingAndFlushingDeliversWhatIsLeft()
    {
        using var folder = Orders.TrainedFolder();
        var anomalies = new ConcurrentQueue<Anomaly>();
        var log = new LoggerConfiguration()
            .WriteTo.AnomalyDetector(Orders.Options(options =>
            {
                options.ModelPath = folder.Path;
                options.OnAnomaly = anomalies.Enqueue;
            }))
            .CreateLogger();
        log.Order("A1", "rp");
        log.Warning("The warehouse burns");

        log.Dispose();

        // The order is under way, and goes on in the next process.
        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(anomalies).Kind);
    }
}
