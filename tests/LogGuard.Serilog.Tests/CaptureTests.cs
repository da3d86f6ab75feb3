using System.Text;
using LogGuard.Parsing;
using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace LogGuard.Serilog.Tests;

/// <summary>What is taken of the values in events.</summary>
public class CaptureTests
{
    private const string Smoke = "Order {OrderId} of {@Owner} went up in smoke after {Seconds:0.0} s at {Place}, {IsInsured}";

    [Theory]
    [InlineData(CapturedValues.All, "Order A1 of Owner { Name: \"Ada\", Password: \"s3cret\" } went up in smoke after 2.5 s at Lisbon, True (InvalidOperationException: no ashes for Ada)")]
    [InlineData(CapturedValues.Numbers, "Order {OrderId} of {@Owner} went up in smoke after 2.5 s at {Place}, True (InvalidOperationException)")]
    [InlineData(CapturedValues.None, "Order {OrderId} of {@Owner} went up in smoke after {Seconds:0.0} s at {Place}, {IsInsured} (InvalidOperationException)")]
    public async Task ALineIsShownAsFarAsItWasTaken(CapturedValues values, string line)
    {
        var anomaly = await SmokeAsync(options => options.Capture.Values = values);

        Assert.Equal(line, anomaly.Line);
        Assert.Equal(Smoke, anomaly.Template);
        Assert.Matches(values == CapturedValues.All ? "^A1$" : "^#[0-9a-f]{16}$", anomaly.SessionId);
    }

    [Theory]
    [InlineData(CapturedValues.All, "no ashes for Ada", "OrderId Owner Seconds Place IsInsured")]
    [InlineData(CapturedValues.Numbers, null, "Seconds IsInsured")]
    [InlineData(CapturedValues.None, null, "")]
    public async Task TheFactsOfALineAreSubjectToCapture(CapturedValues values, string? message, string names)
    {
        var anomaly = await SmokeAsync(options => options.Capture.Values = values);

        Assert.Equal(new ExceptionDetail("System.InvalidOperationException", message), anomaly.Exception);
        Assert.Equal(names, string.Join(' ', anomaly.Properties.Keys));
    }

    [Fact]
    public async Task ARedactedPropertyIsRedactedAmongTheFactsToo()
    {
        var anomaly = await SmokeAsync(options => options.Capture.RedactedProperties = ["Password", "Place"]);

        Assert.Equal(("***", "Owner { Name: \"Ada\", Password: \"***\" }"), (anomaly.Properties["Place"], anomaly.Properties["Owner"]));
    }

    [Fact]
    public async Task RedactedPropertiesAreNowhere()
    {
        var anomaly = await SmokeAsync(options => options.Capture.RedactedProperties = ["Password", "Place", "Seconds"]);

        Assert.StartsWith("Order A1 of Owner { Name: \"Ada\", Password: \"***\" } went up in smoke after *** s at ***, True", anomaly.Line);
    }

    [Fact]
    public async Task HashesBringLinesTogetherWithoutTheirValues()
    {
        Action<AnomalyDetectorOptions> hashed = options => (options.Capture.HashedProperties, options.Capture.HashKey) = (["Place", "Name"], "a key of the test's");
        var one = await SmokeAsync(hashed);
        var other = await SmokeAsync(hashed);
        var elsewhere = await SmokeAsync(hashed, place: "Porto");
        var ofAnotherKey = await SmokeAsync(options => options.Capture.HashedProperties = ["Place", "Name"]);

        Assert.Matches("^Order A1 of Owner { Name: \"#[0-9a-f]{16}\", Password: \"s3cret\" } went up in smoke after 2\\.5 s at #[0-9a-f]{16}, True", one.Line);
        Assert.Equal(one.Line, other.Line);
        Assert.NotEqual(one.Line, elsewhere.Line);
        Assert.NotEqual(one.Line, ofAnotherKey.Line);
    }

    [Fact]
    public async Task AHashedSessionIsTheSameInItsLines()
    {
        var anomaly = await SmokeAsync(options => options.Capture.HashSessionIds = true);

        Assert.Matches("^#[0-9a-f]{16}$", anomaly.SessionId);
        Assert.StartsWith($"Order {anomaly.SessionId} of ", anomaly.Line);
    }

    public static TheoryData<string> ProtectedSessions => ["none", "numbers", "redacted", "hashed", "hashed sessions"];

    [Theory]
    [MemberData(nameof(ProtectedSessions))]
    public async Task AProtectedSessionIdIsNowhereAndStillFindsItsSession(string how)
    {
        const string Secret = "secretperson@example.org";
        var told = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var alerts = new System.Collections.Concurrent.ConcurrentQueue<Alert>();
        using var log = await Orders.LearntAsync(options =>
        {
            options.Diagnostics = told.Enqueue;
            options.OnAlert = alerts.Enqueue;
            options.Capture.Values = how switch
            {
                "none" => CapturedValues.None,
                "numbers" => CapturedValues.Numbers,
                _ => CapturedValues.All,
            };
            options.Capture.RedactedProperties = how == "redacted" ? ["orderid"] : [];
            options.Capture.HashedProperties = how == "hashed" ? ["OrderId"] : [];
            options.Capture.HashSessionIds = how == "hashed sessions";
        });

        log.Logger.Order(Secret, "rp");
        log.Logger.Order(Secret, "x");
        log.Logger.Order("another", "x");
        await log.FlushAsync();

        Assert.Equal(2, log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnknownKey));
        var anomaly = log.Anomalies.First();
        Assert.Matches("^#[0-9a-f]{16}$", anomaly.SessionId);
        Assert.NotEmpty(alerts);
        Assert.All(
            [.. log.Anomalies.Select(one => one.ToString()), .. log.Anomalies.Select(one => System.Text.Json.JsonSerializer.Serialize(one)), .. alerts.Select(alert => alert.ToString()), .. told],
            text => Assert.DoesNotContain("secretperson", text));
        Assert.Equal(3, anomaly.Position);
        Assert.Equal(1, log.Detector.Score(Secret)!.Value.AnomalyCount);
        Assert.Equal(1, log.Detector.Score(anomaly.SessionId)!.Value.AnomalyCount);

        log.Detector.CloseSession(anomaly.SessionId);
        log.Detector.CloseSession("another");
        await log.FlushAsync();
        Assert.Equal(0, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task AHashedSessionIsEndedByItsOwnId()
    {
        using var log = new OrderLog(options => options.Capture.HashSessionIds = true);

        log.Logger.Order("A1", "rp");
        log.Detector.CloseSession("A1");
        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.SessionsClosed);
    }

    [Fact]
    public async Task WhatAPolicyDestructuredIsNotLookedAtAgain()
    {
        using var folder = Orders.TrainedFolder();
        var (anomalies, policy) = (new List<Anomaly>(), new WithoutPassword());
        var options = Orders.Options(options =>
        {
            (options.ModelPath, options.OnAnomaly) = (folder.Path, anomalies.Add);
            options.Capture.HashedProperties = ["Name"];
        });
        using (var log = new LoggerConfiguration().Destructure.With(policy).WriteTo.AnomalyDetector(options).CreateLogger())
        {
            var owner = new Owner("Ada", "s3cret");
            log.Information(Orders.Received, "A1");
            log.Information("Order {OrderId} of {@Owner} went up in smoke", "A1", owner);
            await Task.CompletedTask;
        }

        Assert.Matches("^Order A1 of { Name: \"#[0-9a-f]{16}\" } went up", anomalies.First().Line);
        Assert.Equal(1, policy.Count);
    }

    [Fact]
    public async Task NumbersAreLearntWithoutTexts()
    {
        using var log = new OrderLog(options => (options.Capture.Values, options.Capture.RedactedProperties) = (CapturedValues.Numbers, ["OrderId"]));
        await LearnPaymentsAsync(log);

        log.Logger.Information("Order {OrderId} paid {Amount}", "B1", 5_000_000);
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(AnomalyKind.UnusualValue, anomaly.Kind);
        Assert.Equal("Order {OrderId} paid 5000000", anomaly.Line);
    }

    [Fact]
    public async Task WithoutValuesNoneIsLearnt()
    {
        using var log = new OrderLog(options => options.Capture.Values = CapturedValues.None);
        await LearnPaymentsAsync(log);

        log.Logger.Information("Order {OrderId} paid {Amount}", "B1", 5_000_000);
        await log.FlushAsync();

        Assert.Empty(log.Anomalies);
    }

    [Theory]
    [InlineData(CapturedValues.All)]
    [InlineData(CapturedValues.Numbers)]
    public async Task ASnapshotHoldsNoTextValues(CapturedValues values)
    {
        using var folder = new PipelineFolder();
        var secrets = new List<string>();
        using (var log = new OrderLog(options => (options.ModelPath, options.Capture.Values) = (folder.Path, values)))
        {
            for (var i = 0; i < 60; i++)
            {
                var (id, card, mail) = ($"order-secret{i}", $"4111-1111-{i:0000}-9999", $"person{i}@secret.example");
                secrets.AddRange([id, card, mail]);
                log.Logger.Information("Order {OrderId} of {Mail} received", id, mail);
                log.Logger.Information("Order {OrderId} paid {Amount} by {Card}", id, 10 + (i % 7), card);
                log.Logger.Information(new InvalidOperationException($"hush{i}x"), "Order {OrderId} shipped to {@Owner}", id, new Owner($"Name{i}x", $"pass{i}word"));
                secrets.AddRange([$"hush{i}x", $"Name{i}x", $"pass{i}word"]);
            }

            await log.CloseAsync();
            await log.Detector.SaveAsync();
            Assert.True(await log.Detector.TrainAsync());
            log.Logger.Information("Order {OrderId} of {Mail} went up in smoke", "order-secret0", "person0@secret.example");
            log.Logger.Information("Order {OrderId} paid {Amount} by {Card}", "order-secret0", 7_000_000, "4111-1111-0000-9999");
            await log.FlushAsync();
            Assert.All(log.Anomalies, anomaly => Assert.True(log.Detector.MarkNormal(anomaly)));
            Assert.True(await log.Detector.LearnFeedbackAsync());
            await log.Detector.SaveAsync();
        }

        AssertNoneIn(folder, secrets);
    }

    [Theory]
    [InlineData(CapturedValues.All)]
    [InlineData(CapturedValues.Numbers)]
    [InlineData(CapturedValues.None)]
    public async Task ASnapshotOfATextLogHoldsNoneOfWhatIsKnownAsAVariable(CapturedValues values)
    {
        using var folder = new PipelineFolder();
        var secrets = new List<string>();
        using (var log = new OrderLog(options => (options.ModelPath, options.Capture.Values) = (folder.Path, values)))
        {
            var text = new StringBuilder();
            for (var i = 0; i < 60; i++)
            {
                var (card, mail, address) = ($"4111-1111-{i:0000}-9999", $"person{i}@secret.example", $"10.9.8.{i}");
                secrets.AddRange([card, mail, address, $"job-{i}x"]);
                text.Append($"job-{i}x: started for {mail} from {address}\njob-{i}x: paid {10 + (i % 7)} {card} {i % 5} by {card}\n");
            }

            await log.Detector.ReadLinesAsync(new StringReader(text.ToString()), LineFormat.Parse("<Job>: <Content>"), new TextLogOptions { SessionField = "Job" });
            await log.CloseAsync();
            Assert.True(await log.Detector.TrainAsync());
            await log.Detector.SaveAsync();
        }

        AssertNoneIn(folder, secrets);
    }

    [Theory]
    [InlineData(CapturedValues.All, "#ID: deleted /etc/passwd of #ID after 8 ms")]
    [InlineData(CapturedValues.Numbers, "deleted <*> of job-<*> after 8 ms")]
    [InlineData(CapturedValues.None, "deleted <path> of job-<int> after <duration>")]
    public async Task ATextLineIsShownAsFarAsItWasTaken(CapturedValues values, string line)
    {
        using var log = new OrderLog(options => (options.Capture.Values, options.Capture.HashSessionIds) = (values, true));
        var (format, bySession) = (LineFormat.Parse("<Job>: <Content>"), new TextLogOptions { SessionField = "Job" });
        await log.Detector.ReadLinesAsync(new StringReader(string.Concat(Enumerable.Range(0, 60).Select(i => $"job-{i}: started with {i} files\njob-{i}: ended\n"))), format, bySession);
        await log.CloseAsync();
        Assert.True(await log.Detector.TrainAsync());

        await log.Detector.ReadLinesAsync(new StringReader("job-77: deleted /etc/passwd of job-77 after 8 ms\n"), format, bySession);
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Matches("^#[0-9a-f]{16}$", anomaly.SessionId);
        Assert.Equal(line.Replace("#ID", anomaly.SessionId), anomaly.Line);
    }

    private static async Task LearnPaymentsAsync(OrderLog log)
    {
        for (var i = 0; i < 300; i++)
        {
            log.Logger.Information(Orders.Received, $"A{i}");
            log.Logger.Information("Order {OrderId} paid {Amount}", $"A{i}", 10 + (i * 37 % 90));
            log.Logger.Information(Orders.Shipped, $"A{i}");
            await log.FlushAsync();
        }

        await log.CloseAsync();
        Assert.True(await log.Detector.TrainAsync());
        log.Logger.Information(Orders.Received, "B1");
    }

    private static async Task<Anomaly> SmokeAsync(Action<AnomalyDetectorOptions> configure, string place = "Lisbon")
    {
        using var folder = Orders.TrainedFolder();
        using var log = new OrderLog(options =>
        {
            options.ModelPath = folder.Path;
            configure(options);
        });
        log.Logger.Information(Orders.Received, "A1");
        log.Logger.Error(new InvalidOperationException("no ashes for Ada"), Smoke, "A1", new Owner("Ada", "s3cret"), 2.5, place, true);
        await log.FlushAsync();
        return log.Anomalies.First(anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
    }

    // The open sessions are saved with their ids, for which Capture.HashSessionIds is.
    private static void AssertNoneIn(PipelineFolder folder, IReadOnlyList<string> secrets)
    {
        var files = Directory.GetFiles(folder.Path, "*", SearchOption.AllDirectories);
        Assert.True(files.Length > 3);
        Assert.Contains(files, file => file.EndsWith(".safetensors"));
        foreach (var file in files)
        {
            var bytes = File.ReadAllBytes(file);
            var kept = Path.GetFileName(file) == "open-sessions.bin" ? secrets.Where(secret => !secret.StartsWith("order-", StringComparison.Ordinal)) : secrets;
            Assert.All(kept, secret => Assert.True(
                bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) < 0 && bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(secret)) < 0,
                $"{file} holds {secret}"));
        }
    }

    private sealed record Owner(string Name, string Password);

    // As an application would keep passwords out of its log.
    private sealed class WithoutPassword : IDestructuringPolicy
    {
        public int Count { get; private set; }

        public bool TryDestructure(object value, ILogEventPropertyValueFactory propertyValueFactory, out LogEventPropertyValue result)
        {
            result = null!;
            if (value is not Owner owner)
            {
                return false;
            }

            Count++;
            result = new StructureValue([new LogEventProperty("Name", new ScalarValue(owner.Name))]);
            return true;
        }
    }
}
