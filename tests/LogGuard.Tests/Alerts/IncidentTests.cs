using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class IncidentTests
{
    private static readonly ExceptionDetail Expired = new("Shop.TokenException", "the token of 2026-01-01 12:00:07 has expired");

    [Fact]
    public void CausesOfOneSessionThatBeginTogetherAreOneAlert()
    {
        var run = new PolicyRun();

        for (var i = 0; i < 8; i++)
        {
            Assert.Equal(i == 0, run.Note(0.001 * i, $"t{i}", session: 7));
        }

        run.Advance(10);

        Assert.Equal("0:New(t0,1/1) 10:Rep(t0,7/8)", run.Told);
        Assert.Equal(7, run.Alerts[1].MemberCount);
        Assert.Equal(["t1", "t2", "t3", "t4", "t5", "t6", "t7"], run.Alerts[1].Members.Select(member => member.Anomaly.Template));
        Assert.Equal(run.Alerts[0].Incident, run.Alerts[1].Incident);
    }

    [Fact]
    public void CausesInManySessionsWithOneExceptionAreOneAlert()
    {
        var run = new PolicyRun();

        run.Note(0, "a", session: 1, LogSeverity.Error, exception: Expired);
        run.Note(0.001, "b", session: 2, LogSeverity.Error, exception: Expired with { Message = "the token of 2026-01-01 12:00:09 has expired" });
        run.Note(0.002, "c", session: 3, LogSeverity.Error, exception: new ExceptionDetail("E", "saving failed") { RootType = Expired.Type, RootMessage = Expired.Message });
        run.Note(0.003, "d", session: 0, LogSeverity.Error, exception: Expired);

        Assert.Equal("0:New(a,1/1)", run.Told);
    }

    [Fact]
    public void AnotherExceptionOrAnotherSessionIsAnotherIncident()
    {
        var run = new PolicyRun();

        run.Note(0, "a", session: 1, LogSeverity.Error, exception: Expired);
        run.Note(0.001, "b", session: 2, LogSeverity.Error, exception: new ExceptionDetail(Expired.Type, "the key is unknown"));
        run.Note(0.002, "c", session: 3, LogSeverity.Error);
        run.Note(0.003, "d", session: 0, LogSeverity.Error);
        run.Note(0.004, "e", session: 0, LogSeverity.Error);

        Assert.Equal("0:New(a,1/1) 0:New(b,1/1) 0:New(c,1/1) 0:New(d,1/1) 0:New(e,1/1)", run.Told);
    }

    /// <summary>A job that fails is logged by the connection, by the query and by itself, one line after the other.</summary>
    [Fact]
    public void LinesWithoutASessionThatFollowEachOtherAreOneIncident()
    {
        var run = new PolicyRun();

        OfStream(run, 0, "connection", 100);
        OfStream(run, 0.01, "query", 101);
        OfStream(run, 0.02, "job", 103);
        OfStream(run, 0.03, "later line", 120);
        OfStream(run, 5, "later time", 121);

        Assert.Equal("0:New(connection,1/1) 0:New(later line,1/1) 5:New(later time,1/1)", run.Told);
        run.Advance(10.5);
        Assert.Equal(2, run.Alerts[^1].MemberCount);
    }

    [Fact]
    public void TheSameExceptionLongAfterIsAnotherIncident()
    {
        var run = new PolicyRun();

        run.Note(0, "a", session: 1, LogSeverity.Error, exception: Expired);
        run.Note(61, "b", session: 2, LogSeverity.Error, exception: Expired);

        Assert.Equal("0:New(a,1/1) 61:New(b,1/1)", run.Told);
    }

    [Theory]
    [InlineData(AnomalyKind.UnexpectedKey, 30, 1)]
    [InlineData(AnomalyKind.UnexpectedKey, 61, 2)]
    [InlineData(AnomalyKind.UnusualCounts, 30, 2)]
    public void ALineThatMissesAnotherStepWithinAMinuteIsTheSameFault(AnomalyKind kind, int later, int alerts)
    {
        var run = new PolicyRun();
        Anomaly Missing(string step, int second) => PipelineLog.Anomaly(1) with
        {
            Kind = kind, Template = "shipped", SkippedStep = step, Expected = [new ExpectedStep(step, 0.9)],
            Timestamp = TestTimeProvider.Start.AddSeconds(second),
        };

        run.Policy.Note(Missing("paid by card", 0), 1, mayOpen: true, TestTimeProvider.Start.UtcTicks);
        run.Policy.Note(Missing("paid by voucher", later), 2, mayOpen: true, TestTimeProvider.Start.AddSeconds(later).UtcTicks);

        Assert.Equal(alerts, run.Alerts.Count(alert => alert.State == AlertState.New));
    }

    [Fact]
    public void ASessionThatFailsLaterThanTheFaultBeganMayHaveMetAnotherFault()
    {
        var run = new PolicyRun(options => options.FirstInterval = options.LongestInterval = TimeSpan.FromMinutes(5));
        run.Note(0, "handler failed", session: 1, LogSeverity.Error);
        run.Note(0.1, "retried", session: 1);

        // The second fault shows through the same handler, and through a line of its own.
        run.Note(20, "handler failed", session: 50, LogSeverity.Error);
        run.Note(20, "storage is gone", session: 50, LogSeverity.Error);

        Assert.Equal("0:New(handler failed,1/1) 20:New(storage is gone,1/1)", run.Told);
    }

    [Fact]
    public void TheLateEndOfASessionBelongsToItsIncident()
    {
        var run = new PolicyRun(options =>
            (options.FirstInterval, options.LongestInterval, options.QuietTime) = (TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)));
        run.Note(0, "a", session: 1);
        var end = PipelineLog.Anomaly(2) with { Kind = AnomalyKind.CutShort, Timestamp = TestTimeProvider.Start.AddSeconds(0.5) };

        Assert.False(run.Policy.Note(end, 1, mayOpen: false, TestTimeProvider.Start.AddMinutes(6).UtcTicks));

        Assert.Equal("0:New(a,1/1) 360:Rep(a,1/2)", run.Told);
    }

    [Fact]
    public void AMoreSevereCauseOfTheIncidentIsToldAtOnceUnderItsOwnName()
    {
        var run = new PolicyRun();
        run.Note(0, "odd", session: 1);
        run.Note(1, "odder", session: 1);
        run.Note(2, "broken", session: 1, LogSeverity.Error);
        run.Note(3, "worse", session: 1, LogSeverity.Fatal);
        run.Note(4, "failed", session: 1, LogSeverity.Error);

        Assert.Equal("0:New(odd,1/1) 2:Esc(broken,2/3) 3:Esc(worse,1/4)", run.Told);
        Assert.Equal(PolicyRun.FingerprintOf("worse"), run.Alerts[2].Fingerprint);
        Assert.Single(run.Alerts.Select(alert => alert.Incident).Distinct());
    }

    [Fact]
    public void ACauseThatJoinsAnIncidentInLongBackOffIsToldAfterTheFirstInterval()
    {
        var run = new PolicyRun(options => (options.FirstInterval, options.LongestInterval) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10_000)));
        for (var second = 0; second <= 80; second++)
        {
            run.Note(second, "a", session: 1);
        }

        // The interval is 80 s by now, and this is an end whose session began the incident.
        run.Policy.Note(PipelineLog.Anomaly(2) with { Kind = AnomalyKind.CutShort }, 1, mayOpen: false, run.Policy.Now);
        run.Advance(90);

        Assert.EndsWith("70:Rep(a,40/70) 90:Rep(a,12/82)", run.Told);
        Assert.Equal(AnomalyKind.CutShort, Assert.Single(run.Alerts[^1].Members).Anomaly.Kind);
    }

    [Fact]
    public void ASuppressedCauseDoesNotHideTheOthersOfItsIncident()
    {
        var run = new PolicyRun();
        run.Suppress("harmless", until: 1_000);
        run.Note(0, "harmless", session: 1);
        run.Note(0.1, "serious", session: 1, LogSeverity.Fatal);
        run.Note(5, "harmless", session: 1);
        run.Advance(500);

        Assert.Equal("0:New(serious,1/1) 500:Res(serious,0/1)", run.Told);
        Assert.Empty(run.Alerts[0].Members);
        Assert.Equal((0, 2), (run.Policy.Held, run.Policy.Forgotten));
    }

    [Fact]
    public void ASuppressedCauseThatIsReleasedIsToldAtOnceWhateverItBeganWith()
    {
        var run = new PolicyRun();
        run.Suppress("quiet", until: 1_000);
        run.Note(0, "quiet", session: 1);
        run.Note(0.1, "other", session: 1);
        run.Note(1, "quiet", session: 2);

        run.Unsuppress("quiet");

        Assert.Equal("0:New(other,1/1) 1:New(quiet,2/2)", run.Told);
    }

    [Fact]
    public void ASuppressedCauseThatWaitedForASessionIsToldAtOnceWhenItIsReleased()
    {
        var run = new PolicyRun();
        run.Suppress("quiet", until: 1_000);
        run.Note(0, "quiet", session: 1, mayOpen: false);
        run.Note(1, "quiet", session: 2);

        run.Unsuppress("quiet");

        Assert.Equal("1:New(quiet,2/2)", run.Told);
    }

    [Fact]
    public void AnIncidentIsResolvedOnce()
    {
        var run = new PolicyRun();
        run.Note(0, "a", session: 1);
        run.Note(0.1, "b", session: 1);
        run.Note(30, "b", session: 2);

        run.Advance(131);

        Assert.Equal("0:New(a,1/1) 30:Rep(a,1/2) 131:Res(a,1/3)", run.Told);
        Assert.Equal(1, run.Alerts[^1].MemberCount);
    }

    [Fact]
    public void ASessionOfEndlessCausesIsBounded()
    {
        var run = new PolicyRun();

        for (var i = 0; i < 500; i++)
        {
            run.Note(0.001 * i, $"t{i}", session: 1);
        }

        Assert.Equal("0:New(t0,1/1)", run.Told.Split(' ')[0]);
        Assert.All(run.Alerts, alert => Assert.True(alert.MemberCount < 100 && alert.Members.Count <= 10));
    }

    private static void OfStream(PolicyRun run, double second, string template, long position)
    {
        var time = PolicyRun.Start + (long)(second * TimeSpan.TicksPerSecond);
        var anomaly = PipelineLog.Anomaly(position) with { Template = template, Severity = LogSeverity.Error, Timestamp = new DateTimeOffset(time, TimeSpan.Zero) };
        run.Policy.Note(anomaly, session: 0, mayOpen: true, time);
    }
}
