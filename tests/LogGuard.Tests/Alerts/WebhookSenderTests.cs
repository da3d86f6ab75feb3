using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using LogGuard.Alerts;
using LogGuard.Diagnostics;
using LogGuard.Pipeline;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public sealed class WebhookSenderTests : IDisposable
{
    // Longer than any delay.
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(299);

    private readonly ManualTimeProvider _clock = new();
    private readonly ConcurrentQueue<string> _told = new();
    private readonly ScriptedHandler _handler = new();
    private WebhookSender? _sender;

    public void Dispose() => _sender?.Dispose();

    [Fact]
    public void AnAlertIsPostedAsSignedJson()
    {
        Open();

        _sender!.Post(SomeAlert());
        Assert.True(_sender.Close(PipelineLog.Patience));

        var (request, body) = Assert.Single(_handler.Requests);
        Assert.Equal((HttpMethod.Post, "https://example.org/hook"), (request.Method, request.RequestUri!.ToString()));
        Assert.Equal("application/json; charset=utf-8", request.Content!.Headers.ContentType!.ToString());
        Assert.True(WebhookSignature.Verify(
            "s3cret", Header(request, WebhookSignature.TimestampHeader), Header(request, WebhookSignature.DeliveryHeader), body, Header(request, WebhookSignature.SignatureHeader),
            _clock.GetUtcNow(), TimeSpan.Zero));
        var root = JsonDocument.Parse(body).RootElement;
        Assert.Equal(
            "1 unknown-line-1 Repeated Critical 7 2 3 UnknownKey s Information t r",
            string.Join(' ', new[] { "version", "fingerprint", "state", "severity", "count", "countSinceLast", "sessionCount" }.Select(name => root.GetProperty(name).ToString())
                .Concat(new[] { "kind", "sessionId", "level", "template", "reason" }.Select(name => root.GetProperty("anomaly").GetProperty(name).ToString()))));
        Assert.Equal(SomeAlert().ToString(), root.GetProperty("text").GetString());
        Assert.Equal((1, 0), (_sender.Delivered, _sender.Dropped));
    }

    [Fact]
    public void WithoutASecretNothingIsSigned()
    {
        Open(options => options.Secret = null);

        _sender!.Post(SomeAlert());
        _sender.Close(PipelineLog.Patience);

        Assert.False(Assert.Single(_handler.Requests).Request.Headers.Contains(WebhookSignature.SignatureHeader));
    }

    [Fact]
    public async Task AFailureIsTriedAgainAfterADelayThatDoubles()
    {
        _handler.Then(HttpStatusCode.InternalServerError).Then(HttpStatusCode.RequestTimeout)
            .Then(_ => throw new HttpRequestException("no route")).Then(HttpStatusCode.BadGateway);
        Open(options => (options.FirstRetryDelay, options.LongestRetryDelay) = (TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(10)));

        _sender!.Post(SomeAlert());
        var delays = new List<double>();
        foreach (var _ in Enumerable.Range(0, 4))
        {
            delays.Add(await PassDelayAsync());
        }

        Assert.True(_sender.Close(PipelineLog.Patience));
        Assert.InRange(delays[0], 2, 4);
        Assert.InRange(delays[1], 4, 8);
        Assert.InRange(delays[2], 5, 10);
        Assert.InRange(delays[3], 5, 10);
        Assert.Equal(4, delays.Distinct().Count());
        Assert.Equal((5, 1, 0), (_handler.Requests.Count, _sender.Delivered, _sender.Dropped));

        // Each attempt says when it is, and all that it is the same delivery.
        Assert.Equal(5, _handler.Requests.Select(r => Header(r.Request, WebhookSignature.SignatureHeader)).Distinct().Count());
        Assert.Single(_handler.Requests.Select(r => Header(r.Request, WebhookSignature.DeliveryHeader)).Distinct());
    }

    [Fact]
    public async Task AReceiverThatSaysWhenIsAskedThenButNotForLongerThanTheLongestDelay()
    {
        _handler
            .Then(HttpStatusCode.TooManyRequests, response => response.Headers.RetryAfter = new(TimeSpan.FromSeconds(30)))
            .Then(HttpStatusCode.ServiceUnavailable, response => response.Headers.RetryAfter = new(_clock.GetUtcNow().AddSeconds(20)))
            .Then(HttpStatusCode.ServiceUnavailable, response => response.Headers.RetryAfter = new(TimeSpan.FromHours(5)));
        Open();

        _sender!.Post(SomeAlert());

        Assert.Equal(30, await PassDelayAsync());
        Assert.Equal(20, await PassDelayAsync());
        Assert.Equal(60, await PassDelayAsync());
        Assert.True(_sender.Close(PipelineLog.Patience));
        Assert.Equal(1, _sender.Delivered);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.Redirect)]
    public void ARefusalIsNotTriedAgain(HttpStatusCode status)
    {
        _handler.Then(status);
        Open();

        _sender!.Post(SomeAlert());
        Assert.True(_sender.Close(PipelineLog.Patience));

        Assert.Equal((1, 0, 1), (_handler.Requests.Count, _sender.Delivered, _sender.Dropped));
        Assert.Contains($"its answer is {(int)status}", Assert.Single(_told));
    }

    [Fact]
    public async Task AfterTheLastAttemptAnAlertIsGivenUpAndTheNextOneGoesOn()
    {
        _handler.Then(HttpStatusCode.InternalServerError).Then(HttpStatusCode.InternalServerError);
        Open(options => options.RetryCount = 1);

        _sender!.Post(SomeAlert());
        _sender.Post(SomeAlert());
        await PassDelayAsync();
        Assert.True(_sender.Close(PipelineLog.Patience));

        Assert.Equal((3, 1, 1), (_handler.Requests.Count, _sender.Delivered, _sender.Dropped));
        Assert.Contains("at the last of 2 attempts", Assert.Single(_told));
    }

    [Fact]
    public async Task AnAttemptThatTakesTooLongIsTriedAgain()
    {
        _handler.Then(async token =>
        {
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        });
        Open(options => options.Timeout = TimeSpan.FromSeconds(10));

        _sender!.Post(SomeAlert());
        Assert.Equal(10, await PassDelayAsync());
        await PassDelayAsync();

        Assert.True(_sender.Close(PipelineLog.Patience));
        Assert.Equal((2, 1), (_handler.Requests.Count, _sender.Delivered));
    }

    [Fact]
    public async Task WhatFindsNoRoomIsDroppedCountedAndTold()
    {
        var entered = new TaskCompletionSource();
        var opened = new TaskCompletionSource();
        _handler.Then(async _ =>
        {
            entered.SetResult();
            await opened.Task;
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        Open(options => options.QueueLimit = 2);
        _sender!.Post(SomeAlert());
        await entered.Task.WaitAsync(PipelineLog.Patience);

        for (var i = 0; i < 5; i++)
        {
            _sender.Post(SomeAlert());
        }

        opened.SetResult();
        Assert.True(_sender.Close(PipelineLog.Patience));
        Assert.Equal((3, 3), (_sender.Delivered, _sender.Dropped));
        Assert.Contains("the queue of 2 alerts is full", Assert.Single(_told));
    }

    [Fact]
    public async Task AFullQueueHasRoomForMoreSevereAlerts()
    {
        var entered = new TaskCompletionSource();
        var opened = new TaskCompletionSource();
        _handler.Then(async _ =>
        {
            entered.SetResult();
            await opened.Task;
            return new HttpResponseMessage(HttpStatusCode.OK);
        });
        Open(options => options.QueueLimit = 8);
        _sender!.Post(SomeAlert());
        await entered.Task.WaitAsync(PipelineLog.Patience);
        for (var i = 0; i < 20; i++)
        {
            _sender.Post(SomeAlert() with { Severity = AlertSeverity.Info });
        }

        _sender.Post(SomeAlert() with { Fingerprint = "fatal", Anomaly = PipelineLog.Anomaly(1) with { Severity = LogSeverity.Fatal } });

        opened.SetResult();
        Assert.True(_sender.Close(PipelineLog.Patience));
        Assert.Equal((10, 12), (_sender.Delivered, _sender.Dropped));
        Assert.Contains("\"fingerprint\":\"fatal\"", System.Text.Encoding.UTF8.GetString(_handler.Requests.Last().Body));
    }

    [Fact]
    public void ASignatureHoldsForItsDeliveryOnly()
    {
        var now = _clock.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var signature = WebhookSignature.Compute("s3cret", timestamp, "p-1", "{}"u8);

        Assert.True(WebhookSignature.Verify("s3cret", timestamp, "p-1", "{}"u8, signature, now, TimeSpan.Zero));
        Assert.False(WebhookSignature.Verify("s3cret", timestamp, "p-2", "{}"u8, signature, now, TimeSpan.Zero));
        Assert.False(WebhookSignature.Verify("s3cret", timestamp, null, "{}"u8, signature, now, TimeSpan.Zero));
        Assert.False(WebhookSignature.Verify("s3cret", timestamp, "p-1", "{ }"u8, signature, now, TimeSpan.Zero));
        Assert.False(WebhookSignature.Verify("other", timestamp, "p-1", "{}"u8, signature, now, TimeSpan.Zero));
        Assert.False(WebhookSignature.Verify("s3cret", timestamp, "p-1", "{}"u8, signature, now.AddMinutes(10), TimeSpan.FromMinutes(5)));
#pragma warning disable CS0618 // The point: what an earlier version accepted is refused.
        Assert.False(WebhookSignature.Verify("s3cret", timestamp, "{}"u8, WebhookSignature.Compute("s3cret", timestamp, "{}"u8), now, TimeSpan.Zero));
#pragma warning restore CS0618
    }

    [Fact]
    public void TheBodyHasTheFactsOfTheLine()
    {
        Open();
        var anomaly = PipelineLog.Anomaly(1) with
        {
            Category = "Shop.Payment", EventId = new LogEventId(12, "Lost"), Exception = new ExceptionDetail("E", "m") { RootType = "R", RootMessage = "n" },
            Properties = new Dictionary<string, string> { ["OrderId"] = "7" }, Service = "Shop", ApplicationVersion = "2.1",
        };
        var alert = SomeAlert() with
        {
            Anomaly = anomaly, Incident = "i@1", Rate = new RateChange(3600, 3), MemberCount = 1, Members = [new AlertMember("m-1", AlertSeverity.Info, anomaly, 3)],
        };

        _sender!.Post(alert);
        Assert.True(_sender.Close(PipelineLog.Patience));

        var root = JsonDocument.Parse(Assert.Single(_handler.Requests).Body).RootElement;
        Assert.Equal(
            "{\"category\":\"Shop.Payment\",\"eventId\":{\"id\":12,\"name\":\"Lost\"},\"exception\":{\"type\":\"E\",\"message\":\"m\",\"rootType\":\"R\",\"rootMessage\":\"n\"},\"properties\":{\"OrderId\":\"7\"}}",
            "{" + string.Join(',', new[] { "category", "eventId", "exception", "properties" }.Select(name => $"\"{name}\":{root.GetProperty("anomaly").GetProperty(name).GetRawText()}")) + "}");
        Assert.Equal(("Shop", "2.1", "i@1"), (root.GetProperty("service").GetString(), root.GetProperty("applicationVersion").GetString(), root.GetProperty("incident").GetString()));
        Assert.Equal((3600, 3), (root.GetProperty("rate").GetProperty("now").GetDouble(), root.GetProperty("rate").GetProperty("before").GetDouble()));
        Assert.Equal(("m-1", 3), (root.GetProperty("members")[0].GetProperty("fingerprint").GetString(), root.GetProperty("members")[0].GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task WhatIsNotPostedInTimeAtTheEndIsCounted()
    {
        var entered = new TaskCompletionSource();
        _handler.Then(async token =>
        {
            entered.SetResult();
            await Task.Delay(Timeout.Infinite, token);
            return null!;
        });
        Open();
        for (var i = 0; i < 4; i++)
        {
            _sender!.Post(SomeAlert());
        }

        await entered.Task.WaitAsync(PipelineLog.Patience);
        Assert.False(_sender!.Close(TimeSpan.Zero));

        Assert.Equal((0, 4), (_sender.Delivered, _sender.Dropped));
        Assert.Contains(_told, line => line.Contains("3 alerts were not posted to the webhook: there was no time left"));
        _sender.Post(SomeAlert());
        Assert.Single(_handler.Requests);
    }

    [Fact]
    public async Task TheSameSeedGivesTheSameDelays()
    {
        // Jitter is what tells processes apart; a test of one is to come out the same each time.
        Assert.Equal(await DelaysAsync(1), await DelaysAsync(1));
        Assert.NotEqual(await DelaysAsync(1), await DelaysAsync(2));
    }

    [Fact]
    public async Task ItReachesARealServer()
    {
        using var listener = Listen(out var url);
        var served = Task.Run(async () =>
        {
            var bodies = new List<string>();
            foreach (var status in new[] { 503, 204 })
            {
                var context = await listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                Assert.True(WebhookSignature.Verify(
                    "s3cret", context.Request.Headers[WebhookSignature.TimestampHeader], context.Request.Headers[WebhookSignature.DeliveryHeader], body.ToArray(), context.Request.Headers[WebhookSignature.SignatureHeader],
                    DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5)));
                bodies.Add(JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("fingerprint").GetString()!);
                context.Response.StatusCode = status;
                context.Response.Close();
            }

            return bodies;
        });
        var options = new WebhookOptions { Url = url, Secret = "s3cret", FirstRetryDelay = TimeSpan.FromMilliseconds(1) };
        _sender = new WebhookSender(options, 1, TimeProvider.System, new DiagnosticLog(_told.Enqueue, TimeProvider.System));

        _sender.Post(SomeAlert());

        Assert.True(_sender.Close(PipelineLog.Patience), string.Join(' ', _told));
        Assert.Equal(1, _sender.Delivered);
        Assert.Equal(["unknown-line-1", "unknown-line-1"], await served.WaitAsync(PipelineLog.Patience));
    }

    private async Task<string> DelaysAsync(int seed)
    {
        _handler.Then(HttpStatusCode.BadGateway).Then(HttpStatusCode.BadGateway);
        Open(options => options.RetryCount = 2, seed);
        _sender!.Post(SomeAlert());
        var delays = $"{await PassDelayAsync()} {await PassDelayAsync()}";
        _sender.Close(PipelineLog.Patience);
        _sender.Dispose();
        return delays;
    }

    private void Open(Action<WebhookOptions>? configure = null, int seed = 1)
    {
        var options = new WebhookOptions { Url = "https://example.org/hook", Secret = "s3cret", Handler = _handler, Timeout = AttemptTimeout };
        configure?.Invoke(options);
        _sender = new WebhookSender(options, seed, _clock, new DiagnosticLog(_told.Enqueue, _clock));
    }

    // Waits until the sender waits before its next attempt, and goes on to then. The attempt itself has a timer, too.
    private async Task<double> PassDelayAsync()
    {
        var delay = await _clock.TimerAsync(delay => delay < AttemptTimeout);
        _clock.Advance(delay);
        return delay.TotalSeconds;
    }

    private static HttpListener Listen(out string url)
    {
        // A port that is free now may not be in a moment.
        for (var attempt = 0; ; attempt++)
        {
            var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
            probe.Start();
            url = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/hook/";
            probe.Stop();
            var listener = new HttpListener();
            listener.Prefixes.Add(url);
            try
            {
                listener.Start();
                return listener;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private static string? Header(HttpRequestMessage request, string name) =>
        request.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static Alert SomeAlert() => new()
    {
        Id = 5,
        Fingerprint = "unknown-line-1",
        State = AlertState.Repeated,
        Severity = AlertSeverity.Critical,
        Anomaly = PipelineLog.Anomaly(1),
        Timestamp = TestTimeProvider.Start,
        FirstSeen = TestTimeProvider.Start.AddMinutes(-5),
        LastSeen = TestTimeProvider.Start,
        Count = 7,
        CountSinceLast = 2,
        SessionCount = 3,
    };
}
