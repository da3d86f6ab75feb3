using System.Diagnostics;
using LogGuard.Extensions.Logging.Lines;
using LogGuard.Extensions.Logging.States;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class AllocationTests
{
    private static readonly string[] Ids = [.. Enumerable.Range(0, 64).Select(id => $"A{id}")];
    private static readonly IReadOnlyList<KeyValuePair<string, object?>> State =
        [new("OrderId", "A1"), new("Amount", 12), new("{OriginalFormat}", "Order {OrderId} for {Amount}")];

    [Theory]
    [InlineData("defined")]
    [InlineData("generated")]
    [InlineData("state")]
    [InlineData("scope")]
    [InlineData("defined", true)]
    [InlineData("generated", true)]
    public async Task AKnownTemplateCostsTheCallerNoMemory(string way, bool textSets = false)
    {
        using var log = new ShopLog(options => options.Values.TextSets = textSets);
        Action<int> statement = way switch
        {
            "defined" => i => Shop.Paid(log.Log, i, Ids[i & 63]),
            "generated" => i => Shop.Weighed(log.Log, i, i, i, "d", true, i, Ids[i & 63]),
            "state" => i => log.Log.Log(LogLevel.Information, default, State, null, static (_, _) => ""),
            _ => i => Shop.Scanned(log.Log, i),
        };
        using var scope = way == "scope" ? log.Log.BeginScope(new Dictionary<string, object?> { ["OrderId"] = "A1" }) : null;

        Assert.Equal(0, await LeastAsync(log, statement, floor: 0));
    }

    [Fact]
    public async Task AnExtensionMethodCostsNotAByteMoreThanAProviderThatDoesNothing()
    {
        using var log = new ShopLog();
        using var nothing = LoggerFactory.Create(logging => logging.AddProvider(new NullProvider()));
        var noLog = nothing.CreateLogger("Shop.Orders");

        // A box of 24 bytes and an array of two references, 500 times.
        const long Box = 24;
        const long Array = 40;
        var floor = await LeastAsync(log, i => noLog.LogInformation("Payment of {Amount} captured for {OrderId}", i, Ids[i & 63]), 500 * (Box + Array));
        var least = await LeastAsync(log, i => log.Log.LogInformation("Payment of {Amount} captured for {OrderId}", i, Ids[i & 63]), floor);

        Assert.Equal(500 * (Box + Array), floor);
        Assert.Equal(floor, least);
    }

    // What the detector's thread does with each event whose values it learns or judges.
    [Fact]
    public void ReadingTheNumbersOfSourceGeneratedMessagesCostsNoMemory()
    {
        var reader = new Reading();
        Shop.Paid(reader, 12.5m, "A1");
        Shop.Weighed(reader, 1, 2, 3.5, "d", true, 6, "A1");

        foreach (var line in reader.Lines)
        {
            var renderer = EventLineRenderer.Instance;
            var names = renderer.GetValueNames(line).ToArray();
            var values = new double[names.Length];
            var least = long.MaxValue;
            for (var round = 0; round < 30; round++)
            {
                least = Math.Min(least, Measure(_ => renderer.ReadValues(line, names, values)));
            }

            Assert.Equal(0, least);
            Assert.Equal(line == reader.Lines[0] ? ["Amount"] : ["A", "B", "C", "E", "F"], names);
            Assert.Equal(line == reader.Lines[0] ? [12.5] : [1, 2, 3.5, 1, 6], values);
        }
    }

    [Fact]
    public void ReadingTheTextsOfSourceGeneratedMessagesCostsNoMemory()
    {
        var reader = new Reading();
        Shop.Weighed(reader, 1, 2, 3.5, "Paid", true, 6, "A1");
        var line = reader.Lines[0];
        LineRenderer renderer = EventLineRenderer.Instance;
        Assert.Equal(["D", "OrderId"], renderer.GetTextNames(line));

        string[] names = ["D", "", "None"];
        var marks = new double[3];
        var least = long.MaxValue;
        for (var round = 0; round < 30; round++)
        {
            least = Math.Min(least, Measure(_ => renderer.ReadTexts(line, names, marks)));
        }

        Assert.Equal(0, least);
        Assert.Equal([LogGuard.Primitives.TextMark.Of("Paid"), double.NaN, double.NaN], marks);
    }

    // Bursts that the queue takes with their lines, until one without a byte more than the floor shows that none is needed:
    // until the runtime has compiled the way that an event goes to its best, structs are boxed there.
    private static async Task<long> LeastAsync(ShopLog log, Action<int> statement, long floor)
    {
        var least = long.MaxValue;
        for (var waited = Stopwatch.StartNew(); least > floor && waited.Elapsed < Shop.Patience;)
        {
            least = Math.Min(least, Measure(statement));
            await log.FlushAsync();
        }

        return least;
    }

    private static long Measure(Action<int> statement)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 500; i++)
        {
            statement(i);
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Reading : ILogger
    {
        public List<EventLine> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = (StateLine<TState>)StateShape<TState>.Instance.Rent();
            line.Hold(state);
            var values = line.Values!;
            line.Template = (string)values[values.Count - 1].Value!;
            line.Keep(values, [.. values.Take(values.Count - 1).Select(pair => pair.Key)], formatter);
            Lines.Add(line);
        }
    }
}
