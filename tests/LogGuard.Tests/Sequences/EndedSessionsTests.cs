using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences;

public class EndedSessionsTests
{
    [Fact]
    public void ASessionIsFoundOnce()
    {
        var ended = new EndedSessions();
        var session = Make("a");
        Assert.Null(ended.Add(session));

        Assert.False(ended.TryTake(SessionId.From("b"), out _));
        Assert.True(ended.TryTake(SessionId.From("a"), out var found));
        Assert.Same(session, found);
        Assert.False(ended.TryTake(SessionId.From("a"), out _));
        Assert.Equal(0, ended.Count);
        Assert.Null(ended.TakeOldest());
    }

    [Fact]
    public void AboveTheLimitTheSessionThatEndedFirstIsForgotten()
    {
        var ended = new EndedSessions(limit: 2);
        var sessions = new[] { "a", "b", "c", "d" }.Select(Make).ToArray();

        Assert.Null(ended.Add(sessions[0]));
        Assert.Null(ended.Add(sessions[1]));
        Assert.Same(sessions[0], ended.Add(sessions[2]));
        Assert.True(ended.TryTake(SessionId.From("b"), out _));
        Assert.Null(ended.Add(sessions[3]));
        Assert.Same(sessions[2], ended.TakeOldest());
        Assert.Equal(1, ended.Count);
    }

    private static Session Make(string id)
    {
        var session = new Session(4);
        session.Open(SessionId.From(id), collects: false);
        return session;
    }
}
