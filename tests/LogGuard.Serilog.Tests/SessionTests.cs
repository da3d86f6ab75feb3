using System.Diagnostics;
using Serilog;
using Serilog.Context;
using Serilog.Core;

namespace LogGuard.Serilog.Tests;

public class SessionTests
{
    public static TheoryData<object, string> Scalars => new()
    {
        { "text", "text" },
        { 7, "7" },
        { 7L, "7" },
        { (byte)7, "7" },
        { 1.5, "1.5" },
        { 1.50m, "1.50" },
        { true, "True" },
        { 'c', "c" },
        { DayOfWeek.Friday, "Friday" },
        { Guid.Parse("6f9619ff-8b86-d011-b42d-00c04fc964ff"), "6f9619ff-8b86-d011-b42d-00c04fc964ff" },
        { new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), "03/01/2026 12:00:00" },
        { new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "03/01/2026 12:00:00 +00:00" },
        { new DateOnly(2026, 3, 1), "03/01/2026" },
        { TimeSpan.FromMinutes(90), "01:30:00" },
        { new Uri("http://example.org/a"), "http://example.org/a" },
        { new string('i', 300), $"{new string('i', 200)}…(300, #" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public async Task AnyScalarNamesASession(object id, string text)
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Order(id, "rp");
        log.Logger.Order("other", "r");
        log.Logger.Order(id, "ks");
        log.Logger.Order(id, "x");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
        Assert.StartsWith(text, anomaly.SessionId);
        Assert.Equal(5, anomaly.Position);
        Assert.Equal(2, log.Detector.Counters.OpenSessions);

        log.Detector.CloseSession(id);
        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task WhatIsNoScalarNamesNoSession()
    {
        using var log = new OrderLog();

        log.Logger.Order(null, "r");
        log.Logger.Order("", "r");
        log.Logger.Order(new[] { 1, 2 }, "r");
        log.Logger.Order(new Dictionary<string, int> { ["a"] = 1 }, "r");
        log.Logger.Information("Order {@OrderId} received", new { Number = 1 });
        log.Logger.Information("Nobody's");
        await log.FlushAsync();

        Assert.Equal(6, log.Detector.Counters.Processed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task WithoutItsPropertyAnEventGoesByItsTraceId()
    {
        using var log = await Orders.LearntAsync();
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        log.Logger.Order(new[] { 1 }, "x");
        log.Logger.Order("A1", "x");
        await log.FlushAsync();

        Assert.Equal([activity.TraceId.ToHexString(), "A1"], log.Anomalies.Select(anomaly => anomaly.SessionId));
        Assert.All(log.Anomalies, anomaly => Assert.Equal(activity.TraceId.ToHexString(), anomaly.TraceId));
    }

    [Fact]
    public async Task WithoutAPropertyBeingAskedForEventsGoByTheirTraceId()
    {
        using var log = new OrderLog(options => options.Session.Property = null);

        log.Logger.Order("stream");
        for (var request = 0; request < 3; request++)
        {
            using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
            log.Logger.Order($"order{request}");
        }

        await log.FlushAsync();

        Assert.Equal(4, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task TheStreamHasAName()
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Order(null, "x");
        await log.FlushAsync();

        Assert.Equal("stream", Assert.Single(log.Anomalies).SessionId);
        Assert.NotNull(log.Detector.Score("stream"));
        Assert.Null(log.Detector.Score("Stream"));

        log.Detector.CloseSession("stream");
        await log.FlushAsync();
        Assert.Equal(0, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task APropertyOfTheContextNamesASessionToo()
    {
        using var log = new OrderLog();

        using (LogContext.PushProperty("OrderId", 17))
        {
            log.Logger.Information("Something about it");
            log.Logger.ForContext("OrderId", 18).Information("Something about another");
        }

        log.Detector.CloseSession(17);
        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.SessionsClosed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task AScalarOfTheApplicationsOwnThatHasNoTextNamesNoSession()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var detector = new AnomalyDetector(Orders.Options(options => options.Diagnostics = told.Enqueue));
        using Logger log = new LoggerConfiguration().Destructure.AsScalar<Unusable>().WriteTo.AnomalyDetector(detector).CreateLogger();

        log.Order(new Unusable());
        log.Order("A1");
        await detector.FlushAsync();

        Assert.Equal(0, detector.Counters.Failed);
        Assert.Equal(8, detector.Counters.Processed);
        Assert.Equal(2, detector.Counters.OpenSessions);
        Assert.Single(told, line => line.Contains("could only be taken in part: no text"));
    }

    [Fact]
    public async Task IdsOfOneTextAreOneSessionWhateverTheirTypes()
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Order(42, "r");
        log.Logger.Order("42", "p");
        log.Logger.Order(42m, "k");
        log.Logger.Order(42L, "s");
        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        await log.Detector.CloseSessionsAsync();
        Assert.Empty(log.Anomalies);

        var id = Guid.NewGuid();
        log.Logger.Order(id, "rp");
        log.Logger.Order(id.ToString(), "x");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(3, anomaly.Position);
        Assert.Equal(1, log.Detector.Score(id)!.Value.AnomalyCount);
        Assert.Equal(1, log.Detector.Score(anomaly.SessionId)!.Value.AnomalyCount);
        Assert.Null(log.Detector.Score(id.ToString("N")));
    }

    [Theory]
    [InlineData(42, "42")]
    [InlineData("42", 42L)]
    [InlineData("42", 42.0)]
    public async Task ASessionIsClosedByAnyValueOfItsText(object logged, object closed)
    {
        using var log = new OrderLog();
        log.Logger.Order(logged, "rp");

        log.Detector.CloseSession(closed);
        await log.FlushAsync();

        Assert.Equal(0, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task APropertyInAnotherCaseNamesTheSessionAndIsToldOnce()
    {
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        using var log = new OrderLog(options => options.Diagnostics = told.Enqueue);

        for (var i = 0; i < 5; i++)
        {
            log.Logger.Information("Order {orderId} received", "A1");
            log.Logger.Information("Order {ORDERID} paid", "A1");
            log.Logger.Information("Order {OrderId} packed instead of {orderid}", "A1", "A2");
        }

        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        Assert.Single(told, line => line.Contains("the property orderId differs only in case from Session.Property, which is OrderId"));
        Assert.Single(told, line => line.Contains("the property ORDERID differs"));
        Assert.DoesNotContain(told, line => line.Contains("the property orderid differs"));
    }

    private sealed class Unusable
    {
        public override string ToString() => throw new NotSupportedException("no text");
    }
}
