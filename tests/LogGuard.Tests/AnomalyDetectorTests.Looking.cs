using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// What a page or a command line asks a running detector.
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task TheOpenCausesAreToldWithTheirNumbers()
    {
        await using var log = new PipelineLog();
        var alerts = CollectAlerts(log);
        await log.LearnAsync();
        Assert.Empty(await log.Detector.GetCausesAsync());

        for (var i = 0; i < 5; i++)
        {
            log.Write("s" + i, "a b x c d");
        }

        await log.FlushAsync();
        var causes = await log.Detector.GetCausesAsync().WaitAsync(PipelineLog.Patience);

        var cause = Assert.Single(causes, one => one.Anomaly.Template == PipelineLog.Template("x"));
        Assert.Equal((5L, 5, null), (cause.Count, cause.SessionCount, cause.SuppressedUntil));
        Assert.Equal(alerts.Single(alert => alert.Anomaly.Template == PipelineLog.Template("x")).Fingerprint, cause.Fingerprint);
        Assert.Equal(log.Anomalies.Count, causes.Sum(one => one.Count));

        Assert.True(log.Detector.Suppress(cause.Fingerprint, cause.LastSeen.AddHours(1)));
        Assert.Equal(cause.LastSeen.AddHours(1), (await log.Detector.GetCausesAsync()).Single(one => one.Fingerprint == cause.Fingerprint).SuppressedUntil);
    }

    [Fact]
    public async Task ADisposedDetectorHasNoCauses()
    {
        await using var log = new PipelineLog();
        log.Dispose();

        Assert.Empty(await log.Detector.GetCausesAsync().WaitAsync(PipelineLog.Patience));
    }

    [Fact]
    public async Task TheTemplatesAreToldWithTheirUse()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync(count: 60);
        var first = log.Time;

        log.Write("later", "a b x");
        await log.FlushAsync();

        var templates = log.Detector.Templates.ToDictionary(one => one.Template);
        Assert.Equal((61L, true), (templates[PipelineLog.Template("a")].Count, templates[PipelineLog.Template("a")].IsLearnt));
        Assert.Equal((60L, true), (templates[PipelineLog.Template("d")].Count, templates[PipelineLog.Template("d")].IsLearnt));
        var added = templates[PipelineLog.Template("x")];
        Assert.Equal((1L, false), (added.Count, added.IsLearnt));
        Assert.Equal(added.FirstSeen, added.LastSeen);
        Assert.True(added.FirstSeen >= first && templates[PipelineLog.Template("a")].FirstSeen < first);
    }

    [Fact]
    public async Task AnAnswerThatIsTakenBackIsForgotten()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "a b x c d");
        await log.FlushAsync();
        var anomaly = log.Anomalies.First(one => one.Kind == AnomalyKind.UnknownKey);
        Assert.False(log.Detector.Unmark(anomaly.Id));

        Assert.True(log.Detector.MarkNormal(anomaly.Id));
        log.Write("t", "a b x c d");
        await log.FlushAsync();
        Assert.Single(log.Anomalies, one => one.Kind == AnomalyKind.UnknownKey);

        Assert.True(log.Detector.Unmark(anomaly.Id));
        Assert.Equal(0, log.Detector.Counters.PatternsMarkedNormal);
        log.Write("u", "a b x c d");
        await log.FlushAsync();

        Assert.Equal(2, log.Anomalies.Count(one => one.Kind == AnomalyKind.UnknownKey));
        Assert.False(log.Detector.Unmark(anomaly.Id));
        Assert.False(log.Detector.Unmark(123_456));
    }

    [Fact]
    public async Task AnAnswerToAStepIsTakenBackInItsWholeScope()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Write("s", "d c b a");
        await log.FlushAsync();
        var anomalies = log.Anomalies.ToArray();
        Assert.NotEmpty(anomalies);
        Assert.All(anomalies, anomaly => Assert.True(log.Detector.MarkNormal(anomaly.Id)));
        Assert.NotEqual(0, log.Detector.Counters.PatternsMarkedNormal);

        Assert.All(anomalies, anomaly => log.Detector.Unmark(anomaly.Id));

        Assert.Equal(0, log.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task TheSettingsInForceAreToldWithoutSecrets()
    {
        await using var log = new PipelineLog(options =>
        {
            (options.Alerts.Webhook.Url, options.Alerts.Webhook.Secret) = ("http://localhost:1/", "do not tell");
            options.Session.OpenLimit = 77;
        });

        var settings = log.Detector.Settings.ToDictionary(setting => setting.Name);

        Assert.Equal(("77", true), (settings["Session.OpenLimit"].Value, settings["Session.OpenLimit"].IsLive));
        Assert.NotEqual("77", settings["Session.OpenLimit"].Default);
        Assert.False(settings["Session.Property"].IsLive);
        Assert.DoesNotContain(settings.Values, setting => setting.Value.Contains("do not tell", StringComparison.Ordinal));
        Assert.Contains(settings.Values, setting => setting.Value == "(not shown)");
    }
}
