using System.Diagnostics;
using System.Net.Http.Json;
using WebApi.Faults;
using WebApi.Orders;

namespace WebApi.Load;

/// <summary>One request as seen by its sender.</summary>
/// <param name="TraceId">The trace id of the request.</param>
/// <param name="Status">The status of the response.</param>
/// <param name="Struck">The template of the step that a fault struck; null if none did.</param>
/// <param name="Began">When the request was sent, by <see cref="Stopwatch"/>.</param>
/// <param name="Ended">When the whole response was received.</param>
/// <param name="OrderId">The order that the request created or concerned.</param>
internal readonly record struct Sent(string TraceId, int Status, string? Struck, long Began, long Ended, string? OrderId);

/// <summary>Sends requests to one service, each with its own trace id.</summary>
internal sealed class OrderClient : IDisposable
{
    private readonly HttpClient _client;

    public OrderClient(Uri address, int connections)
    {
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            ActivityHeadersPropagator = null,
            UseCookies = false,
            UseProxy = false,
        };
        _client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(30) };
    }

    /// <param name="path">The path of the operation.</param>
    /// <param name="order">The order to place; null for an existing order.</param>
    /// <param name="fault">The fault to request; null for none.</param>
    /// <param name="random">Generates the trace id.</param>
    public async Task<Sent> SendAsync(string path, NewOrder? order, FaultKind? fault, Random random)
    {
        Span<byte> bytes = stackalloc byte[24];
        random.NextBytes(bytes);
        var traceId = Convert.ToHexStringLower(bytes[..16]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{traceId}-{Convert.ToHexStringLower(bytes[16..])}-00");
        if (order is not null)
        {
            request.Content = JsonContent.Create(order, AppJson.Default.NewOrder);
        }

        if (fault is { } kind)
        {
            request.Headers.TryAddWithoutValidation(FaultNames.Request, FaultNames.Of(kind));
        }

        var began = Stopwatch.GetTimestamp();
        using var response = await _client.SendAsync(request);
        var answer = response.IsSuccessStatusCode ? await response.Content.ReadFromJsonAsync(AppJson.Default.OrderAnswer) : null;
        var ended = Stopwatch.GetTimestamp();
        var struck = response.Headers.TryGetValues(FaultNames.Answer, out var steps) ? steps.First() : null;
        return new Sent(traceId, (int)response.StatusCode, struck, began, ended, answer?.Id);
    }

    public void Dispose() => _client.Dispose();
}
