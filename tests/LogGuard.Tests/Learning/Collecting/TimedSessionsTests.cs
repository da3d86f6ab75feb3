using LogGuard.Keys;
using LogGuard.Learning.Collecting;
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

    [Fact]
    public void ASessionUpToTheLimitIsWholeAndALongerOneIsAPart()
    {
        var timed = new TimedSessions();

        timed.Add(History(SessionHistory.Limit));
        timed.Add(History(SessionHistory.Limit + 1));

        Assert.Equal(SessionHistory.Limit, Assert.Single(timed.Sessions).Length);
        Assert.Equal(SessionHistory.Limit + 1, Assert.Single(timed.Parts).Length);
    }

    [Fact]
    public void WhatIsLeftBehindAHoleIsAPart()
    {
        var timed = new TimedSessions();
        var broken = History((1, 100));
        broken.Break();
        broken.Add(2, 150);
        broken.Add(3, 170);

        timed.Add(broken);

        Assert.Empty(timed.Sessions);
        Assert.Equal([new(2, 0), new(3, 20)], Assert.Single(timed.Parts));
    }

    [Theory]
    [InlineData(SessionHistory.Room, 1)]
    [InlineData(SessionHistory.Room + 1, 2)]
    [InlineData(SessionHistory.Room + SessionHistory.Limit, 2)]
    public void EachEventOfALongSessionIsInOnePart(int count, int partCount)
    {
        var timed = new TimedSessions();
        var history = History(0);
        for (var i = 1; i <= count; i++)
        {
            history.Add(i, 0);
            if (history.IsFullOfNew)
            {
                timed.AddPart(history);
            }
        }

        timed.Add(history);

        Assert.Equal(partCount, timed.Parts.Count);
        Assert.Equal(Enumerable.Range(1, count), timed.Parts.SelectMany(part => part).Select(step => step.Key));
    }

    [Fact]
    public void PartsAreTracesOfTheirOwn()
    {
        var timed = new TimedSessions();
        timed.Add(History((1, 100), (2, 150)));
        timed.AddPart(History((3, 0)));

        Assert.Equal([(1, false), (3, true)], timed.ToTraces(_vocabulary).Select(trace => (trace.Keys[0], trace.IsPart)));
    }

    [Fact]
    public void MergedKeysAreReplacedInTraces()
    {
        Assert.True(_vocabulary.TryRestore(["a", "b"], new VocabularyChanges { MinedKeys = [1, 2], Names = [], Aliases = [new(2, 1)] }));
        var timed = new TimedSessions();
        timed.Add(History((1, 0), (2, 0)));

        Assert.Equal([1, 1], Assert.Single(timed.ToTraces(_vocabulary)).Keys);
    }

    [Fact]
    public void ItBeginsAnewWithAsMuchAsItKeeps()
    {
        var timed = new TimedSessions(limit: 2, partLimit: 1);
        timed.Add(History((9, 0)));
        timed.AddPart(History((9, 0)));

        timed.Begin([Steps(1), Steps(2), Steps(3)], [Steps(4), Steps(5)]);

        Assert.Equal([1, 2], timed.Sessions.Select(steps => steps[0].Key));
        Assert.Equal([4], timed.Parts.Select(steps => steps[0].Key));
        timed.Begin([Steps(6)]);
        Assert.Equal([6], timed.Sessions.Select(steps => steps[0].Key));
        Assert.Empty(timed.Parts);
    }

    // A thousand came before, so that one of another hundred would hardly have a chance.
    [Fact]
    public void WhatFadesLeavesRoomForTheNew()
    {
        Assert.InRange(NewOnes(fades: false), 0, 4);
        Assert.InRange(NewOnes(fades: true), 6, 10);

        static int NewOnes(bool fades)
        {
            var timed = new TimedSessions(limit: 10, partLimit: 10);
            for (var i = 0; i < 1_000; i++)
            {
                timed.Add(History((1, 0)));
                timed.AddPart(History((1, 0)));
            }

            if (fades)
            {
                timed.Fade();
            }

            for (var i = 0; i < 100; i++)
            {
                timed.Add(History((2, 0)));
                timed.AddPart(History((2, 0)));
            }

            Assert.Equal(timed.Sessions, timed.Parts);
            return timed.Sessions.Count(steps => steps[0].Key == 2);
        }
    }

    // Each third of the places, and each third of what came, must have its share of what is kept.
    [Fact]
    public void EachSessionIsAsLikelyKeptAsAnyOther()
    {
        const int Limit = 300;
        const int Count = 3_000;
        var timed = new TimedSessions(limit: Limit);
        for (var i = 0; i < Count; i++)
        {
            timed.Add(History((i, 0)));
        }

        var numbers = timed.Sessions.Select(steps => steps[0].Key).ToArray();
        Assert.Equal(Limit, numbers.Distinct().Count());
        for (var third = 0; third < 3; third++)
        {
            Assert.InRange(numbers.Count(number => number / (Count / 3) == third), 80, 120);
            Assert.InRange(numbers[(third * Limit / 3)..((third + 1) * Limit / 3)].Average(), 0.42 * Count, 0.58 * Count);
        }
    }

    // What is kept must not hang on the machine or the runtime: these were drawn by hand from the published generator.
    [Fact]
    public void TheDrawIsThatOfXorshift64()
    {
        var timed = new TimedSessions(limit: 3);
        var expected = new List<int>();
        var state = 0x9E3779B97F4A7C15UL;
        for (var i = 1; i <= 60; i++)
        {
            timed.Add(History((i, 0)));
            if (i <= 3)
            {
                expected.Add(i);
                continue;
            }

            state = Shift(Shift(Shift(state, 13), -7), 17);
            if (state % (ulong)i < 3)
            {
                expected[(int)(state % (ulong)i)] = i;
            }

            Assert.Equal(expected, timed.Sessions.Select(steps => steps[0].Key));
        }

        // Marsaglia, Xorshift RNGs (2003): a word times the matrix I + L^n, to the left or the right.
        static ulong Shift(ulong word, int by) => word ^ (by > 0 ? word * (1UL << by) : word / (1UL << -by));
    }

    private static SessionStep[] Steps(int key) => [new(key, 0)];

    private static SessionHistory History(int count) => History([.. Enumerable.Range(1, count).Select(key => (key, 0L))]);

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
