using LogGuard.Parsing;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task AKnownCauseThatEscalatesIsToldAtOnce()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var alerts = CollectAlerts(log);
        for (var i = 0; i < 36; i++)
        {
            log.Write($"trickle{i}", "a b x c d", LogSeverity.Error);
            log.Time += TimeSpan.FromMinutes(20);
        }

        await log.FlushAsync();
        var before = alerts.Count;
        var begin = log.Time;
        for (var i = 0; i < 120; i++)
        {
            log.Write($"outage{i}", "a b x c d", LogSeverity.Error);
            log.Time += TimeSpan.FromSeconds(1);
        }

        await log.FlushAsync();
        var alert = Assert.Single(alerts.Skip(before));
        Assert.Equal(AlertState.Escalated, alert.State);
        Assert.InRange(alert.Timestamp - begin, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10));
        Assert.Contains("now 60 a minute, was 3 an hour", alert.ToString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task HarmlessCausesInASessionDoNotDelayASevereOne(int decoys)
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var alerts = CollectAlerts(log);

        log.Write("evil", "a");
        for (var i = 0; i < decoys; i++)
        {
            log.Write("evil", $"odd{i}");
        }

        log.Write("evil", "administrator", LogSeverity.Fatal);
        await log.FlushAsync();

        Assert.Equal((PipelineLog.Template("administrator"), AlertSeverity.Critical), (alerts.Last().Anomaly.Template, alerts.Last().Severity));
        Assert.Single(alerts, alert => alert.State == AlertState.New);
    }

    [Theory]
    [InlineData(31, 1_200)]
    [InlineData(1_200, 1_200)]
    public async Task AFloodOfHarmlessLinesIsNoShieldForASevereOne(int before, int after)
    {
        await using var log = new PipelineLog();
        var alerts = CollectAlerts(log);
        var format = LineFormat.Parse("<Date> <Time> <Level> <Component>: <Content>");
        var start = PipelineLog.Start;
        Task Text(IEnumerable<string> lines) => log.Detector.ReadLinesAsync(new StringReader(string.Join('\n', lines)), format);
        string At(double second) => start.AddSeconds(second).UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss");
        var random = new Random(1);
        string Word() => new([.. Enumerable.Range(0, 8).Select(_ => (char)('a' + random.Next(26)))]);
        await Text(Enumerable.Range(0, 3_000).Select(i => $"{At(i)} INFO sshd: Accepted password for bob from 10.0.0.{i % 250} port {i}"));
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        await log.FlushAsync();
        var learnt = alerts.Count;

        await Text(Enumerable.Range(0, before).Select(i => $"{At(4_000 + (i / 100))} INFO sshd: {Word()} {Word()} {Word()} {Word()}"));
        await Text([$"{At(4_020)} FATAL kernel: Disk failure data loss imminent"]);
        await Text(Enumerable.Range(0, after).Select(i => $"{At(4_021 + (i / 100))} INFO sshd: {Word()} {Word()} {Word()} {Word()}"));
        await log.FlushAsync();

        var alert = Assert.Single(alerts.Skip(learnt), alert => alert.Anomaly.Line.Contains("Disk failure", StringComparison.Ordinal));
        Assert.Equal((TimeSpan.Zero, AlertSeverity.Critical), (alert.Timestamp - alert.FirstSeen, alert.Severity));
    }

    [Fact]
    public async Task ATextsFingerprintSurvivesARestartAndItsSuppressionHolds()
    {
        using var folder = new PipelineFolder();
        string fingerprint;
        await using (var log = new PipelineLog(options => options.ModelPath = folder.Path))
        {
            await log.LearnAsync();
            var alerts = CollectAlerts(log);
            log.Line("bob was refused", "s");
            await log.FlushAsync();
            fingerprint = Assert.Single(alerts).Fingerprint;
            Assert.True(log.Detector.Suppress(fingerprint, log.Time.AddHours(1)));
        }

        await using var again = new PipelineLog(options => options.ModelPath = folder.Path);
        var later = CollectAlerts(again);
        again.Line("bob was refused", "s");
        again.Write("t", "y");
        await again.FlushAsync();

        Assert.Equal(PipelineLog.Template("y"), Assert.Single(later).Anomaly.Template);
        Assert.Equal(1, again.Detector.Counters.AnomaliesSuppressed);
    }

    [Fact]
    public async Task AnAnomalyNamesCategoryServiceAndVersion()
    {
        await using var log = new PipelineLog(options => (options.Name, options.ApplicationVersion) = ("orders", "2.1.0"));
        await log.LearnAsync();
        var alerts = CollectAlerts(log);

        log.Write("s", "x");
        await log.FlushAsync();

        var anomaly = Assert.Single(alerts).Anomaly;
        Assert.Equal(("Shop.step", "orders", "2.1.0"), (anomaly.Category, anomaly.Service, anomaly.ApplicationVersion));
        Assert.StartsWith("[Info] New in orders 2.1.0: Unknown line: [Information] step x of {Job}; ", alerts.Single().ToString());
    }
}
