using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

public class AnomalyContentTests
{
    [Fact]
    public async Task AnAnomalyShowsTheLineAsAPersonWouldReadIt()
    {
        using var log = await Orders.LearntAsync();
        using var activity = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();
        var before = DateTimeOffset.Now;

        log.Logger.Order("A1", "rp");
        log.Logger.Error("Order {OrderId} of {Customer} lost {Share:P0} after {Days,4} days", "A1", "O'Hara", 0.25, 3);
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal("Order A1 of O'Hara lost 25 % after    3 days", anomaly.Line.Replace("25%", "25 %"));
        Assert.Equal("Order {OrderId} of {Customer} lost {Share:P0} after {Days,4} days", anomaly.Template);
        Assert.Equal("A1", anomaly.SessionId);
        Assert.Equal(activity.TraceId.ToHexString(), anomaly.TraceId);
        Assert.Equal(LogSeverity.Error, anomaly.Severity);
        Assert.Equal(3, anomaly.Position);
        Assert.InRange(anomaly.Timestamp, before, DateTimeOffset.Now);
        Assert.Equal(TimeSpan.Zero, anomaly.Timestamp.Offset);
        Assert.Equal([Orders.Received, Orders.Paid], anomaly.RecentSteps);
        Assert.Equal(Orders.Packed, anomaly.Expected[0].Template);
    }

    [Fact]
    public async Task ASkippedStepIsNamed()
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Order("A1", "rks");
        await log.CloseAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(AnomalyKind.UnexpectedKey, anomaly.Kind);
        Assert.Equal("Order A1 packed", anomaly.Line);
        Assert.Equal(Orders.Paid, anomaly.SkippedStep);
        Assert.Equal(Orders.Paid, anomaly.Expected[0].Template);
        Assert.Equal($"the step \"{Orders.Paid}\" was skipped", anomaly.Reason);
        Assert.Null(anomaly.TraceId);
    }

    [Fact]
    public async Task ASessionCutShortShowsItsLastLine()
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Order("A1", "rp");
        await log.CloseAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(AnomalyKind.CutShort, anomaly.Kind);
        Assert.Equal("Payment of 12.5 captured for A1", anomaly.Line);
        Assert.Equal(2, anomaly.Position);
        Assert.Equal(Orders.Packed, anomaly.Expected[0].Template);
    }

    [Theory]
    [InlineData(LogEventLevel.Verbose, LogSeverity.Verbose)]
    [InlineData(LogEventLevel.Debug, LogSeverity.Debug)]
    [InlineData(LogEventLevel.Information, LogSeverity.Information)]
    [InlineData(LogEventLevel.Warning, LogSeverity.Warning)]
    [InlineData(LogEventLevel.Error, LogSeverity.Error)]
    [InlineData(LogEventLevel.Fatal, LogSeverity.Fatal)]
    public async Task LevelsKeepTheirMeaning(LogEventLevel level, LogSeverity severity)
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Write(level, "Never seen");
        await log.FlushAsync();

        Assert.Equal(severity, Assert.Single(log.Anomalies).Severity);
    }

    [Fact]
    public async Task AnAnomalyHasTheFactsOfItsLine()
    {
        using var log = await Orders.LearntAsync();

        log.Logger.ForContext(Constants.SourceContextPropertyName, "Shop.Stock").ForContext("EventId", new { Id = 12, Name = "Lost" }, destructureObjects: true)
            .Error(new InvalidOperationException("no stock", new TimeoutException("no answer")), "Order {OrderId} lost {@Parcel}", "A1", new { Weight = 2.5 });
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(("Shop.Stock", new LogEventId(12, "Lost")), (anomaly.Category, anomaly.EventId));
        Assert.Equal(
            new ExceptionDetail("System.InvalidOperationException", "no stock") { RootType = "System.TimeoutException", RootMessage = "no answer" }, anomaly.Exception);
        Assert.Equal("OrderId A1, Parcel { Weight: 2.5 }", string.Join(", ", anomaly.Properties.Select(pair => $"{pair.Key} {pair.Value}")));
        Assert.NotNull(anomaly.Service);
        Assert.NotNull(anomaly.ApplicationVersion);
    }

    [Fact]
    public async Task ExceptionsAreNamedBehindTheLine()
    {
        using var log = await Orders.LearntAsync();
        Exception exception = new InvalidOperationException("innermost");
        for (var depth = 0; depth < 1_000; depth++)
        {
            exception = new AggregateException($"depth {depth}", exception, new TimeoutException());
        }

        log.Logger.Error(new NoMessage(), "Broken {OrderId}", "A1");
        log.Logger.Error(new InvalidDataException("no good"), "Failed {OrderId}", "A1");
        log.Logger.Error(exception, "Exploded {OrderId}", "A1");
        log.Logger.Error(new IOException(new string('m', 1_000_000)), "Babbled {OrderId}", "A1");
        await log.FlushAsync();

        var lines = log.Anomalies.Select(anomaly => anomaly.Line).ToArray();
        Assert.Equal(4, lines.Length);

        // The exception that cannot say what it is costs the line, not the anomaly.
        Assert.Equal("Broken {OrderId}", lines[0]);
        Assert.Equal("Failed A1 (InvalidDataException: no good)", lines[1]);
        Assert.StartsWith("Exploded A1 (AggregateException: depth 999", lines[2]);
        Assert.StartsWith("Babbled A1 (IOException: mmm", lines[3]);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 4_097));
        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    [Fact]
    public async Task NullAndMissingValuesAreNoTrouble()
    {
        using var log = await Orders.LearntAsync();

        log.Logger.Error("Order {OrderId} has {Nothing} and {Missing}", "A1", null);
        log.Logger.Error("Order {OrderId} has nothing at all", [null]);
        log.Logger.Write(new LogEvent(
            DateTimeOffset.Now, LogEventLevel.Error, null, new MessageTemplateParser().Parse("Bare {Value}"), [new LogEventProperty("Value", new ScalarValue(null))]));
        await log.FlushAsync();

        Assert.Equal(
            ["Order A1 has null and {Missing}", "Order null has nothing at all", "Bare null"],
            log.Anomalies.Select(anomaly => anomaly.Line));
        Assert.Equal(["A1", "stream", "stream"], log.Anomalies.Select(anomaly => anomaly.SessionId));
    }

    [Fact]
    public async Task ATemplateMayHaveAnyLength()
    {
        using var log = await Orders.LearntAsync();
        string[] templates = ["", " ", "{", "}}{{", "{Only}", new('x', 1_024), new('y', 1_025), new('z', 5_000_000)];

        foreach (var template in templates)
        {
            log.Logger.Error(template);
        }

        await log.FlushAsync();

        Assert.Equal(templates.Length, log.Anomalies.Count);
        Assert.Equal(4 + templates.Length, log.Detector.Counters.KeyCount);
        Assert.Equal(templates[..6], log.Anomalies.Take(6).Select(anomaly => anomaly.Template));
        Assert.All(log.Anomalies, anomaly => Assert.InRange(anomaly.Template.Length, 0, 1_024));
        Assert.All(log.Anomalies, anomaly => Assert.InRange(anomaly.Line.Length, 0, 4_097));
        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    [Fact]
    public async Task AValueThatCannotBeFormattedCostsTheLineAndNotTheAnomaly()
    {
        using var detectorLog = await Orders.LearntAsync();
        using var log = new LoggerConfiguration().Destructure.AsScalar<Unprintable>().WriteTo.AnomalyDetector(detectorLog.Detector).CreateLogger();

        log.Error("Has {Value}", new Unprintable());
        await detectorLog.FlushAsync();

        Assert.Equal("Has {Value}", Assert.Single(detectorLog.Anomalies).Line);
    }

    [Fact]
    public void NumbersAreWrittenTheSameInEveryCulture()
    {
        var culture = CultureInfo.CurrentCulture;
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat.NumberDecimalSeparator = ",";
        var logEvent = new LogEvent(
            DateTimeOffset.Now, LogEventLevel.Error, null, new MessageTemplateParser().Parse("Lost {Amount:0.00} of {All}"),
            [new LogEventProperty("Amount", new ScalarValue(1.5)), new LogEventProperty("All", new ScalarValue(2.25m))]);
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal("1,5", 1.5.ToString());

            Assert.Equal("Lost 1.50 of 2.25", SerilogLineRenderer.Instance.Render(logEvent));
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private sealed class NoMessage : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class Unprintable
    {
        public override string ToString() => throw new NotSupportedException();
    }

    [Fact]
    public async Task AdviceOnStringBuiltMessagesNamesTheirCategory()
    {
        var told = new ConcurrentQueue<string>();
        await using var detector = new AnomalyDetector(new AnomalyDetectorOptions { Diagnostics = told.Enqueue }, new OneGroup());
        using (var log = new LoggerConfiguration().WriteTo.AnomalyDetector(detector).CreateLogger())
        {
            var shop = log.ForContext(Constants.SourceContextPropertyName, "Shop.Checkout");
            for (var i = 0; i < 100; i++)
            {
                shop.Information($"user {i} paid");
            }

            await detector.FlushAsync();
        }

        Assert.Equal(16, detector.Counters.KeyCount);
        Assert.Contains("messages of Shop.Checkout are built with string interpolation, such as \"user 15 paid\"", Assert.Single(told, line => line.Contains("interpolation")));
    }

    // Takes all texts for alike.
    private sealed class OneGroup : LogGuard.Keys.ITextGroups
    {
        public int GroupOf(string text, out LogGuard.Keys.TextGroupChange change)
        {
            change = LogGuard.Keys.TextGroupChange.None;
            return 1;
        }

        public void Settle()
        {
        }

        public void TakeMerged(List<int> groups)
        {
        }

        public int Resolve(int group) => group;

        public string TemplateOf(int group) => "user <*> paid";
    }
}
