using System.Collections.Concurrent;
using LogGuard.Detection;
using LogGuard.Diagnostics;
using LogGuard.Keys;
using LogGuard.Pipeline;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

public class KeyQuarantineTests
{
    // Keys from here on are new: a to j were learnt.
    private const char New = 'k';

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly long Start = TestTimeProvider.Start.UtcTicks;

    private readonly ConcurrentQueue<string> _told = new();
    private readonly LogKeyVocabulary _vocabulary = new(2_000);
    private readonly DiagnosticLog _diagnostics;
    private readonly FeedbackMarks _feedback;

    public KeyQuarantineTests()
    {
        Assert.True(_vocabulary.TryRestore([.. Enumerable.Range(1, 1_500).Select(key => $"template {key}")]));
        _diagnostics = new DiagnosticLog(_told.Enqueue, new TestTimeProvider());
        _feedback = new FeedbackMarks(_vocabulary, _diagnostics);
    }

    [Fact]
    public void TheFirstLineIsAnnouncedAndFurtherOnesAreCounted()
    {
        var quarantine = AfterUpgrade();

        Assert.Equal(QuarantineAnswer.Announce, Ask(quarantine, "first", minute: 0));
        Assert.Equal(QuarantineAnswer.Pass, Ask(quarantine, "second", minute: 10));
        Assert.Equal(QuarantineAnswer.Pass, Ask(quarantine, "third", minute: 20));

        Assert.Equal(
            new QuarantinedKey { Key = Some.Key(New), Since = At(0), Last = At(20), SessionCount = 3, LineCount = 3 },
            Assert.Single(quarantine.State.Keys));
        Assert.Equal(1, quarantine.ChangeCount);
    }

    [Fact]
    public void SeveralLinesOfOneSessionAreOneSession()
    {
        var quarantine = AfterUpgrade();
        var session = Open("first");

        Ask(quarantine, session, minute: 0);
        Ask(quarantine, session, minute: 1);

        Assert.Equal((1, 2), (quarantine.State.Keys[0].SessionCount, quarantine.State.Keys[0].LineCount));
    }

    [Fact]
    public void EachLineOfTheOneStreamCountsAsASession()
    {
        var quarantine = AfterUpgrade();
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: false);

        Ask(quarantine, stream, minute: 0);
        Ask(quarantine, stream, minute: 1);

        Assert.Equal(2, quarantine.State.Keys[0].SessionCount);
    }

    [Fact]
    public void ALineThatComesLateDoesNotSetTheTimeBack()
    {
        var quarantine = AfterUpgrade();
        Ask(quarantine, "first", minute: 10);

        Ask(quarantine, "second", minute: 5);

        Assert.Equal((At(10), At(10)), (quarantine.State.Keys[0].Since, quarantine.State.Keys[0].Last));
    }

    [Fact]
    public void WhatStayedQuietAndRegularIsNormalOnceItsTimeIsOver()
    {
        var quarantine = AfterUpgrade();
        AskRegularly(quarantine);
        Assert.False(_feedback.IsNormal([0, Some.Key(New)]));

        Assert.Equal(QuarantineAnswer.Pass, Ask(quarantine, "after", minute: 60));

        Assert.True(_feedback.IsNormal([0, Some.Key(New)]));
        Assert.Empty(quarantine.State.Keys);
        Assert.Equal(2, quarantine.ChangeCount);
        Assert.Contains("\"template 11\", new in version 2.0, stayed quiet and regular in 3 sessions", _told.Last());
    }

    [Fact]
    public void NothingIsDecidedBeforeTheTimeIsOver()
    {
        var quarantine = AfterUpgrade();
        AskRegularly(quarantine);

        Assert.Equal(QuarantineAnswer.Pass, Ask(quarantine, "before", Start + Hour.Ticks - 1));

        Assert.False(_feedback.IsNormal([0, Some.Key(New)]));
        Assert.Equal(4, Assert.Single(quarantine.State.Keys).SessionCount);
    }

    [Fact]
    public void WhatCameInTooFewSessionsIsReportedAgainAndFromThenOn()
    {
        var quarantine = AfterUpgrade();
        Ask(quarantine, "first", minute: 0);
        Ask(quarantine, "second", minute: 40);

        Assert.Equal(QuarantineAnswer.Report, Ask(quarantine, "third", minute: 60));
        Assert.Equal(QuarantineAnswer.Report, Ask(quarantine, "fourth", minute: 61));

        Assert.EndsWith("is reported again: it came too seldom to be regular.", _told.Last());
        Assert.True(Assert.Single(quarantine.State.Keys).IsReported);
        Assert.Equal(2, quarantine.ChangeCount);
        Assert.Equal(0, _feedback.NormalCount);
    }

    [Theory]
    [InlineData(29, false)]
    [InlineData(30, true)]
    public void WhatCameInTheFirstHalfOfItsTimeOnlyIsNotRegular(int lastMinute, bool isNormal)
    {
        var quarantine = AfterUpgrade();
        Ask(quarantine, "first", minute: 0);
        Ask(quarantine, "second", minute: 1);
        Ask(quarantine, "third", lastMinute);
        Ask(quarantine, "fourth", minute: 2);

        Ask(quarantine, "after", minute: 60);

        Assert.Equal(isNormal, _feedback.IsNormal([0, Some.Key(New)]));
    }

    [Theory]
    [InlineData(LogSeverity.Warning, true)]
    [InlineData(LogSeverity.Error, false)]
    [InlineData(LogSeverity.Fatal, false)]
    public void WhatOnceCameAsAnErrorIsNotQuiet(LogSeverity severity, bool isNormal)
    {
        var quarantine = AfterUpgrade();
        Ask(quarantine, Open("bad"), minute: 0, severity: severity);
        AskRegularly(quarantine);

        Ask(quarantine, "after", minute: 60);

        Assert.Equal(isNormal, _feedback.IsNormal([0, Some.Key(New)]));
        Assert.Equal(!isNormal, _told.Last().EndsWith("is reported again: it came as an error or in sessions that were reported."));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(2, 1, false)]
    public void WhatComesInASessionThatWasReportedForSomethingElseIsNotQuiet(int anomalies, int announcements, bool isNormal)
    {
        var quarantine = AfterUpgrade();
        var session = Open("bad");
        (session.AnomalyCount, session.AnnouncementCount) = (anomalies, announcements);
        Ask(quarantine, session, minute: 0);
        AskRegularly(quarantine);

        Ask(quarantine, "after", minute: 60);

        Assert.Equal(isNormal, _feedback.IsNormal([0, Some.Key(New)]));
    }

    [Fact]
    public void AReportLaterInASessionTroublesWhatIsNewInIt()
    {
        var quarantine = AfterUpgrade();
        var session = Open("bad");
        Ask(quarantine, session, minute: 0);
        Ask(quarantine, "other", minute: 1, key: 'l');

        quarantine.OnReported(session);

        Assert.Equal([true, false], quarantine.State.Keys.Select(key => key.IsTroubled));
    }

    [Fact]
    public void WhatIsTroubledStaysSo()
    {
        var quarantine = AfterUpgrade();
        var session = Open("bad");
        Ask(quarantine, session, minute: 0);
        quarantine.OnReported(session);
        quarantine.OnReported(session);
        Assert.True(quarantine.State.Keys[0].IsTroubled);
        Ask(quarantine, Open("bad"), minute: 1, severity: LogSeverity.Error);

        quarantine.OnReported(Open("other"));
        Ask(quarantine, "good", minute: 1);

        Assert.True(quarantine.State.Keys[0].IsTroubled);
    }

    [Fact]
    public void ReportsInTheOneStreamSayNothingOfItsOtherLines()
    {
        var quarantine = AfterUpgrade();
        var stream = new Session(3);
        stream.Open(SessionId.Stream, collects: false);
        stream.AnomalyCount = 5;
        Ask(quarantine, stream, minute: 0);

        quarantine.OnReported(stream);
        Ask(quarantine, stream, minute: 1);

        Assert.False(quarantine.State.Keys[0].IsTroubled);
    }

    [Fact]
    public void OnlyKeysThatCameWithTheVersionAreWatched()
    {
        var quarantine = AfterUpgrade();

        Assert.Equal(Some.Key(New), quarantine.FirstNewKey);
        Assert.Equal(QuarantineAnswer.Report, Ask(quarantine, "first", minute: 0, key: (char)(New - 1)));
        Assert.Equal(QuarantineAnswer.Announce, Ask(quarantine, "first", minute: 0));
        Assert.Single(quarantine.State.Keys);
    }

    [Fact]
    public void TheUnknownKeyStandsForManyTemplatesAndIsReported()
    {
        var quarantine = AfterUpgrade();

        Assert.Equal(QuarantineAnswer.Report, quarantine.Ask(Open("first"), Record(LogKey.Unknown), At(0)));
    }

    [Fact]
    public void WithoutATimeAllIsReported()
    {
        var quarantine = Make("2.0", null, Saved("1.0"));

        Assert.Equal(QuarantineAnswer.Report, Ask(quarantine, "first", minute: 0));
        Assert.Empty(quarantine.State.Keys);
    }

    [Fact]
    public void WhatIsWatchedAtATimeIsBounded()
    {
        var quarantine = AfterUpgrade();
        for (var i = 0; i < KeyQuarantine.Limit; i++)
        {
            Assert.Equal(QuarantineAnswer.Announce, quarantine.Ask(Open("first"), Record(Some.Key(New) + i), At(0)));
        }

        Assert.Equal(QuarantineAnswer.Report, quarantine.Ask(Open("first"), Record(Some.Key(New) + KeyQuarantine.Limit), At(0)));
        Assert.Equal(QuarantineAnswer.Pass, Ask(quarantine, "second", minute: 1));
        Assert.Equal(KeyQuarantine.Limit, quarantine.State.Keys.Length);
    }

    [Fact]
    public void WhatIsMarkedAnomalousIsReported()
    {
        var quarantine = AfterUpgrade();
        Ask(quarantine, "first", minute: 0);
        Assert.True(_feedback.Mark(PipelineLog.Anomaly(1) with { Origin = new AnomalyPattern([0, Some.Key(New)], _vocabulary) }, isNormal: false));

        Assert.Equal(QuarantineAnswer.Report, Ask(quarantine, "second", minute: 1));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("2.0")]
    public void NothingIsNewWhereTheVersionIsTheOneThatWasLearntOrWasNotNoted(string? learnt)
    {
        var quarantine = Make("2.0", Hour, Saved(learnt));

        Assert.Equal(0, quarantine.FirstNewKey);
        Assert.Empty(_told);
        Assert.Equal(QuarantineAnswer.Report, Ask(quarantine, "first", minute: 0));
    }

    [Fact]
    public void WithoutASnapshotNothingIsNew()
    {
        var quarantine = Make("2.0", Hour, saved: null);

        Assert.Equal(0, quarantine.FirstNewKey);
        Assert.Empty(_told);
    }

    [Fact]
    public void AnotherVersionThanTheOneThatWasLearntIsTold()
    {
        AfterUpgrade();

        Assert.Contains("learnt from version 1.0 of the application, and this is 2.0", Assert.Single(_told));
    }

    [Fact]
    public void TheSameVersionGoesOnWithWhatWasSaved()
    {
        var before = AfterUpgrade();
        Ask(before, "first", minute: 0, key: 'm');
        Ask(before, "first", minute: 1);
        var state = before.State;
        Assert.Equal(("2.0", Some.Key(New)), (state.Version, state.FirstNewKey));
        Assert.Equal([Some.Key(New), Some.Key('m')], state.Keys.Select(key => key.Key));

        var after = Make("2.0", Hour, state);

        Assert.Equal(Some.Key(New), after.FirstNewKey);
        Assert.Equal(QuarantineAnswer.Pass, Ask(after, "second", minute: 2));
        Assert.Equal(QuarantineAnswer.Announce, Ask(after, "second", minute: 2, key: 'l'));
    }

    [Fact]
    public void ASavedKeyThatStandsTwiceIsThatOfItsFirstEntry()
    {
        QuarantinedKey[] keys = [new() { Key = 11, Since = 1, Last = 1 }, new() { Key = 11, Since = 2, Last = 2 }];

        var quarantine = Make("2.0", Hour, new QuarantineState("2.0", 11, keys));

        Assert.Equal([keys[0]], quarantine.State.Keys);
    }

    private KeyQuarantine AfterUpgrade() => Make("2.0", Hour, Saved("1.0"));

    private KeyQuarantine Make(string version, TimeSpan? time, QuarantineState? saved) =>
        new(version, time, saved, Some.Key(New) - 1, _vocabulary, _feedback, _diagnostics);

    private static QuarantineState Saved(string? version) => new(version, 0, []);

    // In three sessions, the last of them in the second half of the hour.
    private static void AskRegularly(KeyQuarantine quarantine)
    {
        Ask(quarantine, "first", minute: 0);
        Ask(quarantine, "second", minute: 40);
        Ask(quarantine, "third", minute: 45);
    }

    private static QuarantineAnswer Ask(KeyQuarantine quarantine, string session, int minute, char key = New) =>
        Ask(quarantine, Open(session), minute, key);

    private static QuarantineAnswer Ask(
        KeyQuarantine quarantine, Session session, int minute, char key = New, LogSeverity severity = LogSeverity.Information)
    {
        var answer = quarantine.Ask(session, Record(Some.Key(key)) with { Severity = severity }, At(minute));
        session.Append(Some.Key(key), At(minute));
        return answer;
    }

    private static QuarantineAnswer Ask(KeyQuarantine quarantine, string session, long timestamp) =>
        quarantine.Ask(Open(session), Record(Some.Key(New)), timestamp);

    private static LogRecord Record(int key) => Some.Record(New) with { Key = key };

    private static long At(int minute) => Start + TimeSpan.FromMinutes(minute).Ticks;

    private static Session Open(string id)
    {
        var session = new Session(3);
        session.Open(SessionId.From(id), collects: false);
        return session;
    }
}
