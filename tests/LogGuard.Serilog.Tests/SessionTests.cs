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
    public async Task AScalarOfTheApplicationsOwnThatCannotBeHashedCostsItsEventsAndNoMore()
    {
        using var detector = new AnomalyDetector(Orders.Options());
        using Logger log = new LoggerConfiguration().Destructure.AsScalar<Unusable>().WriteTo.AnomalyDetector(detector).CreateLogger();

        log.Order(new Unusable());
        log.Order("A1");
        await detector.FlushAsync();

        Assert.Equal(4, detector.Counters.Failed);
        Assert.Equal(8, detector.Counters.Processed);
        Assert.Equal(1, detector.Counters.OpenSessions);
    }

    private sealed class Unusable
    {
        public override int GetHashCode() => throw new NotSupportedException("no hash");
    }
}
