using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What is kept of a beginning anew and of parts of long sessions, and which of it is normal.</summary>
public class RecentSessionPartsTests
{
    [Fact]
    public void BeginningAnewForgetsWhatWasKept()
    {
        var recent = new RecentSessionStore(limit: 10, lengthLimit: 100, seed: 1);
        recent.Begin(Some.Corpus(Enumerable.Repeat("a", 5)));

        recent.Begin(Some.Corpus(Enumerable.Repeat("b", 3)));

        Assert.Equal([Some.Session("b")], recent.All().Distinct);
        Assert.Equal(3, recent.Count);
    }

    [Fact]
    public void WithoutRoomNothingIsWantedOrKept()
    {
        var recent = new RecentSessionStore(limit: 0, lengthLimit: 100, seed: 1);

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

    // The one stream has parts without an end, so that each has its chance only; another session was wanted as it opened.
    [Theory]
    [InlineData(true, 2, 14)]
    [InlineData(false, 400, 400)]
    public void OfTheOneStreamNotEachPartIsTaken(bool isStream, int fewest, int most)
    {
        var recent = new RecentSessionStore(limit: 1, lengthLimit: 2, seed: 1);
        var session = new Session(windowSize: 3);
        session.Open(isStream ? default : SessionId.From("order-1"), collects: true);
        Assert.Equal(isStream, session.Id.IsStream);
        var taken = new List<int>();
        for (var key = 1; key <= 400; key++)
        {
            session.Append(key);
            session.Append(key);
            recent.OnEvent(session);
            if (recent.All()[0].Keys[0] == key)
            {
                taken.Add(key);
            }
        }

        Assert.Equal(1, taken[0]);
        Assert.InRange(taken.Count, fewest, most);
    }

    [Fact]
    public void AKeyThatWasMarkedNormalHidesItsWindow()
    {
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore([.. Enumerable.Range(1, 26).Select(key => $"template {key}")]));
        var model = SomeModel.Learn(SomeModel.Regular, asksForCounts: false);
        Assert.Equal(0, Normal(model, "a z b b c", isPart: false));

        model.Marks = new FeedbackMarks(vocabulary, new DiagnosticLog(null, new TestTimeProvider()));
        model.Marks.MarkKeyNormal(Some.Key('z'));

        // Behind z nothing was learnt; behind b something was, and another b after two is wrong again.
        Assert.Equal(1, Normal(model, "a z b b c", isPart: false));
        Assert.Equal(0, Normal(model, "a z b b a c", isPart: false));
    }

    private static int Normal(SessionModel model, string letters, bool isPart, bool isLater = false)
    {
        var recent = new RecentSessionStore(limit: 10, lengthLimit: 1, seed: 1);
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
        return Kept.Accepted(recent, model).Count;
    }
}
