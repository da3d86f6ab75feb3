using System.Globalization;
using System.Text.Json;

namespace LogGuard.Serilog.Tests;

/// <summary>Messages that are built from values, with and without braces in them.</summary>
public class StringBuiltTests
{
    public static TheoryData<string, Func<int, string>> Messages => new()
    {
        { "plain", i => $"Order {i} placed by customer {i * 7}" },
        { "record", i => $"Placed {new Placed(i, "n" + Letters(i))}" },
        { "nested record", i => $"Sent {new Sent(new Placed(i, Letters(i)), i % 3 == 0)} to {i}" },
        { "json", i => "payload " + JsonSerializer.Serialize(new { id = i, name = Letters(i), tags = Enumerable.Range(0, i % 4) }) },
        { "only json", i => JsonSerializer.Serialize(new { id = i, to = new { city = "City of " + Letters(i) } }) },
        { "id in braces", i => $"session {new Guid(i, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10):B} opened" },
        { "id without dashes", i => $"session {{{new Guid(i * 7919, (short)i, 2, 3, 4, 5, 6, 7, 8, 9, 10):N}}} opened" },
        { "number in braces", i => $"No such id '{{{i}}}'" },
        { "half interpolated", i => $"User {Letters(i)} did {{Action}}" },
        { "dictionary", i => $"headers {{a={i}, b={i * 3}}}" },
        { "open brace", i => $"set {{ {i}" },
        { "closing brace", i => $"set {i} }}" },
        { "style", i => $"style .c{i} {{ width: {i}px }}" },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public async Task AreLearntAsOneStep(string kind, Func<int, string> message)
    {
        using var log = new OrderLog(options => options.Session.Property = "OrderId");
        Write(log, 0, 80, message);
        await log.CloseAsync();
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Orders.Patience));
        var keys = log.Detector.Counters.KeyCount;

        Write(log, 1_000, 100, message);
        await log.CloseAsync();
        await log.FlushAsync();

        Assert.False(kind.Length == 0);
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
        Assert.Equal(keys, log.Detector.Counters.KeyCount);
        Assert.Contains(log.Told, line => line.Contains("string interpolation", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("{Message}")]
    [InlineData("{Message:l}")]
    [InlineData("{State:l}")]
    [InlineData("{0}")]
    [InlineData("{@Message}")]
    public async Task ATemplateThatIsOnlyAPlaceholderHasItsMessageAsTheText(string template)
    {
        using var log = new OrderLog(options => options.Session.Property = "OrderId");
        for (var i = 0; i < 60; i++)
        {
            var order = log.Logger.ForContext("OrderId", i);
            order.Information(template, "order placed");
            order.Information(template, "payment captured");
            order.Information(template, "order closed");
        }

        await log.CloseAsync();
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Orders.Patience));
        log.Logger.ForContext("OrderId", "x").Information(template, "DISK ON FIRE");
        await log.FlushAsync();

        Assert.Equal("DISK ON FIRE", Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Template);
        Assert.Single(log.Told, message => message.Contains("which says nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NoTextOfLaterMakesLearntStepsOne()
    {
        using var log = new OrderLog(options => options.Session.Property = "OrderId");
        void Session(string id, params string[] lines)
        {
            foreach (var line in lines)
            {
                log.Logger.ForContext("OrderId", id).Information(line);
            }
        }

        for (var i = 0; i < 300; i++)
        {
            Session($"n{i}", i % 10 == 0
                ? ["Request started", "Payment was declined by gateway", "Basket kept for later", "Request done"]
                : ["Request started", "Payment was accepted by gateway", "Goods sent to customer", "Request done"]);
        }

        await log.CloseAsync();
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Orders.Patience));
        for (var i = 0; i < 40; i++)
        {
            Session($"evil{i}", "Request started", $"Payment was {Letters(i)} by gateway", "Request done");
        }

        await log.CloseAsync();
        await log.FlushAsync();
        log.Anomalies.Clear();
        Session("fraud", "Request started", "Payment was declined by gateway", "Goods sent to customer", "Request done");
        await log.CloseAsync();
        await log.FlushAsync();

        Assert.Contains(log.Anomalies, anomaly => anomaly.SessionId == "fraud");
    }

    [Fact]
    public async Task AFatalLineIsToldApartFromAFloodWithoutRoom()
    {
        using var log = await Orders.LearntAsync(options => options.VocabularyLimit = 4);
        for (var i = 0; i < 50; i++)
        {
            log.Logger.Information(string.Create(CultureInfo.InvariantCulture, $"harmless {Letters(i)} {{X}}"), i);
        }

        log.Logger.Fatal("Payment keys were exported");
        await log.FlushAsync();

        Assert.Equal(2, log.Anomalies.Select(anomaly => anomaly.Template).Distinct().Count());
        Assert.Equal("(unknown template, Critical)", log.Anomalies.Last().Template.Replace("Fatal", "Critical", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AFullVocabularyIsRaisedWhileTheDetectorRuns()
    {
        using var log = await Orders.LearntAsync(options => options.VocabularyLimit = 4);
        log.Logger.Information("one more step {X}", 1);
        await log.FlushAsync();
        Assert.Contains(log.Told, message => message.Contains("Raise VocabularyLimit, which takes effect at once", StringComparison.Ordinal));

        log.Detector.ApplySettings(Orders.Options(options => options.VocabularyLimit = 100));
        await log.FlushAsync();
        log.Logger.Information("one more step {X}", 1);
        await log.FlushAsync();

        Assert.Equal("one more step {X}", log.Anomalies.Last().Template);
        Assert.Equal(5, log.Detector.Counters.KeyCount);
    }

    private static void Write(OrderLog log, int first, int count, Func<int, string> message)
    {
        for (var i = first; i < first + count; i++)
        {
            var order = log.Logger.ForContext("OrderId", $"w{i}");
            order.Information("begin {N}", i);
            order.Information(message(i), "paid");
            order.Information("end {N}", i);
        }
    }

    // A word of its own for each number.
    private static string Letters(int number)
    {
        var text = "w";
        for (var rest = number; rest > 0; rest /= 20)
        {
            text += (char)('a' + rest % 20);
        }

        return text;
    }

    private sealed record Placed(int Id, string Name);

    private sealed record Sent(Placed What, bool IsFast);
}
