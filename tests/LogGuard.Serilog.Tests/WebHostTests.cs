using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Serilog;
using Serilog.Events;

namespace LogGuard.Serilog.Tests;

public class WebHostTests
{
    [Fact]
    public async Task ARequestLoggedThroughSerilogIsOneSession()
    {
        await using var detector = new AnomalyDetector(new AnomalyDetectorOptions { Diagnostics = _ => { } });
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSerilog(log => log.MinimumLevel.Override("Microsoft", LogEventLevel.Fatal).WriteTo.AnomalyDetector(detector));
        await using var app = builder.Build();
        app.UseSerilogRequestLogging();
        app.MapGet("/orders/{id}", (string id, ILogger log) => log.Information("Order {OrderId} looked up", id));
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        await client.GetStringAsync("/orders/1");
        await client.GetStringAsync("/orders/2");
        await app.StopAsync();
        await detector.FlushAsync();

        // Its own line, and that of the request's end.
        Assert.Equal(4, detector.Counters.Received);
        Assert.Equal(2, detector.Counters.OpenSessions);
    }
}
