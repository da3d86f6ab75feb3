using LogGuard.Keys;
using LogGuard.Learning;
using LogGuard.Sequences;

namespace LogGuard.Tests.Learning;

public class TimedSessionsTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);

    [Fact]
    public void SessionsAreKeptWithTheirTimes()
    {
        var timed = new TimedSessions();

        timed.Add(History((1, 100), (2, 150)));

        var trace = Assert.Single(timed.ToTraces(_vocabulary));
        Assert.Equal([1, 2], trace.Keys);
        Assert.Equal([0, 50], trace.ElapsedTicks!);
        Assert.Equal(1, trace.Count);
    }

    [Fact]
    public void SessionsWithMissingEventsAreLeftOut()
    {
        var timed = new TimedSessions();
        var broken = History((1, 100));
        broken.Break();

        timed.Add(broken);
        timed.Add(History());

        Assert.Empty(timed.Sessions);
    }

    [Fact]
    public void TheSampleIsBoundedAndOfAllTimes()
    {
        var timed = new TimedSessions(limit: 100);
        for (var i = 0; i < 10_000; i++)
        {
            timed.Add(History((1 + i, 0)));
        }

        var thousands = timed.ToTraces(_vocabulary).CountBy(trace => (trace.Keys[0] - 1) / 2500).OrderBy(pair => pair.Key).ToArray();
        Assert.Equal(100, timed.Sessions.Count);
        Assert.Equal([0, 1, 2, 3], thousands.Select(pair => pair.Key));
        Assert.All(thousands, pair => Assert.InRange(pair.Value, 10, 45));
    }

    private static SessionHistory History(params (int Key, long Timestamp)[] events)
    {
        var history = new SessionHistory(new HistoryBudget());
        foreach (var (key, timestamp) in events)
        {
            history.Add(key, timestamp);
        }

        return history;
    }
}
