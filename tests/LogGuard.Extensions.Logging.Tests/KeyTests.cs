using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class KeyTests
{
    [Fact]
    public async Task TheKeyIsTheOriginalFormatHoweverItIsLogged()
    {
        using var log = new ShopLog();

        Shop.Received(log.Log, "A1");
        log.Log.LogInformation("Order {OrderId} received", "A1");
        log.Log.Log(LogLevel.Information, default, new List<KeyValuePair<string, object?>> { new("{OriginalFormat}", "Order {OrderId} received"), new("OrderId", "A1") }, null, (_, _) => "x");
        log.Log.Log(LogLevel.Information, default, new Dictionary<string, object?> { ["OrderId"] = "A1", ["{OriginalFormat}"] = "Order {OrderId} received" }, null, (_, _) => "x");
        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.KeyCount);
        Assert.Equal(4, log.Detector.Counters.Processed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Theory]
    [InlineData(false, false, 1)]
    [InlineData(true, false, 2)]
    [InlineData(false, true, 3)]
    [InlineData(true, true, 4)]
    public async Task CategoryAndEventIdTellEqualTextsApartWhereAsked(bool byCategory, bool byEventId, int keys)
    {
        using var log = new ShopLog(options => options.Keys = new() { ByCategory = byCategory, ByEventId = byEventId });
        var other = log.Factory.CreateLogger("Shop.Stock");

        for (var round = 0; round < 2; round++)
        {
            log.Log.LogInformation(1, "Order {OrderId} checked", "A1");
            log.Log.LogInformation(2, "Order {OrderId} checked", "A1");
            log.Log.LogInformation(3, "Order {OrderId} checked", "A1");
            other.LogInformation(3, "Order {OrderId} checked", "A1");
        }

        await log.FlushAsync();

        Assert.Equal(keys, log.Detector.Counters.KeyCount);
    }

    [Fact]
    public async Task AnAnomalyShowsWhatTellsItsTemplateApart()
    {
        using var log = await ShopLog.LearntAsync(options => options.Keys = new() { ByCategory = true, ByEventId = true });

        log.Factory.CreateLogger("Shop.Stock").LogInformation(7, "Order {OrderId} received", "A1");

        var anomaly = await log.UnknownAsync();
        Assert.Equal("Shop.Stock#7: Order {OrderId} received", anomaly.Template);
        Assert.Equal("Order A1 received", anomaly.Line);
    }

    [Fact]
    public async Task AClosingTemplateNamesItsCategoryToo()
    {
        using var log = new ShopLog(options =>
        {
            options.Keys.ByCategory = true;
            options.Session.ClosingTemplates = ["Shop.Orders: Order {OrderId} shipped"];
        });

        log.Log.Order("A1", "rs");
        log.Factory.CreateLogger("Shop.Stock").Order("A2", "rs");
        await log.FlushAsync();

        Assert.Equal(1, log.Detector.Counters.SessionsClosed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task AStateWithoutATemplateIsItsMessage()
    {
        using var log = await ShopLog.LearntAsync();

        log.Log.Log(LogLevel.Error, default, "nothing but text", null, (state, _) => state.ToUpperInvariant());

        var anomaly = await log.UnknownAsync();
        Assert.Equal("NOTHING BUT TEXT", anomaly.Template);
        Assert.Equal("NOTHING BUT TEXT", anomaly.Line);
        Assert.Equal(LogSeverity.Error, anomaly.Severity);
    }

    [Fact]
    public async Task AMessageIsMadeOnlyWhereItsLevelIsEnabled()
    {
        using var log = new ShopLog(logging: builder => builder.SetMinimumLevel(LogLevel.Warning));
        var made = 0;

        log.Log.Log(LogLevel.Information, default, "text", null, (state, _) => $"{state}{++made}");
        log.Log.Log(LogLevel.None, default, "text", null, (state, _) => $"{state}{++made}");
        await log.FlushAsync();

        Assert.Equal(0, made);
        Assert.Equal(0, log.Detector.Counters.Received);
    }

    [Fact]
    public async Task StringBuiltMessagesShareAKey()
    {
        using var log = new ShopLog();

        for (var i = 0; i < 200; i++)
        {
#pragma warning disable CA2254 // That the template is built is what is tested.
            log.Log.LogInformation($"Customer number {i} has signed in");
#pragma warning restore CA2254
        }

        await log.FlushAsync();

        Assert.InRange(log.Detector.Counters.KeyCount, 1, 16);
        Assert.Contains(log.Told, line => line.Contains("messages of Shop.Orders are built with string interpolation"));
    }
}
