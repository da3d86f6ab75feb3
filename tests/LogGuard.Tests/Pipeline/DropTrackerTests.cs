using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class DropTrackerTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly DropTracker _tracker = new(Idle);

    [Fact]
    public void WithoutDropsThereAreNoHoles()
    {
        var session = Open(7);

        Assert.False(Take(session, stamp: 0, minute: 0));
        Assert.False(Take(session, stamp: 0, minute: 1));
    }

    [Fact]
    public void ADropBetweenTwoEventsIsAHole()
    {
        var session = Open(7);
        Take(session, stamp: 0, minute: 0);

        Assert.True(Take(session, stamp: 1, minute: 1));
        Assert.False(Take(session, stamp: 1, minute: 2));
        Assert.True(Take(session, stamp: 2, minute: 3));
    }

    [Fact]
    public void ASessionThatBeginsSoonAfterADropMayHaveLostItsFirstEvent()
    {
        var earlier = Open(7);
        Take(earlier, stamp: 1, minute: 0);

        Assert.True(Take(Open(7), stamp: 1, minute: 4));
    }

    [Fact]
    public void ASessionThatBeginsLongAfterADropIsWhole()
    {
        var earlier = Open(7);
        Take(earlier, stamp: 1, minute: 0);

        Assert.False(Take(Open(7), stamp: 1, minute: 6));
    }

    [Fact]
    public void ANewDropCountsFromItsOwnTime()
    {
        var earlier = Open(7);
        Take(earlier, stamp: 1, minute: 0);
        Take(earlier, stamp: 2, minute: 6);

        Assert.True(Take(Open(7), stamp: 2, minute: 10));
    }

    private static Session Open(object id)
    {
        var session = new Session(4);
        session.Open(SessionId.From(id), collects: false);
        return session;
    }

    // As the reader does it: ask, then take note of the stamp and add the event.
    private bool Take(Session session, int stamp, int minute)
    {
        var record = PipelineLog.Record(7, ticks: TimeSpan.FromMinutes(minute).Ticks) with { DropStamp = stamp };
        var hasHole = _tracker.HasHoleBefore(session, record, record.Timestamp);
        session.DropStamp = stamp;
        session.Append(record.Key);
        return hasHole;
    }
}
