using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class SessionTests
{
    public static TheoryData<object, string> Scalars => new()
    {
        { "text", "text" },
        { 7, "7" },
        { 1.50m, "1.50" },
        { true, "True" },
        { DayOfWeek.Friday, "Friday" },
        { Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), "6f9619ff-8b86-d011-b42d-00c04fc964ff" },
        { new DateOnly(2026, 3, 1), "03/01/2026" },
        { new Uri("http://example.org/a"), "http://example.org/a" },
        { new OwnId("own"), "own" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public async Task AnyScalarNamesASession(object id, string text)
    {
        using var log = await ShopLog.LearntAsync();

        log.Log.LogInformation("Order {OrderId} received", id);
        log.Log.Order("other", "r");
        log.Log.LogInformation("Order {OrderId} lost", id);

        var anomaly = await log.UnknownAsync();
        Assert.Equal(text, anomaly.SessionId);
        Assert.Equal(2, anomaly.Position);
    }

    [Fact]
    public async Task WhatIsNoScalarNamesNoSession()
    {
        using var log = new ShopLog();

        log.Log.LogInformation("Order {OrderId} received", (object?)null);
        log.Log.LogInformation("Order {OrderId} received", "");
        log.Log.LogInformation("Order {OrderId} received", new List<int> { 1 });
        log.Log.LogInformation("Nobody's");
        await log.FlushAsync();

        Assert.Equal(4, log.Detector.Counters.Processed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    public static TheoryData<object> Scopes => new()
    {
        new Dictionary<string, object?> { ["OrderId"] = "A1" },
        new List<KeyValuePair<string, object?>> { new("OrderId", "A1") },
        new KeyValuePair<string, object?>[] { new("Other", "A2"), new("OrderId", "A1") },
        new Queue<KeyValuePair<string, object?>>([new("OrderId", "A1")]),
        ("OrderId", (object?)"A1"),
    };

    [Theory]
    [MemberData(nameof(Scopes))]
    public async Task AScopeNamesTheSessionOfEventsThatNameNone(object scope)
    {
        using var log = await ShopLog.LearntAsync();

        using (log.Log.BeginScope(scope))
        {
            log.Log.LogInformation("Nobody's");
        }

        Assert.Equal("A1", (await log.UnknownAsync()).SessionId);
    }

    [Fact]
    public async Task TheInnermostScopeWinsAndTheEventBeforeIt()
    {
        using var log = await ShopLog.LearntAsync();

        using (log.Log.BeginScope("order {OrderId}", "outer"))
        using (log.Log.BeginScope("order {OrderId}", "inner"))
        using (log.Log.BeginScope("something else"))
        {
            log.Log.LogInformation("Nobody's");
            log.Log.Order("own", "x");
        }

        await log.FlushAsync();

        Assert.Equal(["inner", "own"], log.Anomalies.Where(anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Select(anomaly => anomaly.SessionId));
    }

    [Fact]
    public async Task WithoutItsPropertyAnEventGoesByItsTraceId()
    {
        using var log = await ShopLog.LearntAsync();
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        log.Log.LogInformation("Nobody's");

        Assert.Equal(activity.TraceId.ToHexString(), (await log.UnknownAsync()).SessionId);
    }

    [Fact]
    public async Task WithoutAPropertyBeingAskedForEventsGoByTheirTraceId()
    {
        using var log = new ShopLog(options => options.Session.Property = null);

        log.Log.Order("stream");
        for (var request = 0; request < 3; request++)
        {
            using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
            log.Log.Order($"order{request}");
        }

        await log.FlushAsync();

        Assert.Equal(4, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task IdsOfOneTextAreOneSessionWhateverTheirTypes()
    {
        using var log = new ShopLog();

        log.Log.LogInformation("Order {OrderId} received", 42);
        log.Log.LogInformation("Order {OrderId} received", 42L);
        log.Log.LogInformation("Order {OrderId} received", 42m);
        Shop.Received(log.Log, "42");
        using (log.Log.BeginScope("order {OrderId}", (short)42))
        {
            log.Log.LogInformation("Nobody's");
        }

        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.OpenSessions);

        log.Detector.CloseSession("42");
        await log.FlushAsync();
        Assert.Equal(0, log.Detector.Counters.OpenSessions);
    }

    public static TheoryData<object> ScopesInAnotherCase => new()
    {
        new Dictionary<string, object?> { ["orderId"] = "A1" },
        new Dictionary<string, object?> { ["Other"] = "A2", ["ORDERID"] = "A1" },
        System.Collections.Immutable.ImmutableDictionary<string, object?>.Empty.Add("orderid", "A1"),
        new List<KeyValuePair<string, object?>> { new("orderID", "A1") },
        new Queue<KeyValuePair<string, object?>>([new("orderid", "A1")]),
        ("orderid", (object?)"A1"),
    };

    [Theory]
    [MemberData(nameof(ScopesInAnotherCase))]
    public async Task AScopeInAnotherCaseNamesTheSessionIfNoneHasTheExactName(object scope)
    {
        using var log = new ShopLog();
        var (lower, upper) = ("Order {orderid} received", "Order {ORDERID} received");

        using (log.Log.BeginScope(scope))
        {
            log.Log.LogInformation("Nobody's");
            log.Log.LogInformation(lower, "A1");
            log.Log.LogInformation(upper, "A1");
        }

        using (log.Log.BeginScope("order {OrderId}", "A1"))
        using (log.Log.BeginScope(lower, "A2"))
        {
            log.Log.LogInformation("Nobody's");
        }

        log.Detector.CloseSession("A1");
        await log.FlushAsync();

        Assert.Equal(4, log.Detector.Counters.Processed);
        Assert.Equal(0, log.Detector.Counters.OpenSessions);
        Assert.Single(log.Told, line => line.Contains("differs only in case from Session.Property, which is OrderId"));
    }

    private sealed record OwnId(string Text)
    {
        public override string ToString() => Text;
    }
}
