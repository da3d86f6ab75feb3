using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Threading.Channels;
using LogGuard.Diagnostics;
using LogGuard.Neural;

namespace LogGuard.Alerts;

/// <summary>
/// Posts alerts to a URL, one after another, in the background. The queue is bounded. Alerts that are dropped because of a full
/// queue, a refusal or the shutdown timeout are counted and reported.
/// </summary>
internal sealed class WebhookSender : IDisposable
{
    private readonly WebhookOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly DiagnosticLog _diagnostics;
    private readonly HttpClient _client;
    private readonly Channel<Alert> _pending;
    private readonly SeededRandom _random;
    private readonly CancellationTokenSource _stop = new();

    // Alert ids start at 1 in each process, so delivery ids need a process id.
    private readonly string _process = Guid.NewGuid().ToString("N");
    private readonly Task _work;
    private long _delivered;
    private long _dropped;

    public WebhookSender(WebhookOptions options, int seed, TimeProvider timeProvider, DiagnosticLog diagnostics)
    {
        _options = options;
        _timeProvider = timeProvider;
        _diagnostics = diagnostics;
        _random = new SeededRandom(seed);
        _client = options.Handler is { } handler
            ? new HttpClient(handler, disposeHandler: false)

            // Redirects are off: a redirect would send the alert and its signature to another host.
            : new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) });
        _client.Timeout = Timeout.InfiniteTimeSpan;
        _pending = Channel.CreateBounded<Alert>(new BoundedChannelOptions(SeverityRule.RoomOf(options.QueueLimit, SeverityRule.RankCount - 1)) { SingleReader = true });

        // Suppresses the execution context: the sender must not inherit the creator's. Events that the HTTP handlers log are
        // not judged.
        using (ExecutionContext.SuppressFlow())
        {
            _work = Task.Run(() =>
            {
                Task work = Task.CompletedTask;
                ReentrancyGuard.Run(() => work = RunAsync());
                return work;
            });
        }
    }

    /// <summary>Alerts that the receiver accepted.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>Alerts that were given up.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Queues an alert without waiting.</summary>
    public void Post(Alert alert)
    {
        var room = SeverityRule.RoomOf(_options.QueueLimit, SeverityRule.RankOf(alert));
        if (_pending.Reader.Count >= room || !_pending.Writer.TryWrite(alert))
        {
            Drop($"the queue of {_options.QueueLimit:N0} alerts is full");
        }
    }

    /// <summary>Completes the queue and waits until its alerts are posted.</summary>
    /// <returns>False if the timeout elapsed.</returns>
    public bool Close(TimeSpan timeout)
    {
        _pending.Writer.TryComplete();
        if (Wait(timeout))
        {
            return true;
        }

        // The request in progress ends at once, unless a handler of the application ignores cancellation.
        _stop.Cancel();
        Wait(TimeSpan.FromMilliseconds(100));
        var left = 0;
        while (_pending.Reader.TryRead(out _))
        {
            left++;
        }

        if (left > 0)
        {
            Interlocked.Add(ref _dropped, left);
            _diagnostics.Warn($"{Wording.Count(left, "alert")} {Wording.Were(left)} not posted to the webhook: there was no time left.");
        }

        return false;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _client.Dispose();
    }

    // Does not wait through the thread pool, whose threads may all be blocked.
    private bool Wait(TimeSpan timeout)
    {
        try
        {
            return _work.Wait(timeout);
        }
        catch (AggregateException)
        {
            return true;
        }
    }

    private async Task RunAsync()
    {
        while (await _pending.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (!_stop.IsCancellationRequested && _pending.Reader.TryRead(out var alert))
            {
                try
                {
                    await DeliverAsync(alert).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (_stop.IsCancellationRequested)
                {
                    Drop("there was no time left");
                    return;
                }
                catch (Exception exception)
                {
                    Drop($"{exception.GetType().Name}: {exception.Message}");
                }
            }

            if (_stop.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task DeliverAsync(Alert alert)
    {
        var body = WebhookMessage.Serialize(alert);
        var delivery = string.Create(CultureInfo.InvariantCulture, $"{_process}-{alert.Id}");
        var delay = _options.FirstRetryDelay;
        for (var attempt = 0; ; attempt++)
        {
            var (isDone, problem, retryAfter) = await TryAsync(body, delivery).ConfigureAwait(false);
            if (problem is null)
            {
                Interlocked.Increment(ref _delivered);
                return;
            }

            if (isDone || attempt >= _options.RetryCount)
            {
                Drop(attempt == 0 ? problem : $"{problem}, at the last of {attempt + 1} attempts");
                return;
            }

            // Jitter of up to half the delay keeps many processes from retrying at once.
            var pause = retryAfter ?? Least(delay, _options.LongestRetryDelay) * (1 - (0.5 * _random.NextUniform()));
            await Task.Delay(Least(pause, _options.LongestRetryDelay), _timeProvider, _stop.Token).ConfigureAwait(false);
            delay = Least(delay, _options.LongestRetryDelay) * 2;
        }
    }

    // Problem is null if the alert was delivered. IsDone means that a retry is pointless.
    private async Task<(bool IsDone, string? Problem, TimeSpan? RetryAfter)> TryAsync(byte[] body, string delivery)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        var timestamp = _timeProvider.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add(WebhookSignature.TimestampHeader, timestamp);
        request.Headers.Add(WebhookSignature.DeliveryHeader, delivery);
        if (_options.Secret is { } secret)
        {
            request.Headers.Add(WebhookSignature.SignatureHeader, WebhookSignature.Compute(secret, timestamp, delivery, body));
        }

        using var timeout = new CancellationTokenSource(_options.Timeout, _timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, _stop.Token);
        try
        {
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var problem = response.IsSuccessStatusCode ? null : $"its answer is {(int)response.StatusCode} ({response.StatusCode})";
            var isDone = response.StatusCode is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError);
            return (isDone, problem, RetryAfter(response.Headers.RetryAfter));
        }
        catch (OperationCanceledException) when (!_stop.IsCancellationRequested)
        {
            return (false, $"it did not answer within {_options.Timeout.TotalSeconds:0.###} s", null);
        }
        catch (HttpRequestException exception)
        {
            return (false, exception.Message, null);
        }
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header) =>
        header?.Delta ?? (header?.Date is { } date ? Most(date - _timeProvider.GetUtcNow(), TimeSpan.Zero) : null);

    private void Drop(string why)
    {
        Interlocked.Increment(ref _dropped);
        _diagnostics.TellRepeated("webhook", count => $"{Wording.Count(count, "alert")} since the last message {Wording.Were(count)} not posted to the webhook; the last one: {why}.");
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private static TimeSpan Most(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
