using System.Net.Http.Json;
using LogGuard;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WebApi.Load;
using WebApi.Orders;

namespace WebApi.Tests;

/// <summary>The service on a free port, in this process, with a backend that takes no time.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningService(WebApplication app)
    {
        _app = app;
        Address = new Uri(app.Urls.First());
        Client = new OrderClient(Address, connections: 8);
        Http = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    public OrderClient Client { get; }

    public HttpClient Http { get; }

    public AnomalyDetector Detector => _app.Services.GetRequiredService<AnomalyDetector>();

    public static async Task<RunningService> StartAsync(params string[] arguments)
    {
        var app = OrderApp.Create([.. arguments, "--quiet", "--urls", "http://127.0.0.1:0"], options =>
        {
            options.Queue.WhenFull = QueueFullMode.Wait;
            options.Values.WarmUpTime = TimeSpan.Zero; // the faults strike in the first minute
            options.Values.WarmUpCount = 0;
            options.Model.TrainingSteps = 500; // as in samples/QuickStart: a workflow this small needs no more
        });
        app.Services.GetRequiredService<Backend>().IsInstant = true;
        await app.StartAsync();
        return new RunningService(app);
    }

    /// <summary>Learns from so many requests.</summary>
    public async Task LearnAsync(int requests)
    {
        await LoadPhase.RunAsync(Client, connections: 8, seed: 5, requests);
        Assert.True(await Detector.TrainAsync());
    }

    /// <summary>The orders under way, each made by a request.</summary>
    public async Task<string> OrderAsync(Random random)
    {
        var order = new NewOrder("customer 1", [new OrderLine("tea", 2), new OrderLine("cup", 1)]);
        return (await Client.SendAsync("/orders", order, null, random)).OrderId!;
    }

    /// <summary>What <c>/anomalies</c> says once it says enough.</summary>
    public async Task<Anomaly[]> AnomaliesAsync(Func<Anomaly[], bool> isEnough)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var anomalies = (await Http.GetFromJsonAsync("/anomalies?count=1000", AppJson.Default.AnomalyArray, patience.Token))!;
            if (isEnough(anomalies))
            {
                return anomalies;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
