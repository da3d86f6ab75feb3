using LogGuard.Learning;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What is kept of a beginning anew and of parts of long sessions, and which of it is normal.</summary>
public class RecentSessionPartsTests
{
    [Fact]
    public void BeginningAnewForgetsWhatWasKept()
    {
        var recent = new RecentSessions(limit: 10, lengthLimit: 100, seed: 1);
        recent.Begin(Some.Corpus(Enumerable.Repeat("a", 5)));

        recent.Begin(Some.Corpus(Enumerable.Repeat("b", 3)));

        Assert.Equal([Some.Session("b")], recent.All().Distinct);
        Assert.Equal(3, recent.Count);
    }

    [Fact]
    public void WithoutRoomNothingIsWantedOrKept()
    {
        var recent = new RecentSessions(limit: 0, lengthLimit: 100, seed: 1);

        recent.Begin(Some.Corpus("a", "b"));

        Assert.False(recent.Wants());
        Assert.Equal(0, recent.Count);
    }

    [Fact]
    public void APartIsNotJudgedByItsCounts()
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForKeys: false);
        Assert.Equal(0, Normal(model, "a b b b c", isPart: false));

        Assert.Equal(1, Normal(model, "a b b b c", isPart: true));
    }

    [Theory]
    [InlineData("b b c", 1)]
    [InlineData("c", 1)]
    [InlineData("b c b", 0)]
    [InlineData("b z", 0)]
    public void ALaterPartIsJudgedBehindItsFirstWindow(string letters, int normalCount)
    {
        var model = SomeModel.Learn(SomeModel.Regular, asksForCounts: false);

        Assert.Equal(normalCount, Normal(model, letters, isPart: true, isLater: true));
    }

    private static int Normal(LogGuard.Detection.SessionModel model, string letters, bool isPart, bool isLater = false)
    {
        var recent = new RecentSessions(limit: 10, lengthLimit: 1, seed: 1);
        var session = Some.OpenSession(isLater ? "" : letters, collects: true);
        if (isLater)
        {
            session.ResumeCollecting();
            foreach (var key in Some.Keys(letters))
            {
                session.Append(key);
            }
        }

        if (isPart)
        {
            recent.OnEvent(session);
        }
        else
        {
            recent.OnEnd(session);
        }

        Assert.Equal(1, recent.Count);
        return recent.Normal(model).Count;
    }
}
