using System.Collections;
using Microsoft.Extensions.Logging;

namespace LogGuard.Extensions.Logging.Tests;

public class BadDayTests
{
    [Fact]
    public async Task NothingThatAStateDoesReachesTheApplication()
    {
        using var log = new ShopLog();

        log.Log.Log(LogLevel.Information, default, new Thrower(), null, (_, _) => "message");
        log.Log.Log(LogLevel.Information, default, new Thrower(), null, (_, _) => throw new NotSupportedException("formatter"));
        log.Log.Log(LogLevel.Information, default, "text", null, (_, _) => throw new NotSupportedException("formatter"));
        log.Log.Log<object?>(LogLevel.Information, default, null, null, null!);
        log.Log.LogInformation(TooManyHoles, "A1");
        log.Log.LogInformation("Order {OrderId}", new Unhashable());
        log.Log.LogInformation((string?)null!);
        log.Log.LogInformation("Order {OrderId} received", "A1");
        await log.FlushAsync();

        Assert.Equal(8, log.Detector.Counters.Received);
        Assert.Contains(log.Told, line => line.Contains("could only be taken in part"));
    }

    [Fact]
    public async Task AScopeThatThrowsIsPassedOver()
    {
        using var log = await ShopLog.LearntAsync();

        using (log.Log.BeginScope(new Dictionary<string, object?> { ["OrderId"] = "A1" }))
        using (log.Log.BeginScope(new Thrower()))
        {
            log.Log.LogInformation("Nobody's");
        }

        Assert.Equal("A1", (await log.UnknownAsync()).SessionId);
        Assert.Contains(log.Told, line => line.Contains("could only be taken in part"));
    }

    // Not a constant: the compiler would see what is wrong with it.
    private static readonly string TooManyHoles = "Order {OrderId} {Amount} {Rest}";

    [Fact]
    public void AfterDisposalLoggingIsQuiet()
    {
        var log = new ShopLog();
        log.Log.Order("A1");
        log.Detector.Dispose();

        log.Log.Order("A2");
        log.Factory.Dispose();
        log.Log.Order("A3");
        log.Factory.Dispose();

        Assert.Equal(4, log.Detector.Counters.Received);
    }

    [Fact]
    public async Task WhatACallbackLogsIsNotJudged()
    {
        using var log = await ShopLog.LearntAsync();
        log.Detector.Anomaly += (_, anomaly) => log.Log.LogError("Alarm {Alarm}", anomaly.Id);

        log.Log.Order("A1", "x");
        await log.FlushAsync();
        await log.FlushAsync();

        Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
    }

    [Theory]
    [InlineData("LogGuard", false)]
    [InlineData("LogGuard.Anomalies", false)]
    [InlineData("LogGuardian", true)]
    [InlineData("Shop.LogGuard", true)]
    public async Task OwnCategoriesAreNotWatched(string category, bool isWatched)
    {
        using var log = new ShopLog();

        log.Factory.CreateLogger(category).Order("A1");
        await log.FlushAsync();

        Assert.Equal(isWatched ? 4 : 0, log.Detector.Counters.Received);
    }

    [Fact]
    public async Task AnEventThatIsLoggedWhileAnotherIsReadIsTakenToo()
    {
        using var log = new ShopLog();

        log.Log.Log(LogLevel.Information, default, new Talker(log.Log), null, (_, _) => "outer");
        await log.FlushAsync();

        Assert.Equal(2, log.Detector.Counters.Received);
    }

    [Fact]
    public async Task ManyThreadsLoseNothingUncounted()
    {
        using var log = new ShopLog(options => options.Queue.Limit = 256);
        const int Threads = 8;
        const int Orders = 500;

        var threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (var order = 0; order < Orders; order++)
            {
                log.Log.Order($"{number}-{order}");
                Shop.Weighed(log.Log, order, 2, 3, "d", true, 6, $"{number}-{order}");
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        await log.FlushAsync();

        var counters = log.Detector.Counters;
        Assert.Equal(Threads * Orders * 5, counters.Received);
        Assert.Equal(counters.Received, counters.Processed + counters.Dropped);
        Assert.Equal(0, counters.Failed);
    }

    private sealed class Thrower : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => throw new NotSupportedException("count");

        public KeyValuePair<string, object?> this[int index] => throw new NotSupportedException("item");

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => throw new NotSupportedException("enumerator");

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private sealed class Talker(ILogger log) : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count
        {
            get
            {
                log.LogInformation("inner");
                return 0;
            }
        }

        public KeyValuePair<string, object?> this[int index] => default;

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Enumerable.Empty<KeyValuePair<string, object?>>().GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    private struct Unhashable
    {
        public override readonly int GetHashCode() => throw new NotSupportedException("no hash");

        public override readonly bool Equals(object? obj) => throw new NotSupportedException("no equality");
    }
}
