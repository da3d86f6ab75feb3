using Serilog;

namespace LogGuard.Serilog.Tests;

/// <summary>A deploy that changes the wording of a template.</summary>
public class RenamedTemplateTests
{
    private const string Reworded = "The order {OrderId} was shipped";

    [Fact]
    public async Task ARewordedTemplateIsAskedAboutOnceAndJudgedAsTheOldOne()
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        Ship(log, 20);
        await log.CloseAsync();

        var question = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.RenamedTemplate, Reworded), (question.Kind, question.Template));
        Assert.Equal((Orders.Shipped, Reworded), (question.Renamed!.Earlier, question.Renamed.Later));
        Assert.InRange(question.Renamed.Similarity, 0.5, 1);
        Assert.Contains("has not come since the start", question.Renamed.Evidence);
        Assert.StartsWith("Renamed template?", question.ToString());
        Assert.Equal(1, log.Detector.Counters.AnomaliesByKind[AnomalyKind.RenamedTemplate]);
        Assert.Equal(20 * 4, log.Detector.Counters.Scored);
    }

    [Fact]
    public async Task ItKeepsItsPlaceInSequencesAndCounts()
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        Ship(log, 5);
        log.Logger.Order("early", "rp");
        log.Logger.Information(Reworded, "early");
        await log.CloseAsync();

        var anomaly = Assert.Single(log.Anomalies, anomaly => anomaly.Kind != AnomalyKind.RenamedTemplate);
        Assert.Equal((AnomalyKind.UnexpectedKey, "early", Orders.Shipped), (anomaly.Kind, anomaly.SessionId, anomaly.Template));
        Assert.Equal("The order early was shipped", anomaly.Line);
    }

    [Fact]
    public async Task ARestartAsksNoSecondTime()
    {
        using var folder = await LearntAsync();
        using (var log = Deployed(folder))
        {
            Ship(log, 3);
            await log.CloseAsync();
            Assert.Single(log.Anomalies);
        }

        using var restarted = Deployed(folder);
        Ship(restarted, 3);
        await restarted.CloseAsync();

        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task AConfirmedOneIsTheOldTemplateFromThenOn()
    {
        using var folder = await LearntAsync();
        using (var log = Deployed(folder))
        {
            Ship(log, 3);
            await log.CloseAsync();
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
            Ship(log, 3);
            await log.CloseAsync();
            Assert.Single(log.Anomalies);
        }

        // Recognised without vectors, since the answer stands in the snapshot, and beside the old wording.
        using var restarted = new OrderLog(options => Set(options, folder, "2.0", isOn: false));
        Ship(restarted, 5);
        restarted.Logger.Order("old");
        restarted.Logger.Order("broken", "rp");
        restarted.Logger.Information(Reworded, "broken");
        await restarted.CloseAsync();

        Assert.Equal(("broken", AnomalyKind.UnexpectedKey), (Assert.Single(restarted.Anomalies).SessionId, restarted.Anomalies.First().Kind));
    }

    [Fact]
    public async Task ARejectedOneIsAnUnknownLineFromThenOn()
    {
        using var folder = await LearntAsync();
        using (var log = Deployed(folder))
        {
            Ship(log, 3);
            await log.CloseAsync();
            Assert.True(log.Detector.MarkAnomalous(Assert.Single(log.Anomalies)));
            log.Anomalies.Clear();
            Ship(log, 2);
            await log.CloseAsync();
            Assert.Equal(2, log.Anomalies.Count(anomaly => anomaly is { Kind: AnomalyKind.UnknownKey, Template: Reworded }));
        }

        using var restarted = Deployed(folder);
        Ship(restarted, 2);
        await restarted.CloseAsync();
        Assert.Equal(2, restarted.Anomalies.Count(anomaly => anomaly is { Kind: AnomalyKind.UnknownKey, Template: Reworded }));
    }

    [Theory]
    [InlineData("Shipping of order {OrderId} failed")]
    [InlineData("Order {OrderId} not shipped")]
    [InlineData("Order {OrderId} could not be shipped")]
    [InlineData("Disk mounted for {OrderId}")]
    public async Task AnotherLineInItsPlaceIsReported(string template)
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        log.Logger.Order("bad", "rpk");
        log.Logger.Information(template, "bad");
        await log.CloseAsync();

        Assert.Equal((AnomalyKind.UnknownKey, "bad"), (log.Anomalies.First().Kind, log.Anomalies.First().SessionId));
    }

    [Fact]
    public async Task ACaptureThatFailedIsNoCapture()
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        log.Logger.Order("bad", "r");
        log.Logger.Information("Payment of {Amount} capture failed for {OrderId}", 12.5m, "bad");
        log.Logger.Order("good", "r");
        log.Logger.Information("Captured the payment of {Amount} for {OrderId}", 12.5m, "good");
        log.Logger.Order("good", "ks");
        await log.CloseAsync();

        Assert.Equal([("bad", AnomalyKind.UnknownKey), ("good", AnomalyKind.RenamedTemplate)], log.Anomalies.Select(anomaly => (anomaly.SessionId, anomaly.Kind)).Distinct());
    }

    [Fact]
    public async Task AWarningIsNoRewordedInformation()
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        Ship(log, 1);
        await log.CloseAsync();
        Assert.Equal(AnomalyKind.RenamedTemplate, Assert.Single(log.Anomalies).Kind);

        log.Logger.Order("bad", "rpk");
        log.Logger.Warning(Reworded, "bad");
        await log.CloseAsync();

        Assert.Contains(log.Anomalies, anomaly => anomaly is { Kind: AnomalyKind.UnknownKey, SessionId: "bad" });
    }

    [Fact]
    public async Task OneThatComesBesideTheOldTemplateIsNoRewording()
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        log.Logger.Order("usual");
        await log.CloseAsync();
        log.Logger.Order("other", "rpk");
        log.Logger.Information("Order {OrderId} shelved", "other");
        await log.CloseAsync();

        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(log.Anomalies).Kind);
    }

    [Fact]
    public async Task TrainingAgainLearnsTheOldTemplate()
    {
        using var folder = await LearntAsync();
        using var log = Deployed(folder);
        Ship(log, 60);
        await log.CloseAsync();
        Assert.True(await log.Detector.RetrainAsync().WaitAsync(Orders.Patience));
        log.Logger.Order("old");
        Ship(log, 2);
        await log.CloseAsync();

        Assert.Single(log.Anomalies);
    }

    [Fact]
    public async Task SwitchedOffItIsAnUnknownLine()
    {
        using var folder = await LearntAsync();
        using var log = new OrderLog(options => Set(options, folder, "2.0", isOn: false));
        Ship(log, 1);
        await log.CloseAsync();

        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(log.Anomalies).Kind);
    }

    private static void Ship(OrderLog log, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var id = $"new{i}";
            log.Logger.Order(id, "rpk");
            log.Logger.Information(Reworded, id);
        }
    }

    private static async Task<PipelineFolder> LearntAsync()
    {
        var folder = new PipelineFolder();
        using var log = await Orders.LearntAsync(options => Set(options, folder, "1.0", isOn: true));
        return folder;
    }

    private static OrderLog Deployed(PipelineFolder folder) => new(options => Set(options, folder, "2.0", isOn: true));

    private static void Set(AnomalyDetectorOptions options, PipelineFolder folder, string version, bool isOn) =>
        (options.ModelPath, options.ApplicationVersion, options.RenamedTemplates) = (folder.Path, version, isOn);
}
