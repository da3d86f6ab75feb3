using System.Net;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

/// <summary>Templates whose values cannot be formatted, that are only a placeholder, or whose values are part of the key.</summary>
public class TemplateTests
{
    [Theory]
    [InlineData("{0}{0}{1}", "FooBar{1}", "Foo", "Bar")]
    [InlineData("fewer {A} {B}", "fewer 1 {B}", 1)]
    [InlineData("order {A} of {B} for {C}", "order x of {B} for {C}", "x")]
    public async Task ATemplateWithTooFewValuesKeepsItsKey(string template, string line, params object[] values)
    {
        using var log = await ShopLog.LearntAsync();
        var before = log.Detector.Counters.KeyCount;

        log.Log.Log(LogLevel.Information, template, values);
        log.Log.Log(LogLevel.Information, template, [.. values.Select(value => value + "2")]);
        await log.FlushAsync();

        Assert.Equal(before + 1, log.Detector.Counters.KeyCount);
        var first = log.Anomalies.First(anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
        Assert.Equal((template, line), (first.Template, first.Line));
    }

    [Fact]
    public async Task AValueThatCannotBeFormattedDoesNotChangeTheKey()
    {
        using var log = await ShopLog.LearntAsync();

        log.Log.LogInformation("Bad {Value} of {OrderId}", new Thrower(), "A1");

        var anomaly = await log.UnknownAsync();
        Assert.Equal("Bad {Value} of {OrderId}", anomaly.Template);
        Assert.Equal("Bad (InvalidOperationException) of A1", anomaly.Line);
    }

    // As a provider that formats at once, such as the framework's console, writes them.
    [Fact]
    public async Task ValuesAreShownAsTheFrameworkWritesThem()
    {
        object?[] values =
        [
            new[] { 1, 2 }, new List<string?> { "a", null }, new Dictionary<string, int> { ["k"] = 1 }, IPAddress.Loopback,
            new Point(3, "x"), new Uri("http://a/b"), null, Enumerable.Range(1, 3).Select(i => i * i), new Version(1, 2), DayOfWeek.Monday, Array.Empty<object?>(),
        ];
        var written = new Recorder();
        using var log = await ShopLog.LearntAsync(logging: logging => logging.AddProvider(written));

        for (var i = 0; i < values.Length; i++)
        {
            log.Log.LogInformation($"Value {(char)('a' + i)} {{Value}} of {{OrderId}}", values[i], "A1");
        }

        await log.FlushAsync();

        Assert.Equal(written.Lines.TakeLast(values.Length), log.Anomalies.Where(anomaly => anomaly.Kind == AnomalyKind.UnknownKey).Select(anomaly => anomaly.Line));
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Line.Contains("System.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ALongListIsCutAndNotReadToItsEnd()
    {
        using var log = await ShopLog.LearntAsync();
        var read = 0;
        IEnumerable<int> Endless()
        {
            while (true)
            {
                yield return read++;
            }
        }

        log.Log.LogInformation("Endless {List} of {OrderId}", Endless(), "A1");

        Assert.InRange((await log.UnknownAsync()).Line.Length, 1_000, 1_100);
        Assert.InRange(read, 1, 1_100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ATemplateThatIsOnlyAPlaceholderHasItsMessageAsTheText(bool byCategory)
    {
        using var log = new ShopLog(options => options.Keys.ByCategory = byCategory);
        string[] steps = ["order placed", "payment captured", "parcel shipped"];
        for (var i = 0; i < 60; i++)
        {
            using var scope = log.Log.BeginScope(new Dictionary<string, object> { ["OrderId"] = $"A{i}" });
            foreach (var step in steps)
            {
                log.Log.LogInformation("{Message}", step);
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Shop.Patience));

        using (log.Log.BeginScope(new Dictionary<string, object> { ["OrderId"] = "B" }))
        {
            log.Log.LogError("{Message}", "DISK ON FIRE");
        }

        var anomaly = await log.UnknownAsync();
        Assert.Equal("DISK ON FIRE", anomaly.Line);
        Assert.Equal(byCategory ? "Shop.Orders: DISK ON FIRE" : "DISK ON FIRE", anomaly.Template);
        Assert.Single(log.Told, message => message.Contains("which says nothing", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AValueMayBePartOfTheKey(bool isDefined)
    {
        using var log = new ShopLog(options => options.Keys.PropertiesInKey.Add("commandtext"));
        var define = LoggerMessage.Define<int, string>(LogLevel.Information, 1, "Executed ({Elapsed}ms) {CommandText}");

        for (var i = 0; i < 30; i++)
        {
            foreach (var statement in new[] { "SELECT 1", "INSERT 2", "UPDATE 3" })
            {
                if (isDefined)
                {
                    define(log.Log, i, statement, null);
                }
                else
                {
                    log.Log.LogInformation("Executed ({Elapsed}ms) {CommandText}", i, statement);
                }
            }
        }

        await log.FlushAsync();

        // The template's own key, too.
        Assert.Equal(4, log.Detector.Counters.KeyCount);
    }

    [Fact]
    public async Task AKnownValueInTheKeyCostsTheCallerNoMemory()
    {
        using var log = new ShopLog(options => options.Keys.PropertiesInKey.Add("CommandText"));
        var define = LoggerMessage.Define<int, string>(LogLevel.Information, 1, "Executed ({Elapsed}ms) {CommandText}");
        var least = long.MaxValue;
        for (var waited = System.Diagnostics.Stopwatch.StartNew(); least > 0 && waited.Elapsed < Shop.Patience;)
        {
            // Until the runtime has compiled the way at its best, the state is boxed.
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 500; i++)
            {
                define(log.Log, i, "SELECT 1", null);
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            await log.FlushAsync();
        }

        Assert.Equal(0, least);
    }

    private sealed record Point(int X, string Name);

    private sealed class Thrower
    {
        public override string ToString() => throw new InvalidOperationException();
    }

    private sealed class Recorder : ILoggerProvider, ILogger
    {
        public List<string> Lines { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
