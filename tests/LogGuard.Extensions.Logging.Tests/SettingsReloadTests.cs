using System.Collections.Concurrent;
using LogGuard.Extensions.Logging.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public sealed class SettingsReloadTests : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _told = new();
    private readonly IHost _host;

    public SettingsReloadTests()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Logging:AnomalyDetector:Session:Property"] = "OrderId",
            ["Logging:AnomalyDetector:Queue:Limit"] = "4096",
            ["Logging:AnomalyDetector:LogLevel:Default"] = "Warning",
        });
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        builder.Logging.AddAnomalyDetector(options =>
        {
            options.Diagnostics = _told.Enqueue;
            options.Model.TrainingSteps = 20;
        });
        builder.Services.AddAnomalyDetector("payments", options => options.Diagnostics = _told.Enqueue);
        _host = builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task WhatNeedsARestartIsToldOnceAndLevelsAndHealthAreNot()
    {
        await _host.StartAsync();

        await ChangeAsync(("LogLevel:Default", "Debug"), ("Health:DegradedQueueShare", "0.1"));
        Assert.DoesNotContain(_told, line => line.Contains("changed"));
        await ChangeAsync(("Queue:Limit", "2048"));
        await ChangeAsync(("Queue:Limit", "2048"));

        Assert.Single(_told, line => line.Contains("changed") && line.Contains("restart") && line.Contains("Queue.Limit"));
    }

    [Fact]
    public async Task WhatCanChangeDoesAtOnceAndIsTold()
    {
        await _host.StartAsync();

        await ChangeAsync(("Training:SessionCount", "5"));

        Assert.Single(_told, line => line.EndsWith("settings were changed: Training.SessionCount = 5."));
        var log = _host.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Shop");
        for (var order = 0; order < 5; order++)
        {
            log.LogWarning("Order {OrderId} begins", order);
            log.LogWarning("Order {OrderId} ends", order);
        }

        var detector = _host.Services.GetRequiredService<AnomalyDetector>();
        await detector.FlushAsync();
        Assert.Equal(DetectorState.Collecting, detector.State);
        await detector.CloseSessionsAsync();
        await detector.FlushAsync();
        Assert.Contains(_told, line => line.Contains("training on"));
    }

    [Fact]
    public async Task WrongSettingsAreAllToldOnceAndNoneIsTaken()
    {
        await _host.StartAsync();

        await ChangeAsync(("Alerts:RateLimit", "5"), ("Alerts:BackoffFactor", "0"), ("Training:SessionCount", "many"));
        await ChangeAsync(("Alerts:RateLimit", "5"));

        var line = Assert.Single(_told, line => line.Contains("not applied"));
        Assert.Contains("Alerts.BackoffFactor", line);
        Assert.Contains("Training.SessionCount", line);
        Assert.DoesNotContain(_told, line => line.Contains("settings were changed"));

        await ChangeAsync(("Alerts:BackoffFactor", "3"), ("Training:SessionCount", "100"));
        Assert.Single(_told, line => line.Contains("settings were changed: Training.SessionCount = 100, Alerts.BackoffFactor = 3, Alerts.RateLimit = 5."));
    }

    [Fact]
    public async Task AMisspeltNameIsToldWithTheNearestOne()
    {
        await _host.StartAsync();

        await ChangeAsync(("Alerts:RateLimmit", "5"));

        Assert.Single(_told, line => line.Contains("Alerts.RateLimmit") && line.Contains("Alerts.RateLimit."));
    }

    [Fact]
    public async Task ADetectorOfANameTakesTheSettingsOfItsOwnSection()
    {
        await _host.StartAsync();

        await ChangeAsync(("payments:Alerts:RateLimit", "9"));
        await _host.Services.GetRequiredKeyedService<AnomalyDetector>("payments").FlushAsync();

        Assert.Single(_told, line => line.Contains("settings were changed"));
        Assert.Single(_told, line => line.Contains("Alerts.RateLimit = 9"));
    }

    [Fact]
    public async Task AfterTheHostHasStoppedNothingIsTakenAndNothingThrown()
    {
        await _host.StartAsync();
        await _host.StopAsync();

        Set(("Alerts:RateLimit", "5"));

        Assert.DoesNotContain(_told, line => line.Contains("settings were changed"));
    }

    private async Task ChangeAsync(params (string Name, string Text)[] settings)
    {
        Set(settings);
        await _host.Services.GetRequiredService<AnomalyDetector>().FlushAsync();
    }

    private void Set(params (string Name, string Text)[] settings)
    {
        var configuration = (IConfigurationRoot)_host.Services.GetRequiredService<IConfiguration>();
        foreach (var (name, text) in settings)
        {
            configuration[$"Logging:AnomalyDetector:{name}"] = text;
        }

        configuration.Reload();
    }
}
