using LogGuard.Learning.Collecting;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

public class SessionCollectorTests
{
    private static readonly long Start = TestTimeProvider.Start.UtcTicks;
    private readonly TrainingOptions _options = new() { SessionCount = 1_000, EventCount = 1_000_000, SessionLengthLimit = 16 };

    [Fact]
    public void EnoughSessionsAreEnough()
    {
        _options.SessionCount = 3;
        var collector = Make();

        Collect(collector, "a b", Start);
        Collect(collector, "a b", Start);
        Assert.False(collector.IsEnough(Start));
        Collect(collector, "a b", Start);

        Assert.True(collector.IsEnough(Start));
        Assert.Equal(3, collector.Corpus.Count);
    }

    [Fact]
    public void EnoughEventsAreEnough()
    {
        _options.EventCount = 10;
        var collector = Make();

        Collect(collector, "a b c d e f g h i", Start);
        Assert.False(collector.IsEnough(Start));
        Collect(collector, "a", Start);

        Assert.True(collector.IsEnough(Start));
    }

    [Fact]
    public void EnoughTimeSinceTheFirstEventIsEnough()
    {
        _options.Duration = TimeSpan.FromHours(1);
        var collector = Make();
        Collect(collector, "a", Start);
        Collect(collector, "a", Start + TimeSpan.TicksPerMinute);

        Assert.False(collector.IsEnough(Start + TimeSpan.TicksPerHour - 1));
        Assert.True(collector.IsEnough(Start + TimeSpan.TicksPerHour));
    }

    [Fact]
    public void EnoughTimeSinceTheLastNewTemplateIsEnough()
    {
        _options.QuietTime = TimeSpan.FromHours(1);
        var collector = Make();
        Collect(collector, "a", Start);
        Collect(collector, "b", Start + TimeSpan.TicksPerMinute);
        Collect(collector, "a", Start + 2 * TimeSpan.TicksPerMinute);

        Assert.False(collector.IsEnough(Start + TimeSpan.TicksPerMinute + TimeSpan.TicksPerHour - 1));
        Assert.True(collector.IsEnough(Start + TimeSpan.TicksPerMinute + TimeSpan.TicksPerHour));
    }

    [Fact]
    public void TimeAloneIsNotEnoughWithoutSessions()
    {
        (_options.Duration, _options.QuietTime) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var collector = Make();
        Collect(collector, "a", Start);

        Assert.False(collector.IsEnough(Start + TimeSpan.TicksPerDay));
    }

    [Fact]
    public void BeforeTheFirstEventNothingIsEnough()
    {
        (_options.Duration, _options.QuietTime) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var collector = new SessionCollector(_options, Some.Corpus("a", "b"), LogSeverity.Fatal);

        Assert.False(collector.IsEnough(long.MinValue));
        Assert.False(collector.IsEnough(-1));
        Assert.False(collector.IsEnough(Start));
    }

    [Fact]
    public void AnEndlessSessionIsLearntInParts()
    {
        var collector = Make();

        Collect(collector, new string('a', 40), Start);

        Assert.Equal([16, 16, 8], Enumerable.Range(0, 3).Select(i => collector.Corpus[i].Keys.Length));
        Assert.Equal([(true, false), (false, false), (false, true)], Enumerable.Range(0, 3).Select(i => (collector.Corpus[i].HasStart, collector.Corpus[i].HasEnd)));
    }

    [Fact]
    public void AnInterruptedSessionHasNoEnd()
    {
        var collector = Make();

        collector.OnInterrupted(Some.OpenSession("a b", collects: true));

        Assert.Equal(Some.Part("a b", hasStart: true), Assert.Single(collector.Corpus.Distinct));
    }

    [Fact]
    public void ASessionWithoutAKnownEndIsNoCollectedSession()
    {
        var collector = Make();

        collector.OnStillOpen(Some.OpenSession("a b", collects: true));
        collector.OnHole(Some.OpenSession("a c", collects: true));
        collector.OnEvicted(Some.OpenSession("a d", collects: true));

        Assert.Equal(0, collector.Corpus.Count);
        Assert.Equal(["a b", "a c", "a d"], collector.Beginnings.All().Distinct.Select(Letters));
        Assert.All(collector.Beginnings.All().Distinct, beginning => Assert.Equal((true, false), (beginning.HasStart, beginning.HasEnd)));
    }

    [Fact]
    public void EvictedSessionsAreEnoughToo()
    {
        _options.SessionCount = 3;
        var collector = Make();
        Collect(collector, "a b", Start);
        collector.OnEvicted(Some.OpenSession("a", collects: true));
        Assert.False(collector.IsEnough(Start));

        collector.OnEvicted(Some.OpenSession("a", collects: true));

        Assert.True(collector.IsEnough(Start));
    }

    [Theory]
    [InlineData(20_000, 0, 0, true)]
    [InlineData(19_999, 0, 0, false)]
    [InlineData(20_000, 1_000, 0, true)]
    [InlineData(20_000, 1_001, 0, false)]
    [InlineData(100, 0, 24, true)]
    [InlineData(99, 0, 24, false)]
    [InlineData(100, 0, 23, false)]
    [InlineData(100, 6, 24, false)]
    public void ALogWithoutSessionsIsEnoughByItsEventsOrAfterADay(int streamEvents, int sessionEvents, int hours, bool isEnough)
    {
        _options.SessionLengthLimit = 4_096;
        var collector = Make();
        var (stream, session) = (OpenStream(), Some.OpenSession("", collects: true));
        for (var i = 0; i < streamEvents; i++)
        {
            Append(collector, stream);
        }

        for (var i = 0; i < sessionEvents; i++)
        {
            Append(collector, session);
        }

        Assert.Equal(isEnough, collector.IsEnough(Start + hours * TimeSpan.TicksPerHour));
        Assert.Equal((streamEvents, sessionEvents), (collector.StreamEventCount, collector.SessionEventCount));
    }

    [Theory]
    [InlineData(48, 24, false)]
    [InlineData(48, 48, true)]
    [InlineData(12, 12, true)]
    public void ALogWithoutSessionsIsLearntAsLongAsItsDurationSays(int duration, int hours, bool isEnough)
    {
        _options.Duration = TimeSpan.FromHours(duration);
        var (collector, stream) = (Make(), OpenStream());
        for (var i = 0; i < 100; i++)
        {
            Append(collector, stream);
        }

        Assert.Equal(isEnough, collector.IsEnough(Start + hours * TimeSpan.TicksPerHour));
    }

    [Fact]
    public void APauseOfTheStreamIsNoEnd()
    {
        var collector = Make();
        var stream = OpenStream();
        Append(collector, stream);

        collector.OnEnd(stream);

        Assert.False(Assert.Single(collector.Corpus.Distinct).HasEnd);
        Assert.Empty(collector.Timed.Sessions);
        Assert.Single(collector.Timed.Parts);
    }

    [Fact]
    public void OpenSessionsAloneAreNothingToTrainOn()
    {
        var collector = Make();
        Append(collector, Some.OpenSession("", collects: true));
        Assert.True(collector.IsEmpty);

        Append(collector, OpenStream());

        Assert.False(collector.IsEmpty);
    }

    [Fact]
    public void TheLeastSevereLevelIsRemembered()
    {
        var collector = Make();
        foreach (var severity in new[] { LogSeverity.Error, LogSeverity.Debug, LogSeverity.Warning })
        {
            collector.OnEvent(Some.OpenSession("a", collects: true), Some.Record('a') with { Severity = severity }, Start);
        }

        Assert.Equal(LogSeverity.Debug, collector.LeastSeverity);
    }

    [Fact]
    public void ATemplateOfTheSavedSessionsIsNotNew()
    {
        _options.QuietTime = TimeSpan.FromHours(1);
        var collector = new SessionCollector(_options, Some.Corpus("a b", "c"), LogSeverity.Fatal);
        Collect(collector, "d", Start);
        Collect(collector, "c", Start + TimeSpan.TicksPerHour);

        Assert.True(collector.IsEnough(Start + TimeSpan.TicksPerHour));
    }

    [Fact]
    public void OnlyATemplateThatIsNewEndsTheQuiet()
    {
        _options.QuietTime = TimeSpan.FromHours(1);
        var collector = Make();
        Collect(collector, "a b", Start);
        Collect(collector, "b", Start + 30 * TimeSpan.TicksPerMinute);

        Assert.True(collector.IsEnough(Start + TimeSpan.TicksPerHour));
    }

    [Fact]
    public void TheQuietBeginsWithATemplateThatTheSavedSessionsDoNotHave()
    {
        _options.QuietTime = TimeSpan.FromHours(1);
        var collector = new SessionCollector(_options, Some.Corpus("a b", "c"), LogSeverity.Fatal);

        Collect(collector, "b c", Start);

        Assert.False(collector.IsEnough(Start + TimeSpan.TicksPerDay));
    }

    [Fact]
    public void SessionsThatHaveEndedAreKeptWithTheirTimes()
    {
        var collector = Make();

        Collect(collector, "a b", Start);
        collector.OnInterrupted(Some.OpenSession("a b", collects: true));

        Assert.Single(collector.Timed.Sessions);
    }

    [Theory]
    [InlineData(SessionHistory.Room - 1, 1)]
    [InlineData(SessionHistory.Room, 1)]
    [InlineData(2 * SessionHistory.Room + 1, 3)]
    public void ALongSessionIsKeptInPartsWithItsTimes(int length, int partCount)
    {
        var collector = Make();

        Collect(collector, new string('a', length), Start);

        Assert.Empty(collector.Timed.Sessions);
        Assert.Equal(partCount, collector.Timed.Parts.Count);
        Assert.Equal(length, collector.Timed.Parts.Sum(part => part.Length));
    }

    private static string Letters(LogKeySequence sequence) => string.Join(' ', sequence.Keys.Select(key => (char)('a' + key - 1)));

    private static Session OpenStream()
    {
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: true);
        return stream;
    }

    private static void Append(SessionCollector collector, Session session)
    {
        session.Append(1);
        collector.OnEvent(session, Some.Record('a'), Start);
    }

    private SessionCollector Make() => new(_options, new SessionCorpus(), LogSeverity.Fatal);

    private static void Collect(SessionCollector collector, string letters, long timestamp)
    {
        var session = Some.OpenSession("", collects: true);
        foreach (var key in Some.Keys(letters))
        {
            session.Append(key);
            collector.OnEvent(session, Some.Record('a') with { Key = key }, timestamp);
        }

        collector.OnEnd(session);
    }
}
