using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json;
using LogGuard;

namespace WebApi.Load;

/// <summary>Receives the anomalies of a service and records their arrival times, by the clock of the requests.</summary>
internal sealed class AnomalyListener : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(Anomaly Anomaly, long Arrived)> _arrived = new();
    private readonly HttpResponseMessage _response;
    private readonly Task _listening;

    private AnomalyListener(HttpResponseMessage response)
    {
        _response = response;
        _listening = ListenAsync();
    }

    public IReadOnlyCollection<(Anomaly Anomaly, long Arrived)> Arrived => _arrived;

    public static async Task<AnomalyListener> StartAsync(HttpClient client, Uri service) =>
        new(await client.GetAsync(new Uri(service, "/anomalies/stream"), HttpCompletionOption.ResponseHeadersRead));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        _response.Dispose();
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            await using var stream = await _response.Content.ReadAsStreamAsync(_stop.Token);
            var events = SseParser.Create(stream, (_, data) => JsonSerializer.Deserialize(data, AppJson.Default.Anomaly)!);
            await foreach (var item in events.EnumerateAsync(_stop.Token))
            {
                _arrived.Enqueue((item.Data, Stopwatch.GetTimestamp()));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
