using LogGuard.Tests.Support;

namespace LogGuard.Tests.Pipeline;

public class EventIntakeTests
{
    [Fact]
    public async Task ObserversAreToldOfEachAnomalyAndEachEndUntilTheyAreDisposedOf()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var observer = new Observer();
        var observation = log.Detector.Intake.Observe(observer);

        log.Write("s", "a x");
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        observation.Dispose();
        log.Write("t", "a x");
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);

        Assert.Equal([SessionId.From("s")], observer.Anomalies.Select(entry => entry.Session).Distinct());
        Assert.Equal("step x of {Job}", observer.Anomalies[0].Anomaly.Template);
        var ended = Assert.Single(observer.Ended);
        Assert.Equal((SessionId.From("s"), 2L, observer.Anomalies.Count, false, false), (ended.Id, ended.EventCount, ended.AnomalyCount, ended.HasHole, ended.MissesValues));
    }

    [Fact]
    public async Task AnObserverThatThrowsIsReportedAndKeepsNothingFromOthers()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var observer = new Observer();
        log.Detector.Intake.Observe(new Observer { Fails = true });
        log.Detector.Intake.Observe(observer);

        log.Write("s", "x");
        await log.FlushAsync();

        Assert.Single(observer.Anomalies);
        Assert.Single(log.Anomalies);
        Assert.Contains(log.Told, line => line.Contains("watching sessions failed with NotSupportedException"));
    }

    [Fact]
    public async Task ObserversSeeTheHashedIdThatKnownAsGives()
    {
        await using var log = new PipelineLog(options => options.Capture.HashSessionIds = true);
        await log.LearnAsync();
        var observer = new Observer();
        log.Detector.Intake.Observe(observer);

        log.Write("secret", "x");
        await log.FlushAsync();

        var known = log.Detector.Intake.KnownAs(SessionId.From("secret"));
        Assert.Equal(known, Assert.Single(observer.Anomalies).Session);
        Assert.NotEqual(SessionId.From("secret"), known);
        Assert.Equal(SessionId.Stream, log.Detector.Intake.KnownAs(SessionId.Stream));
    }

    [Fact]
    public async Task APostedActionRunsBehindTheAnomaliesThatWait()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "x");
        await log.FlushAsync();
        var seen = -1;

        Assert.True(log.Detector.Intake.TryPost(() => seen = log.Anomalies.Count));
        await log.FlushAsync();

        Assert.Equal(1, seen);
        log.Dispose();
        Assert.False(log.Detector.Intake.TryPost(() => seen = 0));
    }

    [Fact]
    public async Task FactsComeFromTheSettings()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Session.Property = "OrderId";
            options.Keys.ByCategory = true;
            options.Queue.Limit = 77;
            options.OnAlert = _ => { };
        });
        var intake = log.Detector.Intake;

        Assert.Equal(("OrderId", true, false, false, false), (intake.SessionProperty, intake.KeysByCategory, intake.KeysByEventId, intake.FiltersLines, intake.IsClosed));
        Assert.Same(log.Clock, intake.TimeProvider);
        Assert.True(log.Detector.HasCallback);
        Assert.Equal(77, log.Detector.Counters.QueueLimit);
        log.Dispose();
        Assert.True(intake.IsClosed);
    }

    [Fact]
    public async Task AReportedFailureCountsAsADropAndIsTold()
    {
        await using var log = new PipelineLog();

        log.Detector.Intake.ReportNotTaken(new FormatException("no session"));
        log.Detector.Intake.ReportNotRead(new FormatException("no value"));
        log.Detector.Intake.Report("something odd.");

        Assert.Equal((1L, 1L), (log.Detector.Counters.Dropped, log.Detector.Counters.DroppedByError));
        Assert.Contains("LogGuard: 1 event could not be taken: no session", log.Told);
        Assert.Contains("LogGuard: 1 event could only be taken in part: no value", log.Told);
        Assert.Contains("LogGuard: something odd.", log.Told);
    }

    [Fact]
    public async Task ARendererOfTwoMethodsIsEnough()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Detector.Intake.Take("never {Seen}", SessionId.From("s"), log.Time.UtcTicks, LogSeverity.Warning, "never 7", new Smallest());
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(("never {Seen}", "never 7", null, LogSeverity.Warning), (anomaly.Template, anomaly.Line, anomaly.TraceId, anomaly.Severity));
    }

    [Fact]
    public void SettingsAreBoundByTheirNamesAndAllFaultsThrownAtOnce()
    {
        var options = new AnomalyDetectorOptions();

        options.Bind([new("Session:Property", "OrderId"), new("LogLevel:Default", "Warning")], "LogLevel");
        Assert.Equal("OrderId", options.Copy().Session.Property);

        options.Bind([new("", "text"), new("Queue:Limit", "many")]);
        var fault = Assert.Throws<ArgumentException>(options.Copy).Message;
        Assert.Contains("options is \"text\"", fault);
        Assert.Contains("Queue.Limit is \"many\"", fault);
    }

    private sealed class Smallest : LineRenderer
    {
        public override string Render(object line) => (string)line;

        public override string GetTemplate(object line) => "never {Seen}";
    }

    private sealed class Observer : ISessionObserver
    {
        public bool Fails { get; init; }

        public List<(SessionId Session, Anomaly Anomaly)> Anomalies { get; } = [];

        public List<EndedSession> Ended { get; } = [];

        public void OnAnomaly(SessionId session, Anomaly anomaly)
        {
            if (Fails)
            {
                throw new NotSupportedException("observer");
            }

            Anomalies.Add((session, anomaly));
        }

        public void OnEnd(EndedSession session) => Ended.Add(session);
    }
}
