using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;

namespace LogGuard.Dashboard;

/// <summary>
/// Tells browsers by server-sent events that there is something new. The text is made once for all of them, at most once a second; the browser
/// fetches the page that it shows again. Thread-safe.
/// </summary>
internal sealed class LiveFeed(TimeProvider time, IHostApplicationLifetime lifetime) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _lock = new();
    private readonly List<Channel<byte[]>> _listeners = [];
    private ITimer? _timer;
    private string _last = "";

    /// <summary>Browsers that listen.</summary>
    public int ListenerCount
    {
        get
        {
            lock (_lock)
            {
                return _listeners.Count;
            }
        }
    }

    /// <summary>Sends events until the browser or the application goes.</summary>
    public async Task ListenAsync(HttpContext context, AnomalyDetector detector, int limit)
    {
        // A browser that is slow needs the latest event only.
        var channel = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        lock (_lock)
        {
            if (_listeners.Count >= limit)
            {
                // 204 tells the browser not to try again.
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return;
            }

            _listeners.Add(channel);
            _timer ??= time.CreateTimer(_ => Send(detector), null, Interval, Interval);
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await context.Response.WriteAsync(": connected\n\n", end.Token);
            await context.Response.Body.FlushAsync(end.Token);
            await foreach (var text in channel.Reader.ReadAllAsync(end.Token))
            {
                await context.Response.Body.WriteAsync(text, end.Token);
                await context.Response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The browser went, or the application stops.
        }
        finally
        {
            lock (_lock)
            {
                _listeners.Remove(channel);
                if (_listeners.Count == 0)
                {
                    _timer?.Dispose();
                    _timer = null;
                }
            }
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Send(AnomalyDetector detector)
    {
        var counters = detector.Counters;
        var state = string.Create(CultureInfo.InvariantCulture, $"{detector.State} {counters.Alerts} {counters.Anomalies} {counters.PatternsMarkedNormal} {detector.TrainingProgress:0.00} {counters.SessionsCollected / 100}");
        lock (_lock)
        {
            if (state == _last)
            {
                return;
            }

            _last = state;
            var text = Encoding.UTF8.GetBytes($"event: change\ndata: {state}\n\n");
            _listeners.ForEach(listener => listener.Writer.TryWrite(text));
        }
    }
}
