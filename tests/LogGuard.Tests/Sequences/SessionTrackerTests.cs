using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Sequences;

public class SessionTrackerTests
{
    private readonly TestTimeProvider _time = new();

    // Most tests are about minutes that are over.
    public SessionTrackerTests() => _time.Advance(TimeSpan.FromMinutes(60));

    [Fact]
    public void EventsOfOneIdAreOfOneSession()
    {
        var tracker = MakeTracker();

        var first = Happen(tracker, "a", minute: 0);
        Happen(tracker, "b", minute: 1);
        var again = Happen(tracker, "a", minute: 2);

        Assert.Same(first, again);
        Assert.Equal(2, tracker.OpenCount);
        Assert.True(tracker.TryGet(SessionId.From("b"), out var found));
        Assert.Equal("b", found.Id.ToString());
        Assert.False(tracker.TryGet(SessionId.From("c"), out _));
    }

    [Fact]
    public void ASessionIsDueOnceItWasIdleInTheEventsOwnTime()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 0);

        Happen(tracker, "b", minute: 5);
        Assert.Empty(CloseDue(tracker));

        tracker.Advance(At(5) + 1);
        Assert.Equal(["a"], CloseDue(tracker));
        Assert.Equal(1, tracker.OpenCount);
    }

    [Fact]
    public void TheClockOnTheWallClosesNothing()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 0);

        _time.Advance(TimeSpan.FromHours(1));
        tracker.Advance(At(1));

        Assert.Empty(CloseDue(tracker));
    }

    [Fact]
    public void AnOldLogIsReplayedByItsOwnTime()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        const double Year = 365 * 24 * 60;
        Happen(tracker, "a", minute: -10 * Year);

        Happen(tracker, "b", minute: -10 * Year + 6);

        Assert.Equal(["a"], CloseDue(tracker));
    }

    [Fact]
    public void AnEventKeepsItsSessionOpen()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 0);
        Happen(tracker, "b", minute: 1);
        Happen(tracker, "a", minute: 4);

        tracker.Advance(At(7));

        Assert.Equal(["b"], CloseDue(tracker));
        Assert.True(tracker.TryGet(SessionId.From("a"), out _));
    }

    [Fact]
    public void AnEventThatComesLateDoesNotSetTheTimeBack()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        var session = Happen(tracker, "a", minute: 10);

        Happen(tracker, "a", minute: 3);

        Assert.Equal(At(10), session.LastActivity);
        Assert.Equal(At(10), tracker.EventTime);
        Assert.Empty(CloseDue(tracker));
    }

    [Fact]
    public void SessionsThatBeginAfterTheClockWasSetBackStayOpen()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 60);

        _time.AdjustTime(_time.GetUtcNow().AddMinutes(-30));
        Happen(tracker, "b", minute: 30);
        Happen(tracker, "c", minute: 34);
        Assert.Empty(CloseDue(tracker));
        Assert.Equal(At(34), tracker.EventTime);

        _time.Advance(TimeSpan.FromMinutes(6));
        Happen(tracker, "c", minute: 36);

        Assert.Equal(["a", "b"], CloseDue(tracker));
    }

    [Fact]
    public void PassedTimeGoesOnWhenTheClockIsSetBack()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 60);
        var before = tracker.PassedTime;

        _time.AdjustTime(_time.GetUtcNow().AddMinutes(-30));
        Happen(tracker, "a", minute: 30);
        Happen(tracker, "a", minute: 31);

        Assert.Equal(TimeSpan.FromMinutes(1).Ticks, tracker.PassedTime - before);
    }

    [Fact]
    public void ASourceThatLagsBehindKeepsItsSessionsOpen()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "ahead", minute: 30);

        Happen(tracker, "behind", minute: 20);
        Happen(tracker, "ahead", minute: 31);

        Assert.Empty(CloseDue(tracker));
        Assert.Equal(At(31), tracker.EventTime);
    }

    [Fact]
    public void AnEventDatedFarInTheFutureDoesNotCloseTheOthers()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 58);
        Happen(tracker, "b", minute: 59);

        var late = Happen(tracker, "c", minute: 1_000_000);

        Assert.Empty(CloseDue(tracker));
        Assert.Equal(At(60), late.LastActivity);
        Assert.Equal(At(60), tracker.EventTime);
    }

    [Fact]
    public void AnEventDatedInTheFutureDoesNotKeepItsSessionOpenForEver()
    {
        var tracker = MakeTracker(idleMinutes: 5);
        Happen(tracker, "a", minute: 1_000_000);

        _time.Advance(TimeSpan.FromMinutes(6));
        Happen(tracker, "b", minute: 66);

        Assert.Equal(["a"], CloseDue(tracker));
    }

    [Fact]
    public void AClockThatIsALittleAheadIsBelieved()
    {
        var tracker = MakeTracker(idleMinutes: 5);

        Assert.Equal(At(64), tracker.Advance(At(64)));
        Assert.Equal(At(64), tracker.EventTime);
    }

    [Fact]
    public void PastTheLimitTheSessionSilentForLongestGoesFirst()
    {
        var tracker = MakeTracker(openLimit: 3);
        Happen(tracker, "a", minute: 0);
        Happen(tracker, "b", minute: 0);
        Happen(tracker, "c", minute: 0);
        Happen(tracker, "a", minute: 0);
        Assert.Empty(CloseDue(tracker));

        Happen(tracker, "d", minute: 0);
        Happen(tracker, "e", minute: 0);

        Assert.Equal(["b", "c"], CloseDue(tracker));
        Assert.Equal(["a", "d", "e"], tracker.All().Select(session => session.Id.ToString()));
    }

    [Fact]
    public void AllSessionsAreListedTheOneSilentForLongestFirst()
    {
        var tracker = MakeTracker();
        foreach (var id in "a b c d b a".Split(' '))
        {
            Happen(tracker, id, minute: 0);
        }

        Assert.Equal(["c", "d", "b", "a"], tracker.All().Select(session => session.Id.ToString()));
        Assert.True(tracker.TryGetOldest(out var oldest));
        Assert.Equal("c", oldest.Id.ToString());
    }

    [Theory]
    [InlineData("a", "b c")]
    [InlineData("b", "a c")]
    [InlineData("c", "a b")]
    public void ASessionMayBeClosedFromAnyPlaceInTheOrder(string closed, string left)
    {
        var tracker = MakeTracker();
        Session[] sessions = [Happen(tracker, "a", 0), Happen(tracker, "b", 0), Happen(tracker, "c", 0)];

        tracker.Close(sessions.Single(session => session.Id.ToString() == closed));

        Assert.Equal(left.Split(' '), tracker.All().Select(session => session.Id.ToString()));
        Assert.Equal(2, tracker.OpenCount);
    }

    [Fact]
    public void AnEmptyTrackerHasNothingDue()
    {
        var tracker = MakeTracker();

        Assert.False(tracker.TryGetDue(out _));
        Assert.False(tracker.TryGetOldest(out _));
        Assert.Empty(tracker.All());
        Assert.Equal(long.MinValue, tracker.EventTime);
    }

    [Fact]
    public void AClosedSessionIsUsedAgainAndClean()
    {
        var tracker = MakeTracker();
        var session = Happen(tracker, "a", minute: 3);
        session.Append(1);
        session.AnomalyCount = 1;
        session.MarkHole(3);
        session.MissesValues = true;
        tracker.Close(session);

        var next = Happen(tracker, "b", minute: 4);

        Assert.Same(session, next);
        Assert.Equal("b", next.Id.ToString());
        Assert.Equal(0, next.Length);
        Assert.False(next.HasHole);
        Assert.Equal(0, next.AnomalyCount);
        Assert.False(next.MissesValues);
        Assert.Equal(At(4), next.LastActivity);
        Assert.Equal(0, next.CollectedCount);
        next.Append(2);
        Assert.Equal([2], next.TakeKeys(atEnd: true)!.Keys);
    }

    [Fact]
    public void AClosedSessionHoldsItsLastEventNoLonger()
    {
        var tracker = MakeTracker();
        var session = Happen(tracker, "a", minute: 0);
        session.SetLast(Some.Record('a', line: new object()));

        tracker.Close(session);

        Assert.Null(session.LastRecord.Line);
    }

    [Fact]
    public void SessionsCollectOnlyWhileTheTrackerDoes()
    {
        var tracker = MakeTracker();
        var learnt = Happen(tracker, "a", minute: 0);
        tracker.Collects = false;
        var judged = Happen(tracker, "b", minute: 0);

        learnt.Append(1);
        judged.Append(1);

        Assert.Equal(1, learnt.CollectedCount);
        Assert.Equal(0, judged.CollectedCount);
    }

    [Fact]
    public void OpenSessionsAreThoseWithEventsWithinTheIdleTime() => Properties.Hold<byte[]>(bytes =>
    {
        // Times that never go back: then order of arrival is order of time, and a plain dictionary tells what is open.
        var tracker = MakeTracker(idleMinutes: 5);
        var lastSeen = new Dictionary<string, double>();
        var minute = 0.0;
        foreach (var value in bytes)
        {
            minute += value % 4;
            tracker.Advance(At(minute));
            CloseDue(tracker);
            Happen(tracker, $"{value % 7}", minute);
            lastSeen = lastSeen.Where(entry => minute - entry.Value <= 5).ToDictionary();
            lastSeen[$"{value % 7}"] = minute;
            _time.Advance(TimeSpan.FromMinutes(4));
        }

        return tracker.All().Select(session => session.Id.ToString()).Order().SequenceEqual(lastSeen.Keys.Order());
    });

    private SessionTracker MakeTracker(int openLimit = 100, double idleMinutes = 5) =>
        new(windowSize: 3, openLimit, TimeSpan.FromMinutes(idleMinutes), _time);

    private static Session Happen(SessionTracker tracker, string id, double minute)
    {
        var timestamp = tracker.Advance(At(minute));
        return tracker.GetOrOpen(SessionId.From(id), timestamp);
    }

    private static string[] CloseDue(SessionTracker tracker)
    {
        var closed = new List<string>();
        while (tracker.TryGetDue(out var session))
        {
            closed.Add(session.Id.ToString());
            tracker.Close(session);
        }

        return [.. closed];
    }

    private static long At(double minute) => TestTimeProvider.Start.AddMinutes(minute).UtcTicks;

    [Fact]
    public void AClockThatIsAheadByTheIdleTimeIsBelievedJustSo()
    {
        var tracker = MakeTracker(idleMinutes: 5);

        Assert.Equal(At(65), tracker.Advance(At(65)));
        Assert.Equal(At(60), MakeTracker(idleMinutes: 5).Advance(At(65) + 1));
    }

    [Fact]
    public void SessionsAreNumberedFromOne()
    {
        var tracker = MakeTracker();
        var first = Happen(tracker, "a", minute: 0);
        Assert.Equal(1, first.Number);
        tracker.Close(first);

        Assert.Equal(2, Happen(tracker, "b", minute: 0).Number);
        Assert.Equal(3, Happen(tracker, "a", minute: 0).Number);
        Assert.Equal(2, Happen(tracker, "b", minute: 1).Number);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("a c")]
    [InlineData("c b a")]
    public void TheOrderHoldsWhenSessionsOpenAfterOthersClosed(string closed)
    {
        var tracker = MakeTracker();
        var sessions = "a b c".Split(' ').ToDictionary(id => id, id => Happen(tracker, id, 0));
        foreach (var id in closed.Split(' '))
        {
            tracker.Close(sessions[id]);
        }

        Happen(tracker, "d", 0);
        Happen(tracker, "e", 0);

        string[] expected = [.. sessions.Keys.Except(closed.Split(' ')), "d", "e"];
        Assert.Equal(expected, tracker.All().Select(session => session.Id.ToString()));
        Assert.True(tracker.TryGetOldest(out var oldest));
        Assert.Equal(expected[0], oldest.Id.ToString());
    }

    [Fact]
    public void ASessionMayBeWantedThoughOthersDoNotCollect()
    {
        var tracker = MakeTracker();
        tracker.Collects = false;
        Assert.False(Happen(tracker, "a", minute: 0).IsCollecting);

        tracker.Wants = () => true;

        Assert.True(Happen(tracker, "b", minute: 0).IsCollecting);
        Assert.False(Happen(tracker, "a", minute: 0).IsCollecting);
    }
}
