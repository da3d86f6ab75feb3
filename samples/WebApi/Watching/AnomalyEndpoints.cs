using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using LogGuard;

namespace WebApi.Watching;

/// <summary>Endpoints for anomalies as JSON: the last ones, newest first, and a live stream by server-sent events.</summary>
internal static class AnomalyEndpoints
{
    /// <summary>The type of the events with an anomaly.</summary>
    public const string EventType = "anomaly";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/anomalies", (AnomalyHistory history, int count = 100) => Results.Ok(history.Newest(count)));
        app.MapGet("/anomalies/stream", StreamAsync);
    }

    private static async Task StreamAsync(HttpContext context, IHostApplicationLifetime lifetime)
    {
        if (context.RequestServices.GetService<AnomalyDetector>() is not { } detector)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(lifetime.ApplicationStopping, context.RequestAborted);
        var anomalies = detector.ReadAnomaliesAsync(end.Token);

        // Sends the headers at once, so that the client knows that it is subscribed; the first anomaly may be hours away.
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-cache";
        await context.Response.Body.FlushAsync(end.Token);
        try
        {
            await SseFormatter.WriteAsync(
                ToEvents(anomalies, end.Token), context.Response.Body,
                (item, writer) =>
                {
                    using var json = new Utf8JsonWriter(writer);
                    JsonSerializer.Serialize(json, item.Data, AppJson.Default.Anomaly);
                },
                end.Token);
        }
        catch (OperationCanceledException)
        {
            // The client disconnected, or the service stops.
        }
    }

    private static async IAsyncEnumerable<SseItem<Anomaly>> ToEvents(IAsyncEnumerable<Anomaly> anomalies, [EnumeratorCancellation] CancellationToken token)
    {
        await foreach (var anomaly in anomalies.WithCancellation(token))
        {
            yield return new SseItem<Anomaly>(anomaly, EventType) { EventId = anomaly.Id.ToString(CultureInfo.InvariantCulture) };
        }
    }
}
