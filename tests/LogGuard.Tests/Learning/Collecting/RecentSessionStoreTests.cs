using LogGuard.Tests.Support;
using LogGuard.Learning.Collecting;
using LogGuard.Sequences;

namespace LogGuard.Tests.Learning;

public class RecentSessionStoreTests
{
    [Fact]
    public void ItIsBoundedAndSessionsSinceTheTrainingHaveTheirShare()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);
        recent.Begin(Some.Corpus(Enumerable.Repeat("a", 500)));
        Assert.Equal(100, recent.Count);

        for (var i = 0; i < 900; i++)
        {
            End(recent, "b");
        }

        var kept = recent.All();
        Assert.Equal(100, kept.Count);
        Assert.InRange(kept.Weighted(Range.All).Single(entry => entry.Sequence.Keys[0] == Some.Key('b')).Count, 80, 98);
    }

    [Fact]
    public void OpenSessionsCollectOnlyWhereTheyMayBeKept()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);

        var wanted = Enumerable.Range(0, 10_000).Count(_ => recent.Wants());

        // 100 · (1 + ln 100).
        Assert.InRange(wanted, 450, 680);
    }

    [Fact]
    public void ItHoldsNoMoreEventsThanItsLimit()
    {
        var recent = new RecentSessionStore(limit: 1_000, lengthLimit: int.MaxValue, seed: 1);
        for (var i = 0; i < 30; i++)
        {
            End(recent, new string('a', 50_000));
        }

        Assert.InRange(recent.All().EventCount, 900_000, RecentSessionStore.EventLimit);
    }

    [Fact]
    public void ASessionOfAsManyEventsAsMayBeIsKept()
    {
        var recent = new RecentSessionStore(limit: 10, lengthLimit: int.MaxValue, seed: 1);

        recent.Begin(Corpus(new int[RecentSessionStore.EventLimit]));

        Assert.Equal(1, recent.Count);
    }

    [Fact]
    public void ALongerSessionPushesNothingOut()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: int.MaxValue, seed: 1);

        recent.Begin(Corpus([.. Enumerable.Repeat<int[]>([1, 2], 20), new int[RecentSessionStore.EventLimit + 1]]));

        Assert.Equal([1, 2], Assert.Single(recent.All().Distinct).Keys);
        Assert.Equal(20, recent.Count);
    }

    [Fact]
    public void SessionsOfAsManyEventsAsMayBeAreKept()
    {
        var half = new int[RecentSessionStore.EventLimit / 2];
        var recent = new RecentSessionStore(limit: 10, lengthLimit: int.MaxValue, seed: 1);

        recent.Begin(Corpus(half, half));
        Assert.Equal(2, recent.Count);

        recent.Begin(Corpus(half, half, [1]));
        Assert.InRange(recent.Count, 1, 2);
        Assert.InRange(recent.All().EventCount, 1, RecentSessionStore.EventLimit);
    }

    [Fact]
    public void WhatTakesTheOthersPlaceIsCountedInItsStead()
    {
        var recent = new RecentSessionStore(limit: 1, lengthLimit: int.MaxValue, seed: 1);

        recent.Begin(Corpus([.. Enumerable.Repeat(new int[400_000], 200)]));

        Assert.Equal(1, recent.Count);
    }

    // Of a thousand one in ten is kept, so that hardly one of the next hundred would be; faded, every second one is.
    [Fact]
    public void WhatFadesLeavesRoomForTheNew()
    {
        Assert.InRange(Wanted(fades: false), 2, 20);
        Assert.InRange(Wanted(fades: true), 50, 90);

        static int Wanted(bool fades)
        {
            var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);
            for (var i = 0; i < 1_000; i++)
            {
                End(recent, "a");
            }

            if (fades)
            {
                recent.Fade();
            }

            return Enumerable.Range(0, 100).Count(_ => recent.Wants());
        }
    }

    [Fact]
    public void TheTimesFadeToo()
    {
        var recent = new RecentSessionStore(limit: 10, lengthLimit: 100, seed: 1);
        for (var i = 0; i < 10_000; i++)
        {
            recent.OnEnd(Some.OpenSession("a", collects: true));
        }

        recent.Fade();
        for (var i = 0; i < 100; i++)
        {
            recent.OnEnd(Some.OpenSession("b", collects: true));
        }

        Assert.InRange(recent.Timed.Sessions.Count(steps => steps[0].Key == Some.Key('b')), 6, 10);
    }

    [Fact]
    public void WhatWasBegunWithCountsAsNoMoreThanIsKeptOfIt()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);

        recent.Begin(Some.Corpus(Enumerable.Repeat("a", 10_000)));

        Assert.InRange(Enumerable.Range(0, 100).Count(_ => recent.Wants()), 50, 90);
    }

    [Fact]
    public void SessionsInWhichSomethingWouldBeReportedAreLeftOut()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);
        foreach (var letters in (string[])["abbc", "abbc", "abbz", "abc", "ab"])
        {
            End(recent, letters);
        }

        var normal = Kept.Accepted(recent, SomeModel.Learn(SomeModel.Regular));

        Assert.Equal(2, normal.Count);
        Assert.Equal(Some.Keys("abbc"), Assert.Single(normal.Distinct).Keys);
    }

    [Fact]
    public void ASessionIsKeptWithItsErrorsAndWhetherAValueWasReportedInIt()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);
        var session = Some.OpenSession("abc", collects: true);
        foreach (var key in (int[])[2, 2, 3])
        {
            session.SetLast(new LogRecord(key, LogSeverity.Error, 0, session.Id, 5, null, null));
        }

        (session.RaisedCount, session.AnomalyCount) = (2, 1);
        recent.OnEnd(session, eventTime: 7);
        recent.OnEnd(Some.OpenSession("ab", collects: true), eventTime: 8);
        recent.OnEnd(Some.OpenSession("a", collects: true));

        Assert.Equal([(7, true), (8, false), (0, false)], recent.Facts.Select(one => (one.EndedAt, one.IsTroubled)));
        Assert.Equal([[2, 3], [], []], recent.Facts.Select(one => one.Errors));
        session.Open(session.Id, collects: true);
        Assert.Empty(session.Errors);
    }

    [Fact]
    public void ASessionWithAHoleIsNotKept()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 100, seed: 1);
        var session = Some.OpenSession("ab", collects: true);
        session.MarkHole(3);

        recent.OnEnd(session);

        Assert.Equal(0, recent.Count);
    }

    [Fact]
    public void APartOfALongSessionIsKeptUnlessSomethingWasReportedInIt()
    {
        var recent = new RecentSessionStore(limit: 100, lengthLimit: 2, seed: 1);
        var session = Some.OpenSession("ab", collects: true);
        recent.OnEvent(session);
        session.AnomalyCount++;
        Append(session, "cd");
        recent.OnEvent(session);
        Append(session, "ef");
        recent.OnEvent(session);

        Assert.Equal(["ab", "ef"], recent.All().Distinct.Select(part => string.Concat(part.Keys.Select(key => (char)('a' + key - 1)))));
    }

    private static SessionCorpus Corpus(params int[][] sessions)
    {
        var corpus = new SessionCorpus();
        foreach (var keys in sessions)
        {
            corpus.Add(new LogKeySequence(keys));
        }

        return corpus;
    }

    private static void Append(Session session, string letters)
    {
        foreach (var key in Some.Keys(letters))
        {
            session.Append(key);
        }
    }

    private static void End(RecentSessionStore recent, string letters)
    {
        if (recent.Wants())
        {
            recent.OnEnd(Some.OpenSession(letters, collects: true));
        }
    }
}
