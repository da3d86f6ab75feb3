using System.Collections.Concurrent;
using System.Diagnostics;
using LogGuard.Sequences;
using LogGuard.Tests.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task AFloodOfOneCauseIsOneAlertWhileEachAnomalyIsStillRaised()
    {
        await using var log = new PipelineLog();
        var alerts = CollectAlerts(log);
        await log.LearnAsync();

        for (var i = 0; i < 50; i++)
        {
            log.Write("s" + i, "a b x c d");
        }

        await log.FlushAsync();

        Assert.Equal(50, log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnknownKey));
        var alert = Assert.Single(alerts, alert => alert.Anomaly.Template == PipelineLog.Template("x"));
        Assert.Equal((AlertState.New, 1L, 1), (alert.State, alert.Count, alert.SessionCount));
        Assert.StartsWith("unknown-line-", alert.Fingerprint);
        Assert.Equal(log.Anomalies.Count, log.Detector.Counters.AnomaliesHeldBack + alerts.Sum(told => told.CountSinceLast));
        Assert.Equal(alerts.Count, log.Detector.Counters.Alerts);
    }

    [Fact]
    public async Task EveryWayOfReceivingGetsEveryAlertBehindItsAnomaly()
    {
        var calledBack = new ConcurrentQueue<object>();
        var observed = new AlertObserver();
        await using var log = new PipelineLog(options => (options.OnAlert, options.OnAnomaly) = (calledBack.Enqueue, calledBack.Enqueue));
        var alerts = CollectAlerts(log);
        await log.LearnAsync();
        using var subscription = log.Detector.Alerts.Subscribe(observed);
        var enumeration = log.Detector.ReadAlertsAsync();

        log.Write("s", "x1");
        log.Write("t", "x2");
        await log.FlushAsync();
        log.Dispose();

        Assert.Equal([PipelineLog.Template("x1"), PipelineLog.Template("x2")], alerts.Select(alert => alert.Anomaly.Template));
        Assert.Equal(alerts, calledBack.OfType<Alert>());
        Assert.Equal(alerts, observed.Received);
        Assert.Equal(1, observed.Completions);
        var read = new List<Alert>();
        await foreach (var alert in enumeration)
        {
            read.Add(alert);
        }

        Assert.Equal(alerts, read);
        Assert.Equal(["Anomaly", "Alert", "Anomaly", "Alert"], calledBack.Select(item => item.GetType().Name));
    }

    [Fact]
    public async Task AReceiverOfAlertsThatThrowsKeepsNothingFromTheOthers()
    {
        await using var log = new PipelineLog(options => options.OnAlert = _ => throw new InvalidOperationException("not today"));
        log.Detector.Alert += (_, _) => throw new InvalidOperationException("nor tomorrow");
        var alerts = CollectAlerts(log);
        await log.LearnAsync();

        log.Write("s", "x1");
        await log.FlushAsync();

        Assert.Single(alerts);
        Assert.Contains(log.Told, line => line.Contains("an alert's receiver threw"));
    }

    [Fact]
    public async Task ASuppressionHoldsAfterARestart()
    {
        using var folder = new PipelineFolder();
        string fingerprint;
        await using (var log = new PipelineLog(options => options.ModelPath = folder.Path))
        {
            var alerts = CollectAlerts(log);
            await log.LearnAsync();
            log.Write("s", "x");
            await log.FlushAsync();
            fingerprint = Assert.Single(alerts).Fingerprint;

            Assert.True(log.Detector.Suppress(fingerprint, log.Time.AddHours(1)));
        }

        await using var again = new PipelineLog(options => options.ModelPath = folder.Path);
        var later = CollectAlerts(again);
        Assert.Equal(fingerprint, Assert.Single(again.Detector.Suppressions).Fingerprint);
        again.Write("s", "x");
        again.Write("t", "x y");
        await again.FlushAsync();
        Assert.Equal(PipelineLog.Template("y"), Assert.Single(later).Anomaly.Template);
        Assert.Equal(2, again.Detector.Counters.AnomaliesSuppressed);

        // The cause was reported before the restart, so it is reported again after the first interval.
        Assert.True(again.Detector.Unsuppress(fingerprint));
        again.Time += TimeSpan.FromMinutes(6);
        again.Write("u", "a b c d");
        await again.FlushAsync();

        Assert.False(again.Detector.Unsuppress(fingerprint));
        Assert.Empty(again.Detector.Suppressions);
        Assert.Equal((fingerprint, 2L), (later.Last().Fingerprint, later.Last().CountSinceLast));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public void AFingerprintMustBeOne(string? fingerprint)
    {
        using var log = new PipelineLog();

        Assert.ThrowsAny<ArgumentException>(() => log.Detector.Suppress(fingerprint!, default));
        Assert.Throws<ArgumentException>(() => log.Detector.Suppress(new string('f', 101), default));
    }

    [Fact]
    public async Task WhatWasMarkedNormalWhileItWaitedIsNoAlert()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var alerts = CollectAlerts(log);
        var before = log.Detector.Counters.Processed;
        log.Detector.Anomaly += (_, anomaly) =>
        {
            // An event is counted before it is processed. Once the next one is counted, the alert waits behind the anomaly.
            Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.Processed > before + 1, PipelineLog.Patience));
            log.Detector.MarkNormal(anomaly);
        };

        log.Write("s", "x");
        log.Write("t", "a");
        await log.FlushAsync();

        Assert.Single(log.Anomalies);
        Assert.Empty(alerts);
        Assert.Equal(1, log.Detector.Counters.AlertsDropped);
    }

    [Fact]
    public async Task TimeGoesOnWithTheClockWhileNothingIsLogged()
    {
        await using var log = new PipelineLog();
        var alerts = CollectAlerts(log);
        await log.LearnAsync();
        log.Write("s", "x");
        await log.FlushAsync();
        var resolved = log.Detector.ReadAlertsAsync().GetAsyncEnumerator();

        log.Clock.Advance(TimeSpan.FromHours(1));

        // The reader looks up once a second.
        Assert.True(await resolved.MoveNextAsync().AsTask().WaitAsync(PipelineLog.Patience));
        Assert.Equal((AlertState.Resolved, alerts.First().Fingerprint), (resolved.Current.State, resolved.Current.Fingerprint));
    }

    [Fact]
    public async Task ASessionsScoreIsKnownToAnyThread()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("good", "a b c");
        log.Write("bad", "a x1 x2");
        log.Write(7, "x3");
        await log.FlushAsync();

        Assert.Null(log.Detector.Score("good"));
        Assert.Null(log.Detector.Score("never seen"));
        var score = log.Detector.Score("bad")!.Value;
        Assert.Equal((2, true), (score.AnomalyCount, score.IsOpen));
        Assert.Equal(log.Anomalies.Where(anomaly => anomaly.SessionId == "bad").Max(anomaly => anomaly.Score), score.Bits);
        Assert.Equal(1, log.Detector.Score(7)!.Value.AnomalyCount);
        Assert.Null(log.Detector.Score(new Treacherous()));

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.False(log.Detector.Score("bad")!.Value.IsOpen);
    }

    [Fact]
    public async Task ASpanIsMarkedWhereAskedForTheFirstAnomaliesOfASession()
    {
        await using var log = new PipelineLog(options => options.Alerts.MarkSpans = true);
        await log.LearnAsync();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        log.Traced(request, string.Join(' ', Enumerable.Range(0, 15).Select(i => "x" + i)));
        await log.FlushAsync();
        request.Stop();
        log.Traced(request, "y");
        await log.FlushAsync();

        Assert.Equal(10, request.Events.Count());
        Assert.Equal(10, log.Detector.Counters.SpansMarked);
    }

    [Fact]
    public async Task SpansAreLeftAloneByDefault()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        log.Traced(request, "x");
        await log.FlushAsync();

        Assert.Empty(request.Events);
    }

    [Fact]
    public async Task AlertsReachTheWebhookBeforeTheDetectorIsGone()
    {
        var handler = new ScriptedHandler();
        await using var log = new PipelineLog(options => (options.Alerts.Webhook.Url, options.Alerts.Webhook.Handler) = ("http://localhost/", handler));
        await log.LearnAsync();
        log.Write("s", "x");

        log.Dispose();

        Assert.Contains("step x of {Job}", System.Text.Encoding.UTF8.GetString(Assert.Single(handler.Requests).Body));
        Assert.Equal((1, 0), (log.Detector.Counters.WebhookDelivered, log.Detector.Counters.WebhookDropped));
    }

    [Fact]
    public async Task TheAlertsOfAReplayAreTheSameEachTime()
    {
        async Task<string> ReplayAsync()
        {
            await using var log = new PipelineLog(options => options.Alerts.QuietTime = TimeSpan.FromSeconds(2));
            var alerts = CollectAlerts(log);
            await log.LearnAsync();
            var random = new Random(1);
            for (var i = 0; i < 300; i++)
            {
                log.Write("s" + i, random.Next(4) == 0 ? $"a b x{random.Next(3)} c d" : "a b c d");
                log.Time += TimeSpan.FromMilliseconds(random.Next(2_000));
            }

            await log.FlushAsync();
            return string.Join('\n', alerts);
        }

        var first = await ReplayAsync();

        Assert.Contains("Resolved", first);
        Assert.Equal(first, await ReplayAsync());
    }

    private static ConcurrentQueue<Alert> CollectAlerts(PipelineLog log)
    {
        var alerts = new ConcurrentQueue<Alert>();
        log.Detector.Alert += (_, alert) => alerts.Enqueue(alert);
        return alerts;
    }

    private sealed class Treacherous
    {
        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class AlertObserver : IObserver<Alert>
    {
        public ConcurrentQueue<Alert> Received { get; } = new();

        public int Completions { get; private set; }

        public void OnNext(Alert value) => Received.Enqueue(value);

        public void OnCompleted() => Completions++;

        public void OnError(Exception error) => Assert.Fail("a detector never ends with an error");
    }
}
