using System.Collections.Concurrent;
using LogGuard.Extensions.Logging.Hosting;
using LogGuard.Extensions.Logging.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

/// <summary>What a detector tells its owner through the application's own log.</summary>
public sealed class DiagnosticsTests : IDisposable
{
    private readonly HeardLines _heard = new();
    private readonly PipelineFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task MisspeltSettingsAreWarnedOf()
    {
        using var host = Build(new()
        {
            ["Logging:AnomalyDetector:ModelPth"] = _folder.Path,
            ["Logging:AnomalyDetector:Sesion:Property"] = "X",
        });
        await host.StartAsync();

        Assert.Contains((LogLevel.Warning, "LogGuard", "there is no setting ModelPth, and it has no effect; the nearest one is ModelPath."), _heard.Lines);
        Assert.Contains(_heard.Lines, line => line is { Level: LogLevel.Warning, Category: "LogGuard" } && line.Text.Contains("Sesion.Property"));
    }

    [Fact]
    public async Task MisspeltThresholdsOfTheHealthCheckAreWarnedOf()
    {
        using var host = Build(new()
        {
            ["Logging:AnomalyDetector:Health:DegradedQueShare"] = "0.2",
            ["Logging:AnomalyDetector:Health:degradedDropShare"] = "0.2",
        });
        await host.StartAsync();

        var warning = Assert.Single(_heard.Lines, line => line is { Level: LogLevel.Warning, Category: "LogGuard" });
        Assert.StartsWith("there is no setting Health.DegradedQueShare, and it has no effect; the thresholds are DegradedQueueShare, ", warning.Text);
        Assert.Equal(typeof(AnomalyDetectorHealthOptions).GetProperties().Select(property => property.Name).Order(), HealthCheckRules.Known.Order());
    }

    [Fact]
    public async Task ADamagedModelIsWarnedOf()
    {
        var snapshot = Directory.CreateDirectory(Path.Combine(_folder.Path, "000001"));
        await File.WriteAllTextAsync(Path.Combine(snapshot.FullName, "manifest.json"), "{ not json");
        using var host = Build([], options => options.ModelPath = _folder.Path);
        await host.StartAsync();

        Assert.Contains(_heard.Lines, line => line is { Level: LogLevel.Warning, Category: "LogGuard" } && line.Text.Contains("is damaged"));
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenToIsWarnedOf()
    {
        var file = Path.Combine(_folder.Path, "file");
        await File.WriteAllTextAsync(file, "");
        using var host = Build([], options => options.ModelPath = Path.Combine(file, "model"));
        await host.StartAsync();

        Assert.Contains(_heard.Lines, line => line is { Level: LogLevel.Warning, Category: "LogGuard" } && line.Text.StartsWith("nothing can be saved in"));
    }

    [Fact]
    public async Task FactsAreInformation()
    {
        using var host = Build([]);
        await host.StartAsync();
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop").Order("A1");
        await host.StopAsync();

        Assert.Contains(_heard.Lines, line => line is { Level: LogLevel.Information, Category: "LogGuard" } && line.Text.StartsWith("stopped: "));
        Assert.DoesNotContain(_heard.Lines, line => line.Category == "LogGuard" && line.Level > LogLevel.Information);
    }

    [Fact]
    public async Task AReceiverOfTheApplicationTakesTheirPlace()
    {
        var told = new ConcurrentQueue<string>();
        using var host = Build(new() { ["Logging:AnomalyDetector:ModelPth"] = "m" }, options => options.Diagnostics = told.Enqueue);
        await host.StartAsync();
        await host.StopAsync();

        Assert.Contains(told, line => line.Contains("ModelPth"));
        Assert.DoesNotContain(_heard.Lines, line => line.Category == "LogGuard");
    }

    [Fact]
    public async Task AnObserverOfTheApplicationTakesTheirPlaceToo()
    {
        var told = new ConcurrentQueue<DiagnosticMessage>();
        using var host = Build(new() { ["Logging:AnomalyDetector:ModelPth"] = "m" }, options => options.OnDiagnostic = told.Enqueue);
        await host.StartAsync();

        Assert.Contains(told, message => message is { Severity: LogSeverity.Warning } && message.Text.Contains("ModelPth"));
        Assert.DoesNotContain(_heard.Lines, line => line.Category == "LogGuard");
    }

    [Fact]
    public void ALoggerFactoryWithoutAHostLogsThemToo()
    {
        using (var loggers = LoggerFactory.Create(builder => builder.AddProvider(_heard).AddAnomalyDetector(options =>
        {
            Shop.Set(options);
            options.Bind([KeyValuePair.Create("ModelPth", (string?)"m")]);
        })))
        {
            loggers.CreateLogger("Shop").Order("A1");
        }

        Assert.Contains(_heard.Lines, line => line is { Level: LogLevel.Warning, Category: "LogGuard" } && line.Text.Contains("ModelPth"));
    }

    [Fact]
    public void AContainerWithoutAHostLogsThoseOfANamedDetectorWithItsName()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(_heard));
        services.AddAnomalyDetector("proxy", options =>
        {
            Shop.Set(options);
            options.Bind([KeyValuePair.Create("ModelPth", (string?)"m")]);
        });
        using var provider = services.BuildServiceProvider();

        provider.GetRequiredKeyedService<AnomalyDetector>("proxy");

        Assert.Contains(_heard.Lines, line => line is { Level: LogLevel.Warning, Category: "LogGuard" } && line.Text.StartsWith("proxy: there is no setting ModelPth"));
    }

    [Fact]
    public async Task TheyAreNeitherWatchedNorDoTheyTellOfThemselves()
    {
        using var host = Build(new() { ["Logging:AnomalyDetector:ModelPth"] = "m" });
        await host.StartAsync();
        var detector = host.Services.GetRequiredService<AnomalyDetector>();
        var before = detector.Counters.Received;
        Assert.Contains(_heard.Lines, line => line.Category == "LogGuard");
        host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("LogGuard").LogWarning("one more");
        detector.Intake.Report("and another");
        await detector.FlushAsync();

        // The host's own lines were received before.
        Assert.Equal(before, detector.Counters.Received);
        Assert.Contains(_heard.Lines, line => line.Text == "and another");
    }

    [Fact]
    public void WhatFindsNoRoomBeforeTheLoggerFactoryExistsIsCounted()
    {
        using var services = new ServiceCollection().AddLogging(logging => logging.AddProvider(_heard)).BuildServiceProvider();
        var relay = new DiagnosticRelay(services, "");
        for (var i = 0; i < DiagnosticRelay.WaitingLimit + 5; i++)
        {
            relay.Take(new DiagnosticMessage(LogSeverity.Information, $"message {i}"));
        }

        relay.Connect();
        relay.Take(new DiagnosticMessage(LogSeverity.Information, "later"));

        Assert.Equal(DiagnosticRelay.WaitingLimit + 2, _heard.Lines.Count);
        Assert.Equal("message 0", _heard.Lines.First().Text);
        Assert.Contains(_heard.Lines, line => line.Text.StartsWith("5 messages came before"));
        Assert.Equal("later", _heard.Lines.Last().Text);
    }

    private IHost Build(Dictionary<string, string?> settings, Action<AnomalyDetectorOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging")).AddProvider(_heard).AddAnomalyDetector(options =>
        {
            Shop.Set(options);
            configure?.Invoke(options);
        });
        return builder.Build();
    }

    private sealed class HeardLines : ILoggerProvider
    {
        public ConcurrentQueue<(LogLevel Level, string Category, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Heard(this, categoryName);

        public void Dispose()
        {
        }

        private sealed class Heard(HeardLines owner, string category) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                owner.Lines.Enqueue((logLevel, category, formatter(state, exception)));
        }
    }
}
