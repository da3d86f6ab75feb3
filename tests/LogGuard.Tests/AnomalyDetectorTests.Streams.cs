using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// Logs whose events have no session, and such events beside sessions.
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task ALogWithoutSessionsIsLearntInPartsAndJudged()
    {
        await using var log = new PipelineLog(options => (options.Training.StreamEventCount, options.Model.TopG) = (400, null));

        WriteStream(log, 99);
        await log.FlushAsync();
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        WriteStream(log, 1);
        await log.FlushAsync();
        await Detecting(log);

        WriteStream(log, 100);
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);
        log.Write(null, "a b x");
        await log.FlushAsync();
        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(log.Anomalies).Kind);
    }

    [Fact]
    public async Task AWorkerThatLogsLittleIsLearntAfterADay()
    {
        await using var log = new PipelineLog(options => options.Model.TopG = null);
        for (var minute = 0; minute < 24 * 60; minute += 15)
        {
            log.Time = PipelineLog.Start.AddDays(-8).AddMinutes(minute);
            log.Write(null, "a b c d");
        }

        await log.FlushAsync();
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        log.Time = PipelineLog.Start.AddDays(-7);
        log.Write(null, "a b c d a b c d");
        await log.FlushAsync();
        await Detecting(log);

        log.Time = PipelineLog.Start.AddDays(-6);
        log.Write(null, "a b c d a b c d x");
        await log.FlushAsync();
        Assert.Equal(PipelineLog.Template("x"), Assert.Single(log.Anomalies).Template);
    }

    [Theory]
    [InlineData(null, "Session.Property is not set")]
    [InlineData("OrderId", "none has the property \"OrderId\" of Session.Property")]
    public async Task ALogWithoutSessionsIsToldOnceHowItsEventsGetThem(string? property, string cause)
    {
        await using var log = new PipelineLog(options => options.Session.Property = property);

        WriteStream(log, 249);
        await log.FlushAsync();
        Assert.DoesNotContain(log.Told, IsAdvice);
        WriteStream(log, 500);
        await log.FlushAsync();
        WriteStream(log, 500);
        await log.FlushAsync();

        var advice = Assert.Single(log.Told, IsAdvice);
        Assert.Contains(cause, advice);
        Assert.Contains("learnt in parts after 20,000 events or a day", advice);
    }

    [Fact]
    public async Task ALogWithSessionsIsNotAdvised()
    {
        await using var log = new PipelineLog();

        log.Write("s", "a");
        WriteStream(log, 500);
        await log.FlushAsync();

        Assert.DoesNotContain(log.Told, IsAdvice);
    }

    [Fact]
    public async Task FewSessionsBesideAStreamDoNotKeepItFromBeingLearnt()
    {
        await using var log = new PipelineLog(options => (options.Training.StreamEventCount, options.Model.TopG) = (400, null));
        await log.WriteSessionsAsync(5);
        WriteStream(log, 100);
        await log.FlushAsync();
        await Detecting(log);

        WriteStream(log, 20);
        await log.WriteSessionsAsync(2, prefix: "more");

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.SessionId == "stream");
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
    }

    [Fact]
    public async Task ManySessionsBesideAStreamAreWaitedFor()
    {
        await using var log = new PipelineLog(options => options.Training.StreamEventCount = 400);
        await log.WriteSessionsAsync(6);
        WriteStream(log, 100);
        await log.FlushAsync();

        Assert.Equal(DetectorState.Collecting, log.Detector.State);
    }

    [Fact]
    public async Task APauseOfTheStreamIsNoEnd()
    {
        await using var log = new PipelineLog(options => options.Model.TopG = null);
        await log.WriteSessionsAsync(60);
        WriteStream(log, 30);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        log.Write(null, "a b");
        await log.Detector.CloseSessionsAsync();
        log.Write(null, "a b c d a b c d");
        await log.Detector.CloseSessionsAsync();

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind is AnomalyKind.CutShort or AnomalyKind.UnusualCounts);
    }

    private static void WriteStream(PipelineLog log, int rounds)
    {
        for (var i = 0; i < rounds; i++)
        {
            log.Write(null, "a b c d");
        }
    }

    private static bool IsAdvice(string line) => line.Contains("belongs to a session");
}
