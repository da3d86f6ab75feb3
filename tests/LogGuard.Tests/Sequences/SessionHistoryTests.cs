using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Sequences;

public class SessionHistoryTests
{
    [Fact]
    public void KeysAndTheTimesBetweenThemAreKept()
    {
        var history = new SessionHistory(new HistoryBudget());

        history.Add(7, 1_000_000);
        history.Add(8, 1_000_250);
        history.Add(9, 1_000_200);

        Assert.Equal([new SessionStep(7, 0), new SessionStep(8, 250), new SessionStep(9, 0)], history.Steps.ToArray());
        Assert.True(history.IsWhole);
        Assert.Equal(750, history.ElapsedUntil(1_001_000));
        Assert.Equal(0, history.ElapsedUntil(0));
    }

    [Fact]
    public void ALongSessionKeepsItsLastEvents()
    {
        var history = Filled(new HistoryBudget(), SessionHistory.Room);
        Assert.True(history.IsWhole);

        for (var key = 2; key < 5000; key++)
        {
            history.Add(key, SessionHistory.Room + key);

            Assert.False(history.IsWhole);
            Assert.InRange(history.Steps.Length, SessionHistory.Limit, SessionHistory.Room);
            Assert.Equal(key, history.Steps[^1].Key);
            Assert.Equal(key > 3 ? key - 1 : history.Steps[^2].Key, history.Steps[^2].Key);
        }
    }

    [Fact]
    public void PartsOfALongSessionHoldEachEventOnce()
    {
        var history = new SessionHistory(new HistoryBudget());
        var taken = new List<int>();
        for (var key = 0; key < 2000; key++)
        {
            history.Add(key, key);
            if (history.IsFullOfNew)
            {
                taken.AddRange(history.Steps.ToArray().Select(step => step.Key));
            }
        }

        taken.AddRange(history.NewSteps.ToArray().Select(step => step.Key));
        Assert.Equal(Enumerable.Range(0, 2000), taken);
    }

    [Fact]
    public void BehindAHoleItGoesOn()
    {
        var history = Filled(new HistoryBudget(), 20);

        history.Break();
        history.Add(7, 1000);

        Assert.False(history.IsWhole);
        Assert.Equal([new SessionStep(7, 0)], history.Steps.ToArray());
    }

    [Fact]
    public void TheMemoryOfALongSessionIsGivenBackWithIt()
    {
        var budget = new HistoryBudget(1000);
        var history = Filled(budget, 2000);
        Assert.Equal(1000 - SessionHistory.Room, budget.Left);

        history.Clear();

        Assert.Equal(1000, budget.Left);
        Assert.True(history.IsWhole);
    }

    [Fact]
    public void ALongSessionThatTheBudgetHasNoRoomForHasNone()
    {
        var budget = new HistoryBudget(SessionHistory.Limit);

        var history = Filled(budget, 2000);

        Assert.True(history.Steps.IsEmpty);
        Assert.False(history.IsWhole);
        Assert.Equal(SessionHistory.Limit, budget.Left);
    }

    [Fact]
    public void AllHistoriesTogetherStayWithinTheBudget()
    {
        var budget = new HistoryBudget(48);
        var first = Filled(budget, 20);
        Assert.Equal(16, budget.Left);

        Assert.False(Filled(budget, 20).IsWhole);
        Assert.Equal(16, budget.Left);

        first.Release();
        Assert.Equal(48, budget.Left);
        Assert.True(Filled(budget, 20).IsWhole);
    }

    [Fact]
    public void ASessionKeepsItsHistoryUntilAHoleAndThePooledOneStartsAnew()
    {
        var session = Some.OpenSession("a b");
        Assert.Equal(Some.Keys("a b"), session.History.Steps.ToArray().Select(step => step.Key));

        session.MarkHole(3);
        session.Append(3, 5);
        Assert.False(session.History.IsWhole);

        session.Open(SessionId.From("next"), collects: false);
        session.Append(4, 100);
        Assert.True(session.History.IsWhole);
        Assert.Equal([new SessionStep(4, 0)], session.History.Steps.ToArray());
    }

    [Fact]
    public void AClosedSessionThatFindsNoRoomInThePoolGivesItsMemoryBack()
    {
        var tracker = new SessionTracker(3, 10_000, TimeSpan.FromDays(1), new TestTimeProvider());
        var sessions = Enumerable.Range(0, 4100).Select(number => tracker.GetOrOpen(SessionId.From(number), 0)).ToArray();
        foreach (var session in sessions)
        {
            session.Append(1, 0);
            tracker.Close(session);
        }

        Assert.Equal(4, sessions.Count(session => session.History.Steps.IsEmpty));
    }

    private static SessionHistory Filled(HistoryBudget budget, int events)
    {
        var history = new SessionHistory(budget);
        for (var i = 0; i < events; i++)
        {
            history.Add(1, i);
        }

        return history;
    }

    [Fact]
    public void ABudgetMayBeTakenToTheLastStep()
    {
        var budget = new HistoryBudget(8);

        Assert.True(Filled(budget, 8).IsWhole);
        Assert.Equal(0, budget.Left);
        Assert.False(Filled(budget, 1).IsWhole);
    }

    [Fact]
    public void ASessionOfEarlierTimesKnowsNothingOfTheOneBefore()
    {
        var history = new SessionHistory(new HistoryBudget());
        history.Add(1, 1_000);

        history.Clear();
        history.Add(2, 50);

        Assert.Equal(30, history.ElapsedUntil(80));
        Assert.Equal(50, history.LastTimestamp);
    }
}
