using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences;

public class EndingSessionsTests
{
    private readonly EndingSessions _ending = new() { Delay = 10 };

    [Fact]
    public void ASessionIsTakenWhenTheDelayIsOver()
    {
        var session = Make(1, lastActivity: 95);
        _ending.Add(session, now: 100);
        Assert.Equal(110, _ending.NextDue);

        Assert.False(_ending.TryTake(109, out _));
        Assert.True(_ending.TryTake(110, out var taken));
        Assert.Same(session, taken);
        Assert.Equal(long.MaxValue, _ending.NextDue);
    }

    [Fact]
    public void ALaterEventPutsItsEndOff()
    {
        var session = Make(1, lastActivity: 95);
        _ending.Add(session, now: 100);
        session.LastActivity = 107;

        Assert.False(_ending.TryTake(116, out _));
        Assert.True(_ending.TryTake(117, out _));
    }

    [Fact]
    public void AnActivityThatStartsAgainTakesTheEndBack()
    {
        var session = Make(1, lastActivity: 95);
        _ending.Add(session, now: 100);
        session.EndsAfter = long.MaxValue;

        Assert.False(_ending.TryTake(1_000, out _));
        _ending.Add(session, now: 1_000);
        Assert.True(_ending.TryTake(1_010, out _));
    }

    [Fact]
    public void ASessionWhoseObjectServesAnotherIsNotTaken()
    {
        var session = Make(1, lastActivity: 95);
        _ending.Add(session, now: 100);
        session.Open(SessionId.From("other"), collects: false);
        session.Number = 2;

        Assert.False(_ending.TryTake(1_000, out _));
        Assert.Equal(long.MaxValue, _ending.NextDue);
    }

    [Fact]
    public void SeveralStopsOfOneSessionAreOneEnd()
    {
        var session = Make(1, lastActivity: 95);
        _ending.Add(session, now: 100);
        _ending.Add(session, now: 104);

        Assert.False(_ending.TryTake(113, out _));
        Assert.True(_ending.TryTake(114, out _));
        Assert.False(_ending.TryTake(1_000, out _));
    }

    private static Session Make(long number, long lastActivity)
    {
        var session = new Session(4);
        session.Open(SessionId.From($"s{number}"), collects: false);
        session.Number = number;
        session.LastActivity = lastActivity;
        return session;
    }
}
