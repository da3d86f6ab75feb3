using LogGuard.Alerts;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class SessionScoreTableTests
{
    private readonly SessionScoreTable _scores = new(3);
    private long _number;

    [Fact]
    public void AScoreIsTheHighestOfItsAnomalies()
    {
        var session = Open("a");

        Anomaly(session, 12);
        Anomaly(session, 20);
        Anomaly(session, 5);

        Assert.Equal(new SessionScore(20, 3, true, TestTimeProvider.Start), _scores.Of(SessionId.From("a")));
        Assert.Null(_scores.Of(SessionId.From("b")));
    }

    [Fact]
    public void AnEndedSessionIsStillKnown()
    {
        var session = Open("a");
        Anomaly(session, 12);

        _scores.OnEnd(session);

        Assert.Equal(new SessionScore(12, 1, false, TestTimeProvider.Start), _scores.Of(SessionId.From("a")));
    }

    [Fact]
    public void AnIdThatComesAgainBeginsAnew()
    {
        Anomaly(Open("a"), 12);
        Anomaly(Open("a"), 7);

        Assert.Equal((7, 1), (_scores.Of(SessionId.From("a"))!.Value.Bits, _scores.Of(SessionId.From("a"))!.Value.AnomalyCount));
    }

    [Fact]
    public void TheEndOfASessionWithoutAnomaliesSaysNothingOfAFormerOne()
    {
        Anomaly(Open("a"), 12);

        _scores.OnEnd(Open("a"));

        Assert.True(_scores.Of(SessionId.From("a"))!.Value.IsOpen);
    }

    [Fact]
    public void PastTheLimitTheFirstIsForgotten()
    {
        foreach (var id in "abcabcabdabeabf")
        {
            Anomaly(Open(id.ToString()), 1);
            Assert.InRange(_scores.Count, 1, 3);
        }

        Assert.Equal("abf", new string([.. "abcdef".Where(id => _scores.Of(SessionId.From(id.ToString())) is not null)]));
    }

    private Session Open(string id)
    {
        var session = new Session(4);
        session.Open(SessionId.From(id), collects: false);
        session.Number = ++_number;
        return session;
    }

    private void Anomaly(Session session, double bits) => _scores.OnAnomaly(session, PipelineLog.Anomaly(1) with { Score = bits });
}
