using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Learning.Collecting;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>Which sessions are kept with their times, and which of these are normal.</summary>
public class RecentSessionTimesTests
{
    private readonly LogKeyVocabulary _vocabulary = new(100);

    public RecentSessionTimesTests() => Assert.True(_vocabulary.TryRestore([.. Enumerable.Range(1, 26).Select(key => $"template {key}")]));

    [Fact]
    public void ItBeginsAnewWithTheTimesThatItIsGiven()
    {
        var recent = Make();
        recent.OnEnd(Open("a", "z"));

        recent.Begin(new SessionCorpus(), [[new(1, 0)], [new(2, 0)]], [[new(3, 0)]]);

        Assert.Equal([1, 2], recent.Timed.Sessions.Select(steps => steps[0].Key));
        Assert.Equal([3], recent.Timed.Parts.Select(steps => steps[0].Key));
        recent.Begin(new SessionCorpus());
        Assert.Empty(recent.Timed.Sessions);
        Assert.Empty(recent.Timed.Parts);
    }

    [Fact]
    public void NoMoreTimesAreKeptThanSessions()
    {
        var recent = Make(limit: 3);
        for (var i = 0; i < 5; i++)
        {
            recent.OnEnd(Open("a b"));
        }

        Assert.Equal(3, recent.Timed.Sessions.Count);
    }

    // What was reported in a whole session is asked again when it is trained on; where something is missing it cannot be.
    [Theory]
    [InlineData(false, false, 1, 0)]
    [InlineData(false, true, 1, 0)]
    [InlineData(true, false, 0, 1)]
    [InlineData(true, true, 0, 0)]
    public void WhatIsNotWholeIsKeptUnlessSomethingWasReportedInIt(bool isBroken, bool isReported, int sessionCount, int partCount)
    {
        var recent = Make();
        var session = Open("a b");
        if (isBroken)
        {
            session.History.Break();
            session.History.Add(3, 0);
        }

        session.AnomalyCount = isReported ? 1 : 0;

        recent.OnEnd(session);

        Assert.Equal((sessionCount, partCount), (recent.Timed.Sessions.Count, recent.Timed.Parts.Count));
    }

    [Theory]
    [InlineData(SessionHistory.Room - 1, false, 0)]
    [InlineData(SessionHistory.Room, false, 1)]
    [InlineData(SessionHistory.Room, true, 0)]
    public void APartIsKeptOnceItIsFullUnlessSomethingWasReportedInIt(int length, bool isReported, int partCount)
    {
        var recent = Make();
        var session = Open(new string('a', length));
        session.AnomalyCount = isReported ? 1 : 0;

        recent.OnEvent(session);

        Assert.Equal(partCount, recent.Timed.Parts.Count);
    }

    [Fact]
    public void TimesOfSessionsInWhichNothingWouldBeReportedAreNormal()
    {
        var recent = Make();
        foreach (var letters in (string[])["a b b c", "a b b c", "a b b z", "c b b a", "a b b c"])
        {
            recent.OnEnd(Open(letters));
        }

        var normal = Kept.AcceptedTimed(recent, SomeModel.Learn(SomeModel.Regular, windowSize: 2), _vocabulary);

        Assert.Equal(3, normal.Count);
        Assert.All(normal, trace => Assert.Equal(Some.Keys("a b b c"), trace.Keys));
        Assert.All(normal, trace => Assert.Equal([0, Second, Second, Second], trace.ElapsedTicks!));
    }

    [Fact]
    public void PartsAreNormalAsTheyAre()
    {
        var recent = Make();
        recent.Begin(new SessionCorpus(), [], [[new(26, 0), new(25, Second)]]);

        var trace = Assert.Single(Kept.AcceptedTimed(recent, SomeModel.Learn(SomeModel.Regular), _vocabulary));

        Assert.Equal([26, 25], trace.Keys);
        Assert.True(trace.IsPart);
    }

    // An answer to five seconds is one to their like, from four to eight.
    [Theory]
    [InlineData(3.9, true)]
    [InlineData(4, false)]
    [InlineData(7.9, false)]
    [InlineData(8, true)]
    public void TimesThatWereMarkedAnomalousAreNot(double seconds, bool isNormal)
    {
        var recent = Make();
        var ticks = (float)(seconds * Second);
        recent.Begin(new SessionCorpus(), [[new(1, 0), new(2, ticks), new(2, 0), new(3, 0)]], [[new(9, 0), new(2, ticks)]]);

        var normal = Kept.AcceptedTimed(recent, Marked(Some.Key('b'), seconds: 5), _vocabulary);

        Assert.Equal(isNormal ? 2 : 0, normal.Count);
    }

    [Fact]
    public void TimesOfAnotherKeyAreNotMarked()
    {
        var recent = Make();
        recent.Begin(new SessionCorpus(), [[new(1, 0), new(2, 5 * Second), new(2, 0), new(3, 0)]], [[new(2, 5 * Second)]]);

        Assert.Equal(2, Kept.AcceptedTimed(recent, Marked(Some.Key('c'), seconds: 5), _vocabulary).Count);
    }

    // The first step's is none, and neither is that of two lines at once.
    [Fact]
    public void NoTimeIsNeverMarked()
    {
        var recent = Make();
        recent.Begin(new SessionCorpus(), [[new(1, 0), new(2, 0), new(2, 0), new(3, 0)]], [[new(2, 0)]]);

        Assert.Equal(2, Kept.AcceptedTimed(recent, Marked(Some.Key('b'), seconds: 0), _vocabulary).Count);
    }

    [Fact]
    public void TimesOfAMergedKeyAreThoseOfWhatItWasMergedInto()
    {
        var vocabulary = new LogKeyVocabulary(100);
        Assert.True(vocabulary.TryRestore(["a", "b", "c", "d"], new VocabularyChanges { MinedKeys = [2, 4], Names = [], Aliases = [new(4, 2)] }));
        var recent = Make();
        recent.Begin(new SessionCorpus(), [], [[new(1, 0), new(4, 5 * Second)]]);

        Assert.Empty(Kept.AcceptedTimed(recent, Marked(Some.Key('b'), seconds: 5), vocabulary));
    }

    private const int Second = (int)TimeSpan.TicksPerSecond;

    private SessionModel Marked(int key, double seconds)
    {
        var model = SomeModel.Learn(SomeModel.Regular);
        model.Marks = new FeedbackMarks(_vocabulary, new DiagnosticLog(null, new TestTimeProvider()));
        var pattern = new AnomalyPattern(AnomalyPattern.OfValue(stackalloc int[4], key, feature: 0, seconds, isExact: false));
        model.Marks.Restore([], [pattern]);
        return model;
    }

    private static RecentSessionStore Make(int limit = 100) => new(limit, lengthLimit: 10_000, seed: 1);

    private static Session Open(params string[] letters)
    {
        var session = Some.OpenSession("", collects: true);
        var time = TestTimeProvider.Start.UtcTicks;
        foreach (var key in letters.SelectMany(Some.Keys))
        {
            session.Append(key, time);
            time += Second;
        }

        return session;
    }
}
