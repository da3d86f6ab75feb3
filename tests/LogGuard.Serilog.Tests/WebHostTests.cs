using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
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
        app.MapGet("/orders/{id}", (string id, global::Serilog.ILogger log) => log.Information("Order {OrderId} looked up", id));
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

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task ARequestsSessionEndsWithTheRequest(bool isSerilog, bool isSampled)
    {
        var options = new AnomalyDetectorOptions { Diagnostics = _ => { } };
        options.Session.ActivityEndDelay = TimeSpan.Zero;
        await using var detector = new AnomalyDetector(options);
        using var sampler = new ActivityListener
        {
            ShouldListenTo = source => isSampled && source.Name == "Microsoft.AspNetCore",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(sampler);
        await using var app = MakeOrderApp(detector, isSerilog, out var seen);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        await client.GetStringAsync("/orders/1");
        await client.GetStringAsync("/orders/2");
        using var traced = new HttpRequestMessage(HttpMethod.Get, "/orders/3");
        traced.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
        await client.SendAsync(traced);

        // A response is sent before its request ends, and the reader looks for ended sessions behind each batch.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (detector.Counters.SessionsClosed < 3)
        {
            await detector.FlushAsync(patience.Token);
        }

        Assert.Equal(3, detector.Counters.Received);
        Assert.Equal(3, detector.Counters.SessionsClosed);
        Assert.Equal(0, detector.Counters.OpenSessions);
        Assert.Equal(3, seen.Select(activity => activity!.TraceId).Distinct().Count());
        Assert.Contains(seen, activity => activity!.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c");
    }

    // A listener could make the host believe that someone else creates its activities.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ARequestHasTheActivityThatItHasWithoutADetector(bool isWatched)
    {
        var options = new AnomalyDetectorOptions { Diagnostics = _ => { } };
        options.Session.ActivitySources = isWatched ? options.Session.ActivitySources : [];
        await using var detector = new AnomalyDetector(options);
        await using var app = MakeOrderApp(detector, isSerilog: false, out var seen);
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };

        await client.GetStringAsync("/orders/1");
        await app.StopAsync();

        var activity = Assert.Single(seen)!;
        Assert.Equal("Microsoft.AspNetCore.Hosting.HttpRequestIn", activity.OperationName);
        Assert.Equal("", activity.Source.Name);
        Assert.False(activity.Recorded);
        Assert.Empty(activity.TagObjects);
    }

    private static WebApplication MakeOrderApp(AnomalyDetector detector, bool isSerilog, out ConcurrentQueue<Activity?> seen)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        if (isSerilog)
        {
            builder.Services.AddSerilog(log => log.MinimumLevel.Override("Microsoft", LogEventLevel.Fatal).WriteTo.AnomalyDetector(detector));
        }
        else
        {
            builder.Logging.AddAnomalyDetector(detector).AddFilter("Microsoft", LogLevel.Critical);
        }

        var activities = seen = new ConcurrentQueue<Activity?>();
        var app = builder.Build();
        app.MapGet("/orders/{id}", (string id, ILoggerFactory loggers) =>
        {
            activities.Enqueue(Activity.Current);

            // Categories below LogGuard are not watched.
            loggers.CreateLogger("Shop.Orders").LogInformation("Order {OrderId} looked up", id);
        });
        return app;
    }
}
