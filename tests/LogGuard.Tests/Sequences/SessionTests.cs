using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Sequences;

public class SessionTests
{
    private const int Start = Boundary.Start;

    [Theory]
    [InlineData("", new[] { Start, Start, Start })]
    [InlineData("a", new[] { Start, Start, 1 })]
    [InlineData("a b", new[] { Start, 1, 2 })]
    [InlineData("a b c", new[] { 1, 2, 3 })]
    [InlineData("a b c d", new[] { 2, 3, 4 })]
    [InlineData("a b c d a a b", new[] { 1, 1, 2 })]
    public void TheWindowHoldsTheLastKeysBehindStart(string events, int[] window)
    {
        var session = Some.OpenSession(events, windowSize: 3);

        Assert.Equal(window, session.Window.ToArray());
    }

    [Fact]
    public void WhatDecidesWhetherItsEndIsJudgedAndWhetherItAlertsIsSaved()
    {
        var session = Some.OpenSession("a b", windowSize: 3);
        session.Reopen();
        (session.AlertRank, session.OpenedAlerts, session.RaisedCount, session.AnomalyCount) = (4, 2, 3, 1);
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true))
        {
            session.Save(writer, textLog: 0, passedTime: 0, hasHole: false, savesKeys: false);
        }

        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        var saved = SavedSession.Read(reader, keyCount: 26);
        var restored = new Session(3);
        restored.Open(saved.Id, collects: false);
        restored.Restore(saved);

        Assert.True(restored.IsReopened);
        Assert.Equal((4, 2, 3, 1), (restored.AlertRank, restored.OpenedAlerts, restored.RaisedCount, restored.AnomalyCount));
        Assert.Equal(stream.Length, stream.Position);
    }

    [Fact]
    public void AWindowOfOneHoldsTheLastKey()
    {
        Assert.Equal([Some.Key('b')], Some.OpenSession("a b", windowSize: 1).Window.ToArray());
    }

    [Fact]
    public void EventsAreCounted()
    {
        var session = Some.OpenSession("a b a c a");

        Assert.Equal(5, session.Length);
        Assert.Equal([3, 1, 1, 0], "abcd".Select(letter => session.Counts[Some.Key(letter)]));
    }

    [Fact]
    public void TheKeysOfAWholeSessionAreTaken()
    {
        var session = Some.OpenSession("a b c", collects: true);

        Assert.Equal(3, session.CollectedCount);
        Assert.Equal(Some.Session("a b c"), session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void ALongSessionIsTakenInParts()
    {
        var session = Some.OpenSession("a b", collects: true);

        var first = session.TakeKeys(atEnd: false);
        session.Append(Some.Key('c'));
        var second = session.TakeKeys(atEnd: false);
        session.Append(Some.Key('d'));
        session.Append(Some.Key('e'));
        var last = session.TakeKeys(atEnd: true);

        Assert.Equal(Some.Part("a b", hasStart: true), first);
        Assert.Equal(Some.Part("c"), second);
        Assert.Equal(Some.Part("d e", hasEnd: true), last);
        Assert.True(session.IsContinued);
        Assert.Equal(5, session.Length);
    }

    [Fact]
    public void NothingIsTakenTwice()
    {
        var session = Some.OpenSession("a b", collects: true);
        session.TakeKeys(atEnd: false);

        Assert.Equal(0, session.CollectedCount);
        Assert.Null(session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void ASessionThatDoesNotCollectHasNothingToTake()
    {
        var session = Some.OpenSession("a b", collects: false);

        Assert.Equal(0, session.CollectedCount);
        Assert.Null(session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void AfterStopCollectingThereIsNothingToTake()
    {
        var session = Some.OpenSession("a b", collects: true);

        session.StopCollecting();
        session.Append(Some.Key('c'));

        Assert.Null(session.TakeKeys(atEnd: true));
        Assert.Equal(3, session.Length);
    }

    [Fact]
    public void ASessionWithAHoleTeachesNothing()
    {
        var session = Some.OpenSession("a b", collects: true);

        session.MarkHole(windowSize: 3);
        session.Append(Some.Key('c'));

        Assert.True(session.HasHole);
        Assert.Null(session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void WindowsAreNotJudgedUntilAHoleHasMovedOut()
    {
        var session = Some.OpenSession("a b", windowSize: 3);

        session.MarkHole(windowSize: 3);

        Assert.Equal(5, session.JudgedFrom);
    }

    [Fact]
    public void AnOpenedSessionRemembersNothingOfTheOneBefore()
    {
        var session = Some.OpenSession("a b c", windowSize: 3, collects: true);
        session.TakeKeys(atEnd: false);
        session.Append(Some.Key('d'));
        session.MarkHole(3);
        session.AnomalyCount = 2;
        session.DropStamp = 7;
        session.LastActivity = 99;
        session.SetLast(Some.Record('d'));

        session.Open(SessionId.From("order-2"), collects: true);

        Assert.Equal(SessionId.From("order-2"), session.Id);
        Assert.Equal(0, session.Length);
        Assert.Equal([Start, Start, Start], session.Window.ToArray());
        Assert.Equal(0, session.Counts.DistinctCount);
        Assert.False(session.HasHole);
        Assert.False(session.IsContinued);
        Assert.Equal(0, session.JudgedFrom);
        Assert.Equal(0, session.AnomalyCount);
        Assert.Equal(0, session.DropStamp);
        Assert.Equal(long.MinValue, session.LastActivity);
        Assert.Null(session.LastRecord.Line);
        session.Append(Some.Key('e'));
        Assert.Equal(Some.Session("e"), session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void AppendingToAWarmSessionAllocatesNothing()
    {
        // Warm is one whose history has its full length.
        var session = Some.OpenSession(string.Join(' ', Enumerable.Repeat("a b c d", SessionHistory.Room / 4)));

        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
        {
            session.Append(1 + i % 4);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(SessionHistory.Room + 1000, session.Length);
    }

    [Fact]
    public void ThePastIsThatOfTheKeysInTheirOrder()
    {
        Assert.Equal(default(SessionHash), Some.OpenSession("").Past);
        Assert.Equal(default(SessionHash).Then(Some.Key('a')).Then(Some.Key('b')), Some.OpenSession("a b").Past);
    }

    [Fact]
    public void NothingIsSaidOfAPastWithAHole()
    {
        var session = Some.OpenSession("a b");

        session.MarkHole(3);

        Assert.Null(session.Past);
    }

    [Fact]
    public void TheOneStreamHasNoPastThatComesTwice()
    {
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: false);
        stream.Append(1);

        Assert.Null(stream.Past);
    }

    [Fact]
    public void TheOneStreamGoesOnBeingCollectedBehindAHole()
    {
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: true);
        stream.Append(1);

        stream.MarkHole(3);
        stream.Append(2);

        Assert.Equal(Some.Part("b"), stream.TakeKeys(atEnd: false));
    }

    [Fact]
    public void CollectingMayBeginInTheMiddle()
    {
        var session = Some.OpenSession("a b", collects: false);
        session.AnomalyCount = 2;
        Assert.False(session.IsCollecting);

        session.ResumeCollecting();
        session.Append(Some.Key('c'));

        Assert.True(session.IsCollecting);
        Assert.Equal(2, session.AnomaliesBeforePart);
        Assert.Equal(Some.Part("c", hasEnd: true), session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void KeysThatNobodyTookAreNotTheNextSessions()
    {
        var session = Some.OpenSession("a b", collects: true);

        session.Open(SessionId.From("order-2"), collects: true);
        session.Append(Some.Key('c'));

        Assert.Equal(Some.Session("c"), session.TakeKeys(atEnd: true));
    }

    [Fact]
    public void SessionsTakeTheirHistoriesFromOneBudget()
    {
        var budget = new HistoryBudget(100);
        foreach (var id in new[] { "one", "two" })
        {
            var session = new Session(3, budget);
            session.Open(SessionId.From(id), collects: false);
            session.Append(1);
        }

        // Eight steps at first for each.
        Assert.Equal(84, budget.Left);
    }
}
