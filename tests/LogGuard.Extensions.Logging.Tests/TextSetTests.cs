using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

/// <summary>Values that are one of few: texts, enums and booleans.</summary>
public partial class TextSetTests
{
    [Theory]
    [InlineData("Created", "Paid", "Cancelled", "Cancelled")]
    [InlineData(ConsoleColor.Red, ConsoleColor.Green, ConsoleColor.Blue, null)]
    [InlineData(true, true, false, null)]
    public async Task AStateOfAnExtensionMethodIsJudged(object one, object other, object never, string? text)
    {
        var anomaly = await JudgeAsync((log, order, kind) => log.LogInformation("Order {OrderId} is now {State}", order, kind == 0 ? one : kind == 1 ? other : never));

        Assert.Equal(("never", "State", text), (anomaly.SessionId, anomaly.UnusualValue!.Name, anomaly.UnusualValue.Text));
    }

    [Fact]
    public async Task AStateOfASourceGeneratedMessageIsJudged()
    {
        var anomaly = await JudgeAsync((log, order, kind) => Moved(log, order, kind == 0 ? "Created" : kind == 1 ? "Paid" : "Cancelled"));

        Assert.Equal(("never", "Cancelled"), (anomaly.SessionId, anomaly.UnusualValue!.Text));
    }

    [Fact]
    public async Task AnEnumOfASourceGeneratedMessageIsJudged()
    {
        var anomaly = await JudgeAsync((log, order, kind) => Painted(log, order, (ConsoleColor)kind));

        Assert.Equal(("never", 2.0, 2), (anomaly.SessionId, anomaly.UnusualValue!.Value, anomaly.UnusualValue.Known.Count));
    }

    private static async Task<Anomaly> JudgeAsync(Action<ILogger, string, int> statement)
    {
        using var log = new ShopLog(options => options.Values.TextSets = true);
        for (var order = 0; order < 300; order++)
        {
            Log($"o{order}", order % 3 == 0 ? 0 : 1);
            if (order % 100 == 0)
            {
                await log.FlushAsync();
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(Shop.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(Shop.Patience));
        Log("known", 0);
        Log("never", 2);
        Log("again", 2);
        await log.FlushAsync();
        return Assert.Single(log.Anomalies);

        void Log(string order, int kind)
        {
            Shop.Received(log.Log, order);
            statement(log.Log, order, kind);
        }
    }

    [LoggerMessage(11, LogLevel.Information, "Order {OrderId} is now {State}")]
    private static partial void Moved(ILogger log, string orderId, string state);

    [LoggerMessage(12, LogLevel.Information, "Order {OrderId} is painted {Colour}")]
    private static partial void Painted(ILogger log, string orderId, ConsoleColor colour);
}
