using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection;

/// <summary>The rules of renamed templates, through a detector whose model was learnt by an earlier process.</summary>
public class RenamedTemplatesTests
{
    private static readonly string[] Steps =
        ["Order {OrderId} received", "Payment captured for {OrderId}", "Parcel {Parcel} packed", "Order {OrderId} shipped"];

    // Steps that are as like to each other as to a reworded one.
    private static readonly string[] Parcels =
        ["Order {OrderId} received", "Parcel {Parcel} weighed", "Parcel {Parcel} labelled", "Parcel {Parcel} packed", "Order {OrderId} shipped"];

    [Fact]
    public async Task IfTheLearntTemplateComesAgainTheAliasEnds()
    {
        using var folder = await LearntAsync();
        await using var log = In(folder);
        await RunAsync(log, "new", ["Order {OrderId} received", "Payment captured for {OrderId}", "Parcel {Parcel} packed", "Order {OrderId} shipped abroad"]);
        Assert.Equal(AnomalyKind.RenamedTemplate, Assert.Single(log.Anomalies).Kind);
        for (var i = 0; i < 3; i++)
        {
            await RunAsync(log, $"old{i}", Steps);
        }

        Assert.Contains(log.Told, line => line.Contains("is an unknown line again"));
        await RunAsync(log, "again", ["Order {OrderId} received", "Payment captured for {OrderId}", "Parcel {Parcel} packed", "Order {OrderId} shipped abroad"]);
        Assert.Contains(log.Anomalies, anomaly => anomaly is { Kind: AnomalyKind.UnknownKey, SessionId: "again" });
        Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate);
    }

    [Fact]
    public async Task NearlyTheSameWordsMayStandBesideTheLearntTemplate()
    {
        using var folder = await LearntAsync();
        await using var log = In(folder);
        for (var i = 0; i < 5; i++)
        {
            await RunAsync(log, $"old{i}", Steps);
            await RunAsync(log, $"new{i}", [.. Steps[..3], "The order {OrderId} has been shipped"]);
        }

        var question = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.RenamedTemplate, Steps[3]), (question.Kind, question.Renamed?.Earlier));
        Assert.Contains("which still comes, too", question.Renamed!.Evidence);
    }

    [Fact]
    public async Task TwoTemplatesAreNotTheSameLearntOneUnlessBothHaveItsWords()
    {
        using var folder = await LearntAsync();
        await using var log = In(folder);
        await RunAsync(log, "first", [.. Steps[..3], "Shipped the order {OrderId}"]);
        await RunAsync(log, "second", [.. Steps[..3], "Order {OrderId} shelved"]);
        await RunAsync(log, "third", [.. Steps[..3], "The order {OrderId} was shipped"]);

        Assert.Equal(
            [("first", AnomalyKind.RenamedTemplate), ("second", AnomalyKind.UnknownKey), ("third", AnomalyKind.RenamedTemplate)],
            log.Anomalies.Where(anomaly => anomaly.Kind != AnomalyKind.CutShort).Select(anomaly => (anomaly.SessionId, anomaly.Kind)));
    }

    [Fact]
    public async Task AStepInAnotherPlaceIsNoRenamedOne()
    {
        using var folder = await LearntAsync();
        await using var log = In(folder);
        await RunAsync(log, "s", ["The order {OrderId} was shipped", .. Steps]);

        Assert.Equal(AnomalyKind.UnknownKey, log.Anomalies.First().Kind);
    }

    [Fact]
    public async Task AShortTemplateOfOtherWordsIsAskedAboutWhenSeveralSessionsHadItInThePlace()
    {
        using var folder = await LearntAsync(Parcels);
        await using var log = In(folder);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(log, $"new{i}", [.. Parcels[..3], "Parcel {Parcel} boxed", Parcels[4]]);
        }

        var question = Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate);
        Assert.Equal((Parcels[3], "Parcel {Parcel} boxed"), (question.Renamed?.Earlier, question.Renamed?.Later));
        Assert.Contains("sessions before, which has not come since the start", question.Renamed!.Evidence);
        var reported = log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
        Assert.InRange(reported, 2, 5);
        Assert.Equal($"new{reported}", question.SessionId);
        Assert.Equal(reported + 1, log.Anomalies.Count);
    }

    [Fact]
    public async Task ThePlaceChoosesAmongTemplatesThatShareOnlyCommonWords()
    {
        string[] steps =
        [
            "Parcel {Parcel} arrived at {Place}", "Parcel {Parcel} weighed at {Place}", "Parcel {Parcel} labelled at {Place}",
            "Parcel {Parcel} moved at {Place}", "Parcel {Parcel} loaded at {Place}", "Parcel {Parcel} dispatched at {Place}",
        ];
        foreach (var place in new[] { 1, 4 })
        {
            using var folder = await LearntAsync(steps);
            await using var log = In(folder);
            for (var i = 0; i < 20; i++)
            {
                await RunAsync(log, $"new{i}", [.. steps[..place], "Parcel {Parcel} at {Place}", .. steps[(place + 1)..]]);
            }

            Assert.Equal(steps[place], Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate).Renamed?.Earlier);
        }
    }

    [Fact]
    public async Task IfTheLearntTemplateComesInBetweenItIsNeverAskedAbout()
    {
        using var folder = await LearntAsync(Parcels);
        await using var log = In(folder);
        await RunAsync(log, "old", Parcels);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(log, $"new{i}", [.. Parcels[..3], "Parcel {Parcel} boxed", Parcels[4]]);
        }

        Assert.Equal(20, log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnknownKey));
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate);
    }

    [Theory]
    [InlineData("Parcel {Parcel} rejected")]
    [InlineData("Parcel {Parcel} not packed")]
    [InlineData("Parcel {Parcel} boxed for {Reason}")]
    [InlineData("Disk {Disk} mounted")]
    public async Task ALineThatFailsOrHasOtherPropertiesOrOtherWordsIsReportedInEverySession(string template)
    {
        using var folder = await LearntAsync(Parcels);
        await using var log = In(folder);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(log, $"new{i}", [.. Parcels[..3], template, Parcels[4]]);
        }

        Assert.Equal(20, log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnknownKey));
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate);
    }

    [Fact]
    public async Task AnAddedStepIsNotTheOneBeforeWhichItComes()
    {
        using var folder = await LearntAsync(Parcels);
        await using var log = In(folder);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(log, $"new{i}", [.. Parcels[..3], "Parcel {Parcel} boxed", .. Parcels[3..]]);
        }

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate);
    }

    [Fact]
    public async Task OneThatCameAsAWarningStaysUnknown()
    {
        using var folder = await LearntAsync(Parcels);
        await using var log = In(folder);
        for (var i = 0; i < 20; i++)
        {
            foreach (var step in Parcels[..3])
            {
                log.Line(step, $"new{i}");
            }

            log.Line("Parcel {Parcel} boxed", $"new{i}", i == 1 ? LogSeverity.Warning : LogSeverity.Information);
            await RunAsync(log, $"new{i}", Parcels[4..]);
        }

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate);
    }

    [Fact]
    public async Task OfTwoTemplatesInOnePlaceOnlyOneIsTheLearntOne()
    {
        using var folder = await LearntAsync(Parcels);
        await using var log = In(folder);
        for (var i = 0; i < 20; i++)
        {
            await RunAsync(log, $"new{i}", [.. Parcels[..3], i % 4 == 3 ? "Parcel {Parcel} parked" : "Parcel {Parcel} boxed", Parcels[4]]);
        }

        Assert.Equal("Parcel {Parcel} boxed", Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.RenamedTemplate).Template);
        Assert.Equal(5, log.Anomalies.Count(anomaly => anomaly is { Kind: AnomalyKind.UnknownKey, Template: "Parcel {Parcel} parked" }));
    }

    [Fact]
    public async Task AVectorizerThatThrowsIsToldAndEverythingElseGoesOn()
    {
        await using var log = new PipelineLog(options => options.TemplateVectorizer = new BrokenVectorizer());
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a b x d", "bad");

        Assert.Contains(log.Told, line => line.Contains("the vectorizer failed: it is broken"));
        Assert.Equal(AnomalyKind.UnknownKey, log.Anomalies.First().Kind);
    }

    private static async Task<PipelineFolder> LearntAsync(string[]? steps = null)
    {
        var folder = new PipelineFolder();
        await using var log = In(folder);
        for (var i = 0; i < 60; i++)
        {
            foreach (var step in steps ?? Steps)
            {
                log.Line(step, $"learnt{i}");
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        return folder;
    }

    private static PipelineLog In(PipelineFolder folder) => new(options =>
    {
        options.ModelPath = folder.Path;
        options.ApplicationVersion = "1.0";
    });

    private static async Task RunAsync(PipelineLog log, string session, string[] steps)
    {
        foreach (var step in steps)
        {
            log.Line(step, session);
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
    }

    private sealed class BrokenVectorizer : LogGuard.Semantics.ITemplateVectorizer
    {
        public string Name => "Broken";

        public LogGuard.Semantics.ITemplateVectors Fit(IReadOnlyList<string> templates, int seed, CancellationToken cancellation) =>
            throw new InvalidOperationException("it is broken");

        public LogGuard.Semantics.ITemplateVectors Load(Stream stream) => throw new InvalidOperationException("it is broken");
    }
}
