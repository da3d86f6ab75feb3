using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task AStormOfAKnownLineIsAnAnomalyOfNoSession()
    {
        await using var log = new PipelineLog(WatchRates);
        var alerts = new List<Alert>();
        log.Detector.Alert += (_, alert) => alerts.Add(alert);
        await LearnRates(log);
        Assert.Empty(log.Anomalies);

        WriteStorm(log, 299);
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnusualRate, "Rates", PipelineLog.Template("w"), "stream"), (anomaly.Kind, anomaly.Question, anomaly.Template, anomaly.SessionId));
        Assert.Equal(PipelineLog.Template("w"), anomaly.Line);
        Assert.Matches("now [0-9,]+ a (minute|second), it was at most [0-9]+", anomaly.Reason);
        Assert.StartsWith("Unusual rate: [Information] step w of {Job}", anomaly.ToString());
        Assert.Equal(1, log.Detector.Counters.AnomaliesByKind[AnomalyKind.UnusualRate]);
        var alert = Assert.Single(alerts);
        Assert.StartsWith("unusual-rate-", alert.Fingerprint);
    }

    [Fact]
    public async Task ARateThatWasMarkedNormalIsNotReportedAgain()
    {
        using var folder = new TemporaryFolder();
        void Configure(AnomalyDetectorOptions options)
        {
            WatchRates(options);
            options.ModelPath = folder.Path;
        }

        DateTimeOffset time;
        await using (var log = new PipelineLog(Configure))
        {
            await LearnRates(log);
            WriteStorm(log, 60);
            await log.FlushAsync();
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
            log.Time += TimeSpan.FromHours(1);
            WriteUsual(log, 200, "between");
            WriteStorm(log, 60);
            await log.FlushAsync();
            Assert.Single(log.Anomalies);
            time = log.Time;
        }

        await using var restarted = new PipelineLog(Configure) { Time = time.AddHours(1) };
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        WriteUsual(restarted, 200, "after");
        WriteStorm(restarted, 60);
        await restarted.FlushAsync();

        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task RatesGoOnAfterARestartWithoutLearningAgain()
    {
        using var folder = new TemporaryFolder();
        void Configure(AnomalyDetectorOptions options)
        {
            WatchRates(options);
            options.ModelPath = folder.Path;
        }

        DateTimeOffset time;
        await using (var log = new PipelineLog(Configure))
        {
            await LearnRates(log);
            time = log.Time;
        }

        await using var restarted = new PipelineLog(Configure) { Time = time.AddMinutes(1) };
        WriteUsual(restarted, 200, "after");
        await restarted.FlushAsync();
        Assert.Empty(restarted.Anomalies);
        WriteStorm(restarted, 60);
        await restarted.FlushAsync();

        Assert.Equal(AnomalyKind.UnusualRate, Assert.Single(restarted.Anomalies).Kind);
    }

    [Fact]
    public async Task ASnapshotWithoutRatesIsLoaded()
    {
        using var folder = new TemporaryFolder();
        void Configure(AnomalyDetectorOptions options)
        {
            WatchRates(options);
            options.ModelPath = folder.Path;
        }

        await using (var log = new PipelineLog(options =>
        {
            Configure(options);
            options.Rates.Enabled = false;
        }))
        {
            await LearnRates(log);
            WriteStorm(log, 60);
            await log.FlushAsync();
            Assert.Empty(log.Anomalies);
        }

        Assert.Empty(Directory.GetFiles(folder.Path, "rates.json", SearchOption.AllDirectories));
        await using var restarted = new PipelineLog(Configure);
        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
    }

    // Without alarms about rare sequences: the rate alone is judged. Nothing is dropped, since windows with drops are not learnt.
    private static void WatchRates(AnomalyDetectorOptions options) =>
        (options.Values.Enabled, options.Model.TopG, options.Queue.WhenFull) = (false, 100, QueueFullMode.Wait);

    // One wrong password in a hundred sessions, which take a second each.
    private static void WriteUsual(PipelineLog log, int count, string prefix)
    {
        for (var i = 0; i < count; i++)
        {
            log.Write($"{prefix}{i}", i % 100 == 99 ? "w x" : "a b c d e f g h i j");
            log.Time += TimeSpan.FromSeconds(1);
        }
    }

    private static async Task LearnRates(PipelineLog log)
    {
        WriteUsual(log, 2_000, "learnt");
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
    }

    private static void WriteStorm(PipelineLog log, int count)
    {
        for (var i = 0; i < count; i++)
        {
            log.Write($"storm{log.Time.Ticks}-{i}", "w x");
            log.Time += TimeSpan.FromMilliseconds(200);
        }
    }
}
