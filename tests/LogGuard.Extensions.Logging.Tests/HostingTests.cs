using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LogGuard.Extensions.Logging.Tests;

public class HostingTests
{
    [Fact]
    public async Task SettingsComeFromConfigurationFirstAndFromCodeThen()
    {
        using var folder = new PipelineFolder();
        using var host = Build(
            new()
            {
                ["Logging:AnomalyDetector:ModelPath"] = folder.Path,
                ["Logging:AnomalyDetector:Session:Property"] = "OrderId",
                ["Logging:AnomalyDetector:Session:ClosingTemplates:0"] = "Order {OrderId} shipped",
                ["Logging:AnomalyDetector:Queue:WhenFull"] = "Wait",
                ["Logging:AnomalyDetector:Queue:ShutdownTimeout"] = "00:00:09",
                ["Logging:AnomalyDetector:Model:TargetAlarmRate"] = "0.05",
                ["Logging:AnomalyDetector:LogLevel:Default"] = "Warning",
                ["Logging:AnomalyDetector:Seed"] = "5",
            },
            builder => builder.Logging.AddAnomalyDetector(options => options.Seed = 7));

        var options = host.Services.GetRequiredService<IOptions<AnomalyDetectorOptions>>().Value;
        Assert.Equal(folder.Path, options.ModelPath);
        Assert.Equal("OrderId", options.Session.Property);
        Assert.Equal(["Order {OrderId} shipped"], options.Session.ClosingTemplates);
        Assert.Equal(QueueFullMode.Wait, options.Queue.WhenFull);
        Assert.Equal(TimeSpan.FromSeconds(9), options.Queue.ShutdownTimeout);
        Assert.Equal(0.05, options.Model.TargetAlarmRate);
        Assert.Equal(7, options.Seed);

        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders").Order("A1", "rx");
        var detector = host.Services.GetRequiredService<AnomalyDetector>();
        await detector.FlushAsync().WaitAsync(Shop.Patience);
        Assert.Equal(1, detector.Counters.Received);
    }

    [Fact]
    public void AnOptionsObjectIsTakenAsAWhole()
    {
        var given = Shop.Options(options =>
        {
            options.Keys.ByEventId = true;
            options.ExpectedStepLimit = 9;
            options.Training.SessionCount = 77;
        });
        using var host = Build([], builder => builder.Logging.AddAnomalyDetector(given));

        var taken = host.Services.GetRequiredService<IOptions<AnomalyDetectorOptions>>().Value;

        foreach (var property in typeof(AnomalyDetectorOptions).GetProperties().Where(property => property.CanWrite))
        {
            if (property.PropertyType.Assembly == typeof(AnomalyDetector).Assembly && property.PropertyType.IsClass)
            {
                Assert.NotSame(property.GetValue(given), property.GetValue(taken));
            }
            else
            {
                Assert.Equal(property.GetValue(given), property.GetValue(taken));
            }
        }

        Assert.True(taken.Keys.ByEventId);
        Assert.Equal(77, taken.Training.SessionCount);
        Assert.Equal("OrderId", taken.Session.Property);
    }

    [Fact]
    public void WrongSettingsEndTheStartWithEveryFaultNamed()
    {
        var fault = Record.Exception(() =>
        {
            using var host = Build(
                new() { ["Logging:AnomalyDetector:Queue:Limit"] = "1", ["Logging:AnomalyDetector:Model:WindowSize"] = "0" },
                builder => builder.Services.AddAnomalyDetector("proxy", options => options.Seed = 1).AddAnomalyDetector());
            host.Start();
        });

        var message = Assert.IsType<OptionsValidationException>(fault).Message;
        Assert.Contains("Queue.Limit is 1", message);
        Assert.Contains("Model.WindowSize is 0", message);
    }

    [Fact]
    public async Task TheModelIsLoadedBeforeAnythingElseStartsAndSavedWhenAllHasStopped()
    {
        using var folder = new PipelineFolder();
        using (var first = Build([], builder => Add(builder, folder)))
        {
            await first.StartAsync();
            await Shop.LearnAsync(first.Services.GetRequiredService<AnomalyDetector>(), first.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders"));
            await first.StopAsync();
        }

        var anomalies = new ConcurrentQueue<Anomaly>();
        var state = default(DetectorState);
        using (var second = Build([], builder =>
        {
            Add(builder, folder, options => options.OnAnomaly = anomalies.Enqueue);
            builder.Services.AddHostedService(services => new Worker(() => state = services.GetRequiredService<AnomalyDetector>().State, () =>
            {
                services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders").Order("late", "rx");
            }));
        }))
        {
            await second.StartAsync();
            await second.StopAsync();
            Assert.Contains(anomalies, anomaly => anomaly is { Kind: AnomalyKind.UnknownKey, SessionId: "late" });
        }

        Assert.Equal(DetectorState.Detecting, state);
    }

    [Fact]
    public async Task HandlersGetAScopeForEachAnomalyAndMayThrow()
    {
        using var folder = new PipelineFolder();
        using var host = Build([], builder =>
        {
            Add(builder, folder, options => options.Diagnostics = Handler.Told.Enqueue);
            builder.Services.AddAnomalyHandler<Thrower>(ServiceLifetime.Singleton).AddAnomalyHandler<Handler>().AddScoped<Part>();
        });
        await host.StartAsync();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders");
        await Shop.LearnAsync(host.Services.GetRequiredService<AnomalyDetector>(), log);

        log.Order("A1", "x");
        log.Order("A2", "x");
        await host.StopAsync();

        var seen = Handler.Seen.Where(item => item.Anomaly is { Kind: AnomalyKind.UnknownKey, SessionId: not "stream" }).ToArray();
        Assert.Equal(["A1", "A2"], seen.Select(item => item.Anomaly.SessionId));
        Assert.Equal(Handler.Seen.Count, Handler.Seen.Select(item => item.Part).Distinct().Count());
        Assert.All(seen, item => Assert.True(item.Part.IsDisposed));
        Assert.Contains(Handler.Told, line => line.Contains("handlers of anomalies threw InvalidOperationException"));
    }

    [Fact]
    public async Task AlertHandlersGetAScopeForEachAlertAndWhatTheyLogIsNotJudged()
    {
        AlertHandler.Seen.Clear();
        var told = new ConcurrentQueue<string>();
        var lines = new Lines();
        using var folder = new PipelineFolder();
        using var host = Build([], builder =>
        {
            Add(builder, folder, options => options.Diagnostics = told.Enqueue);
            builder.Logging.AddProvider(lines);
            builder.Services.AddAlertHandler<AlertThrower>(ServiceLifetime.Singleton).AddAlertHandler<AlertHandler>().AddScoped<Part>();
        });
        await host.StartAsync();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders");
        var detector = host.Services.GetRequiredService<AnomalyDetector>();
        await Shop.LearnAsync(detector, log);

        log.Order("A1", "x");
        log.Order("A2", "x");
        await host.StopAsync();

        var seen = AlertHandler.Seen.Where(item => item.Alert.Anomaly.SessionId == "A1").ToArray();
        Assert.Single(seen);
        Assert.DoesNotContain(AlertHandler.Seen, item => item.Alert.Anomaly.SessionId == "A2");
        Assert.All(AlertHandler.Seen, item => Assert.True(item.Part.IsDisposed));
        Assert.Equal(AlertHandler.Seen.Count, AlertHandler.Seen.Select(item => item.Part).Distinct().Count());
        Assert.Contains(told, line => line.Contains("handlers of alerts threw InvalidOperationException"));
        Assert.DoesNotContain(AlertHandler.Seen, item => item.Alert.Anomaly.Template.Contains("Alarm", StringComparison.Ordinal));
        Assert.Contains(lines.Seen, line => line.Contains("Alarm of A1", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.Seen, line => line.StartsWith("LogGuard.Anomalies", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AlertHandlersOfANamedDetectorGetItsAlertsOnly()
    {
        AlertHandler.Seen.Clear();
        using var host = Build([], builder =>
        {
            builder.Logging.AddAnomalyDetector(options => Shop.Set(options));
            builder.Logging.AddAnomalyDetector("payments", category => category.StartsWith("Shop.Payments", StringComparison.Ordinal), Shop.Set);
            builder.Services.AddAlertHandler<AlertHandler>(name: "payments").AddScoped<Part>();
        });
        await host.StartAsync();
        var loggers = host.Services.GetRequiredService<ILoggerFactory>();
        await Shop.LearnAsync(host.Services.GetRequiredKeyedService<AnomalyDetector>("payments"), loggers.CreateLogger("Shop.Payments"));

        loggers.CreateLogger("Shop.Orders").Order("A1", "x");
        loggers.CreateLogger("Shop.Payments").Order("P1", "x");
        await host.StopAsync();

        Assert.Contains(AlertHandler.Seen, item => item.Alert.Anomaly.SessionId == "P1");
        Assert.DoesNotContain(AlertHandler.Seen, item => item.Alert.Anomaly.SessionId == "A1");
    }

    [Fact]
    public async Task AnomaliesWithoutAReceiverAreLoggedInACategoryOfTheirOwn()
    {
        using var folder = new PipelineFolder();
        var lines = new Lines();
        using var host = Build([], builder =>
        {
            Add(builder, folder);
            builder.Logging.AddProvider(lines);
        });
        await host.StartAsync();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders");
        var detector = host.Services.GetRequiredService<AnomalyDetector>();
        await Shop.LearnAsync(detector, log);
        var received = detector.Counters.Received;

        log.Order("A1", "x");
        await host.StopAsync();

        Assert.Contains(lines.Seen, line => line.StartsWith("LogGuard.Anomalies ", StringComparison.Ordinal) && line.Contains("Unknown line in session A1"));
        Assert.True(detector.Counters.Received - received < 10);
    }

    [Fact]
    public async Task AStopThatTakesTooLongIsLeftAndSaysWhatIsLeftBehind()
    {
        var told = new ConcurrentQueue<string>();
        using var gate = new ManualResetEventSlim();
        using var host = Build([], builder => builder.Logging.AddAnomalyDetector(options =>
        {
            Shop.Set(options);
            options.Diagnostics = told.Enqueue;
            options.OnAnomaly = _ => gate.Wait();
            options.Queue.ShutdownTimeout = TimeSpan.FromMinutes(5);
        }));
        await host.StartAsync();
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders");
        await Shop.LearnAsync(host.Services.GetRequiredService<AnomalyDetector>(), log);
        log.Order("A1", "x");
        using var now = new CancellationTokenSource();
        now.Cancel();

        await host.StopAsync(now.Token).ContinueWith(_ => { }).WaitAsync(Shop.Patience);
        gate.Set();

        Assert.Contains(told, line => line.Contains("the host's shutdown timeout elapsed, with") && line.Contains("events left behind"));
    }

    [Fact]
    public async Task NamedDetectorsWatchTheirPartOfTheLog()
    {
        using var host = Build(
            new() { ["Logging:AnomalyDetector:payments:Session:Property"] = "PaymentId" },
            builder =>
            {
                builder.Logging.AddAnomalyDetector(Shop.Set);
                builder.Logging.AddAnomalyDetector("payments", category => category.StartsWith("Shop.Payments", StringComparison.Ordinal));
                builder.Services.AddAnomalyDetector("proxy");
            });
        await host.StartAsync();
        var loggers = host.Services.GetRequiredService<ILoggerFactory>();

        loggers.CreateLogger("Shop.Orders").Order("A1");
        loggers.CreateLogger("Shop.Payments").Order("A1", "p");
        var all = host.Services.GetRequiredService<AnomalyDetector>();
        var payments = host.Services.GetRequiredKeyedService<AnomalyDetector>("payments");
        await all.FlushAsync().WaitAsync(Shop.Patience);
        await payments.FlushAsync().WaitAsync(Shop.Patience);

        Assert.Equal(1, payments.Counters.Received);
        Assert.True(all.Counters.Received >= 5);
        Assert.Equal(0, host.Services.GetRequiredKeyedService<AnomalyDetector>("proxy").Counters.Received);
        Assert.Equal("PaymentId", host.Services.GetRequiredService<IOptionsMonitor<AnomalyDetectorOptions>>().Get("payments").Session.Property);
        await host.StopAsync();
    }

    [Fact]
    public async Task AHandleOfTheHostsIsWatchedWithAndNotDisposedOf()
    {
        using var detector = new AnomalyDetector(Shop.Options());
        using (var host = Build([], builder => builder.Logging.AddAnomalyDetector(detector)))
        {
            await host.StartAsync();
            host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders").Order("A1");
            await host.StopAsync();
        }

        Assert.False(detector.Intake.IsClosed);
        Assert.True(detector.Counters.Processed >= 4);
    }

    [Fact]
    public async Task HealthTellsStateAndLoadAndFollowsItsThresholds()
    {
        using var host = Build([], builder =>
        {
            builder.Logging.AddAnomalyDetector(Shop.Set);
            builder.Services.AddHealthChecks().AddAnomalyDetector();
        });
        await host.StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var detector = host.Services.GetRequiredService<AnomalyDetector>();

        var first = (await health.CheckHealthAsync()).Entries["anomaly-detector"];
        Assert.Equal(HealthStatus.Healthy, first.Status);
        Assert.Equal("Collecting", first.Data["state"]);
        Assert.Equal(8192, first.Data["queue_limit"]);

        await host.StopAsync();
        var stopped = (await health.CheckHealthAsync()).Entries["anomaly-detector"];
        Assert.Equal(HealthStatus.Unhealthy, stopped.Status);
        Assert.Contains("stopped", stopped.Description);
    }

    // A reader that stands still lets the queue fill up.
    [Theory]
    [InlineData(8, HealthStatus.Unhealthy, "were dropped")]
    [InlineData(8192, HealthStatus.Degraded, "places in the queue are taken")]
    public async Task DropsAndAFullQueueShow(int queueLimit, HealthStatus expected, string description)
    {
        using var gate = new ManualResetEventSlim();
        using var reached = new ManualResetEventSlim();
        using var host = Build(
            new() { ["Logging:AnomalyDetector:Health:DegradedQueueShare"] = "0.02" },
            builder =>
            {
                builder.Logging.AddAnomalyDetector(options =>
                {
                    Shop.Set(options);
                    options.Queue.Limit = queueLimit;
                });
                builder.Services.AddHealthChecks().AddAnomalyDetector(configure: options => options.UnhealthyDropShare = 0.6);
            });
        var log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop.Orders");
        log.LogInformation("Order {OrderId} received", new Blocking(gate, reached));
        Assert.True(reached.Wait(TimeSpan.FromSeconds(30)));
        for (var i = 0; i < 200; i++)
        {
            log.Order("A1", "r");
        }

        var entry = (await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync()).Entries["anomaly-detector"];
        gate.Set();

        Assert.Equal(expected, entry.Status);
        Assert.Contains(description, entry.Description);
        Assert.Equal(queueLimit == 8, (long)entry.Data["dropped_since_last_check"] > 150);
    }

    [Fact]
    public void WrongThresholdsEndTheStart() => Assert.Throws<OptionsValidationException>(() =>
    {
        using var host = Build([], builder =>
        {
            builder.Logging.AddAnomalyDetector(Shop.Set);
            builder.Services.AddHealthChecks().AddAnomalyDetector(configure: options => options.DegradedDropShare = 2);
        });
        host.Start();
    });

    [Theory]
    [InlineData(null, "The health check anomaly-detector has no detector")]
    [InlineData("proxy", "The health check anomaly-detector-proxy has no detector")]
    public void AHealthCheckWithoutItsDetectorEndsTheStart(string? name, string fault)
    {
        using var host = Build([], builder => builder.Services.AddHealthChecks().AddAnomalyDetector(name));

        Assert.Contains(fault, Assert.Throws<OptionsValidationException>(host.Start).Message);
    }

    [Fact]
    public async Task WithoutAHostAHealthCheckWithoutItsDetectorIsUnhealthyAndDoesNotThrow()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddHealthChecks().AddAnomalyDetector();
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Unhealthy, report.Entries["anomaly-detector"].Status);
        Assert.Contains("has no detector", report.Entries["anomaly-detector"].Description);
    }

    [Fact]
    public async Task AHealthCheckFindsADetectorThatTheApplicationRegistered()
    {
        await using var detector = new AnomalyDetector(Shop.Options());
        using var host = Build([], builder =>
        {
            builder.Services.AddSingleton(detector);
            builder.Services.AddHealthChecks().AddAnomalyDetector();
        });
        await host.StartAsync();

        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Healthy, report.Status);
    }

    private static IHost Build(Dictionary<string, string?> settings, Action<HostApplicationBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        configure(builder);
        return builder.Build();
    }

    private static void Add(HostApplicationBuilder builder, PipelineFolder folder, Action<AnomalyDetectorOptions>? configure = null) =>
        builder.Logging.AddAnomalyDetector(options =>
        {
            Shop.Set(options);
            options.ModelPath = folder.Path;
            configure?.Invoke(options);
        });

    private sealed class Worker(Action onStart, Action onStop) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            onStart();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            onStop();
            return Task.CompletedTask;
        }
    }

    private sealed class Part : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class Handler(Part part, ILogger<Handler> log) : IAnomalyHandler
    {
        public static readonly ConcurrentQueue<(Anomaly Anomaly, Part Part)> Seen = new();
        public static readonly ConcurrentQueue<string> Told = new();

        public async Task HandleAsync(Anomaly anomaly, CancellationToken cancellationToken)
        {
            await Task.Yield();
            log.LogError("Alarm {Alarm}", anomaly.Id);
            Seen.Enqueue((anomaly, part));
        }
    }

    private sealed class Thrower : IAnomalyHandler
    {
        public Task HandleAsync(Anomaly anomaly, CancellationToken cancellationToken) => throw new InvalidOperationException("not today");
    }

    private sealed class AlertHandler(Part part, ILogger<AlertHandler> log) : IAlertHandler
    {
        public static readonly ConcurrentQueue<(Alert Alert, Part Part)> Seen = new();

        public async Task HandleAsync(Alert alert, CancellationToken cancellationToken)
        {
            await Task.Yield();
            log.LogError("Alarm of {Session}", alert.Anomaly.SessionId);
            Seen.Enqueue((alert, part));
        }
    }

    private sealed class AlertThrower : IAlertHandler
    {
        public Task HandleAsync(Alert alert, CancellationToken cancellationToken) => throw new InvalidOperationException("not today");
    }

    private sealed class Lines : ILoggerProvider
    {
        public ConcurrentQueue<string> Seen { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Writer(Lines lines, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Seen.Enqueue($"{category} {logLevel} {formatter(state, exception)}");
        }
    }

    private readonly struct Blocking(ManualResetEventSlim gate, ManualResetEventSlim reached) : ISpanFormattable
    {
        // The reader writes a session's id first of all, to hash it; the application's threads only do when its event was dropped.
        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider)
        {
            reached.Set();
            gate.Wait();
            charsWritten = 1;
            return "1".TryCopyTo(destination);
        }

        public string ToString(string? format, IFormatProvider? formatProvider) => "1";
    }
}
