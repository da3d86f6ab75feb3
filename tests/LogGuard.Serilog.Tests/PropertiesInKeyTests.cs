using LogGuard.Parsing;
using System.Globalization;
using System.Text;
using Serilog;
using Serilog.Events;
using Serilog.Parsing;

namespace LogGuard.Serilog.Tests;

public class PropertiesInKeyTests
{
    private const string Command = "Executed DbCommand ({elapsed}ms){newLine}{commandText}";

    private static readonly string[] Statements = ["SELECT o FROM orders", "INSERT INTO orders", "UPDATE stock"];

    [Fact]
    public async Task AMissingStatementIsFoundAndNamed()
    {
        using var log = new OrderLog(Set);
        for (var order = 0; order < 80; order++)
        {
            Write(log.Logger, order, Statements);
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Orders.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Orders.Patience));
        var found = new List<Anomaly>();
        log.Detector.Anomaly += (_, anomaly) => found.Add(anomaly);

        Write(log.Logger, "good", Statements);
        Write(log.Logger, "bad", [Statements[0], Statements[2]]);
        await log.Detector.CloseSessionsAsync().WaitAsync(Orders.Patience);
        await log.Detector.FlushAsync().WaitAsync(Orders.Patience);

        Assert.NotEmpty(found);
        Assert.All(found, anomaly => Assert.Equal("bad", anomaly.SessionId));
        Assert.Contains(found, anomaly => anomaly.ToString().Contains("INSERT INTO orders", StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheDoorAndALogInCompactJsonGiveTheSameKeys()
    {
        using var log = new OrderLog(Set);
        Write(log.Logger, "a", Statements);
        await log.Detector.FlushAsync().WaitAsync(Orders.Patience);
        var keys = log.Detector.Counters.KeyCount;
        var text = new StringBuilder();
        foreach (var statement in Statements)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""{"@t":"2026-01-01T00:00:00Z","@mt":"{{Command}}","elapsed":3,"newLine":"\n","commandText":"{{statement}}","OrderId":"b"}""");
        }

        Assert.True(LineFormat.TryGet("CompactJson", out var format));
        await log.Detector.ReadLinesAsync(new StringReader(text.ToString()), format).WaitAsync(Orders.Patience);
        await log.Detector.FlushAsync().WaitAsync(Orders.Patience);

        Assert.Equal(keys, log.Detector.Counters.KeyCount);
        Assert.True(keys >= Statements.Length);
    }

    [Fact]
    public void AKnownValueCostsTheCallerNoMemory()
    {
        using var detector = new AnomalyDetector(Orders.Options(options =>
        {
            Set(options);
            options.Queue.Limit = 64;
        }));
        var sink = new AnomalyDetectorSink(detector, ownsDetector: false);
        var logEvent = new LogEvent(
            DateTimeOffset.Now, LogEventLevel.Information, null, new MessageTemplateParser().Parse(Command),
            [new LogEventProperty("commandText", new ScalarValue(Statements[0])), new LogEventProperty("elapsed", new ScalarValue(4))]);

        var least = long.MaxValue;
        for (var round = 0; round < 20; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 2_000; i++)
            {
                sink.Emit(logEvent);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public async Task ATemplateThatIsMostOfTheLogIsAdvisedOnOnceWithTheProperty()
    {
        using var log = new OrderLog(options => options.Queue.WhenFull = QueueFullMode.Wait);
        for (var i = 0; i < 24_000; i++)
        {
            log.Logger.Information(Command, i % 7, "\n", Statements[i % 3]);
        }

        await log.Detector.FlushAsync().WaitAsync(Orders.Patience);

        var advice = Assert.Single(log.Told, message => message.Contains("Keys.PropertiesInKey", StringComparison.Ordinal));
        Assert.Contains("Add commandText to Keys.PropertiesInKey", advice, StringComparison.Ordinal);
        Assert.Contains("3 different values", advice, StringComparison.Ordinal);
    }

    private static void Set(AnomalyDetectorOptions options)
    {
        options.Keys.PropertiesInKey.Add("CommandText");
        options.Session.Property = "OrderId";
    }

    private static void Write(ILogger log, object order, IEnumerable<string> statements)
    {
        foreach (var statement in statements)
        {
            log.ForContext("OrderId", order).Information(Command, 3, "\n", statement);
        }
    }
}
