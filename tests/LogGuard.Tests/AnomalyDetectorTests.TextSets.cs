using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Texts that are one of few, on their way through the detector: an order service whose lines name the state of an order.</summary>
public partial class AnomalyDetectorTests
{
    private const string Moved = "order {OrderId} of {Customer} is now {State}";

    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan OverDays = TimeSpan.FromMinutes(15);

    [Fact]
    public async Task AStateNeverSeenIsFound()
    {
        await using var log = await LearnOrdersAsync(Often);

        await MoveAsync(log, 1, Often, "Cancelled");

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnusualValue, Moved), (anomaly.Kind, anomaly.Template));
        Assert.Equal(("State", "Cancelled", 4), (anomaly.UnusualValue!.Name, anomaly.UnusualValue.Text, anomaly.UnusualValue.Known.Count));
        Assert.Equal("'State' is \"Cancelled\"; it was always one of 4 other texts until now", anomaly.Reason);
        Assert.Equal("State = \"Cancelled\"", anomaly.UnusualValue.ToString());
        Assert.True(anomaly.Score < 10, "less than a warning");
    }

    [Fact]
    public async Task AStateThatStaysIsToldOnce()
    {
        await using var log = await LearnOrdersAsync(Often);
        for (var i = 0; i < 200; i++)
        {
            await MoveAsync(log, 1, TimeSpan.FromMinutes(1), i % 2 == 0 ? "Returned" : null);
        }

        Assert.Equal("Returned", Assert.Single(log.Anomalies).UnusualValue!.Text);
    }

    [Fact]
    public async Task AStateAgainstTheEvidenceOfDaysIsReportedInEachSession()
    {
        await using var log = await LearnOrdersAsync(OverDays);
        for (var i = 0; i < 3; i++)
        {
            await MoveAsync(log, 1, OverDays, "Lost");
            await MoveAsync(log, 30, OverDays);
        }

        Assert.Equal(3, log.Anomalies.Count);
        Assert.All(log.Anomalies, anomaly => Assert.StartsWith("'State' is \"Lost\"; it was one of 4 other texts in the ", anomaly.Reason));
        Assert.All(log.Anomalies, anomaly => Assert.True(anomaly.Score > 10));
    }

    [Fact]
    public async Task CustomersAndOrdersAreNames()
    {
        await using var log = await LearnOrdersAsync(OverDays);

        await MoveAsync(log, 300, OverDays, customer: "a customer never seen");

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ByDefaultTextsAreNotRead()
    {
        await using var log = await LearnOrdersAsync(Often, textSets: false);

        await MoveAsync(log, 5, Often, "Cancelled");

        Assert.Empty(log.Anomalies);
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("hashed")]
    [InlineData("redacted")]
    public async Task ATextThatIsNotCapturedIsNotLearnt(string how)
    {
        await using var log = await LearnOrdersAsync(Often, capture: capture =>
        {
            (capture.Values, capture.HashKey) = (how == "numbers" ? CapturedValues.Numbers : CapturedValues.All, "a key of sixteen or more");
            capture.HashedProperties = how == "hashed" ? ["State"] : [];
            capture.RedactedProperties = how == "redacted" ? ["State"] : [];
        });

        await MoveAsync(log, 5, Often, "Cancelled");

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ATextBesideAHashedOneIsJudged()
    {
        await using var log = await LearnOrdersAsync(Often, capture: capture => capture.HashedProperties = ["Customer"]);

        await MoveAsync(log, 1, Often, "Cancelled");

        Assert.Equal("Cancelled", Assert.Single(log.Anomalies).UnusualValue!.Text);
    }

    [Fact]
    public async Task TheSnapshotKeepsTheSetAndNoText()
    {
        using var folder = new PipelineFolder();
        await using (var log = await LearnOrdersAsync(Often, folder: folder))
        {
            await MoveAsync(log, 1, Often, "Cancelled");
            Assert.Single(log.Anomalies);
            await log.Detector.SaveAsync();
        }

        Assert.All(
            Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith("alerts.json", StringComparison.Ordinal)),
            file => Assert.DoesNotContain("Shipped", File.ReadAllText(file), StringComparison.Ordinal));
        Assert.NotEmpty(Directory.GetFiles(folder.Path, "texts.json", SearchOption.AllDirectories));

        await using var again = Orders(folder: folder);
        again.Time = PipelineLog.Start.AddHours(2);
        await MoveAsync(again, 5, Often, "Cancelled");
        Assert.Empty(again.Anomalies);
        await MoveAsync(again, 30, Often);
        Assert.Empty(again.Anomalies);
    }

    [Fact]
    public async Task TheSetIsJudgedAfterARestart()
    {
        using var folder = new PipelineFolder();
        await using (var log = await LearnOrdersAsync(Often, folder: folder))
        {
            await log.Detector.SaveAsync();
        }

        await using var again = Orders(folder: folder);
        again.Time = PipelineLog.Start.AddHours(2);
        await MoveAsync(again, 10, Often);
        await MoveAsync(again, 2, Often, "Cancelled");

        Assert.Single(again.Anomalies);
    }

    [Fact]
    public async Task AStateThatIsMarkedAnomalousIsToldEachTime()
    {
        await using var log = await LearnOrdersAsync(Often);
        await MoveAsync(log, 1, Often, "Cancelled");

        Assert.True(log.Detector.MarkAnomalous(Assert.Single(log.Anomalies)));
        await MoveAsync(log, 5, Often, "Cancelled");

        Assert.Equal(6, log.Anomalies.Count);
    }

    [Fact]
    public async Task AStateThatIsMarkedNormalIsNotToldAgainNorAfterATraining()
    {
        await using var log = await LearnOrdersAsync(OverDays);
        await MoveAsync(log, 1, Often, "Returned");
        Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        for (var i = 0; i < 300; i++)
        {
            await MoveAsync(log, 1, Often, i % 3 == 0 ? "Returned" : null);
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));
        await MoveAsync(log, 30, Often, "Returned");

        Assert.Single(log.Anomalies);
    }

    [Theory]
    [InlineData(false, "Cancelled")]
    [InlineData(true, null)]
    public async Task APropertyOfAJsonLineIsJudgedWhereEverythingIsCaptured(bool isRestricted, string? found)
    {
        await using var log = Orders(capture: capture => capture.HashedProperties = isRestricted ? ["Customer"] : []);
        static IEnumerable<string> Lines(int from, int count, params string[] states) => Enumerable.Range(from, count).Select(i =>
            $$"""{"@t":"{{PipelineLog.Start.AddSeconds(i - 1000):O}}","@mt":"Order {OrderId} is now {State}","OrderId":"o{{i / 2}}","State":"{{states[i % states.Length]}}","Customer":"c{{i}}"}""");

        Assert.True(LineFormat.TryGet("CompactJson", out var format));
        await LearnLinesAsync(log, format, Lines(0, 800, "Created", "Shipped"));
        await log.Detector.ReadLinesAsync(new StringReader(string.Join('\n', Lines(800, 2, "Created", "Cancelled"))), format, new TextLogOptions { SessionField = "OrderId" });
        await log.FlushAsync();

        Assert.Equal(found, log.Anomalies.SingleOrDefault()?.UnusualValue!.Text);
    }

    [Fact]
    public async Task AResultCodeInATextLogIsJudged()
    {
        await using var log = Orders();
        var format = LineFormat.Parse("<Date> <Time> <Level> <OrderId>: <Content>");
        static IEnumerable<string> Lines(int from, int count, params string[] codes) => Enumerable.Range(from, count).Select(i =>
            $"{PipelineLog.Start.AddSeconds(i - 1000):yyyy-MM-dd HH:mm:ss} INFO o{i}: transfer of X{i}Y ended with {codes[i % codes.Length]} at last");

        await LearnLinesAsync(log, format, Lines(0, 800, "2xx", "3xx", "4xx"));
        await log.Detector.ReadLinesAsync(new StringReader(string.Join('\n', Lines(801, 3, "2xx", "5xx", "4xx"))), format, new TextLogOptions { SessionField = "OrderId" });
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(("5xx", "2: with <identifier> at"), (anomaly.UnusualValue!.Text, anomaly.UnusualValue.Name));
    }

    private static async Task LearnLinesAsync(PipelineLog log, LineFormat format, IEnumerable<string> lines)
    {
        await log.Detector.ReadLinesAsync(new StringReader(string.Join('\n', lines)), format, new TextLogOptions { SessionField = "OrderId" });
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
    }

    private static PipelineLog Orders(bool textSets = true, Action<CaptureOptions>? capture = null, PipelineFolder? folder = null) => new(options =>
    {
        options.Values.TextSets = textSets;
        options.Session.Property = "OrderId";
        options.ModelPath = folder?.Path;

        // One step after another in any order: only the values are asked about.
        options.Model.TopG = 10;
        capture?.Invoke(options.Capture);
    });

    private static async Task<PipelineLog> LearnOrdersAsync(
        TimeSpan step, bool textSets = true, Action<CaptureOptions>? capture = null, PipelineFolder? folder = null)
    {
        var log = Orders(textSets, capture, folder);
        log.Time = PipelineLog.Start - 500 * step;
        await MoveAsync(log, 400, step);
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.Empty(log.Anomalies);
        return log;
    }

    /// <summary>Orders that go from state to state; the last state of each may be another one.</summary>
    private static async Task MoveAsync(PipelineLog log, int count, TimeSpan step, string? last = null, string? customer = null)
    {
        for (var i = 0; i < count; i++)
        {
            var order = $"o{log.Time.UtcTicks}";
            foreach (var state in new[] { "Created", "Paid", "Packed", last ?? "Shipped" })
            {
                log.Detector.Intake.Take(
                    Moved, SessionId.From(order), log.Time.UtcTicks, LogSeverity.Information, new OrderLine(order, customer ?? $"c{log.Time.UtcTicks % 97}", state), OrderRenderer.Instance);
            }

            log.Detector.CloseSession(order);
            log.Time += step;
            if (i % 100 == 0)
            {
                // A reader that lags behind gets events without their lines.
                await log.FlushAsync();
            }
        }

        await log.FlushAsync();
    }

    private sealed record OrderLine(string OrderId, string Customer, string State);

    private sealed class OrderRenderer : LineRenderer
    {
        public static readonly OrderRenderer Instance = new();

        public override string Render(object line) => "order";

        public override string GetTemplate(object line) => Moved;

        public override IReadOnlyList<string> GetPropertyNames(object line) => ["OrderId", "Customer", "State"];

        public override string? GetText(object line, string name) => name switch
        {
            "OrderId" => ((OrderLine)line).OrderId,
            "Customer" => ((OrderLine)line).Customer,
            "State" => ((OrderLine)line).State,
            _ => null,
        };
    }
}
