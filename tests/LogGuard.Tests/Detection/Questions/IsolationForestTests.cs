using LogGuard.Alerts;
using LogGuard.Detection;
using LogGuard.Learning.Snapshots;
using LogGuard.Learning.Training;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection.Questions;

/// <summary>
/// A question that LogGuard does not know, added with one registration: it learns, reports, is answered, is trained again, and
/// comes back after a restart, as LogGuard's own.
/// </summary>
public class IsolationForestTests
{
    private static readonly string Odd = Session(20, 20);

    // Among sixty sessions learnt from, two are odd: the forest learns that they are, and no single count is new.
    private static readonly string[] Usual = [.. Enumerable.Range(0, 58).Select(i => Session(1 + (i % 3), 1 + (i / 3 % 3)))];

    [Fact]
    public async Task AnAddedQuestionReportsInItsOwnName()
    {
        await using var log = Make();
        await LearnAsync(log);

        await log.WriteSessionsAsync(1, Odd, "odd");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.Other, "IsolationForest"), (anomaly.Kind, anomaly.Question));
        Assert.StartsWith("IsolationForest in session odd0, line 42: ", anomaly.ToString(), StringComparison.Ordinal);
        Assert.StartsWith("its counts are easy to isolate: 0.", anomaly.Reason, StringComparison.Ordinal);
        Assert.StartsWith("isolation-forest-", Fingerprint.Of(anomaly), StringComparison.Ordinal);
    }

    [Fact]
    public async Task UsualSessionsAreNotReported()
    {
        await using var log = Make();
        await LearnAsync(log);

        for (var i = 0; i < Usual.Length; i++)
        {
            await log.WriteSessionsAsync(1, Usual[i], $"usual{i}-");
        }

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task AnAnswerHoldsAndIsLearntByNoOtherQuestion()
    {
        using var folder = new PipelineFolder();
        await using var log = Make(options =>
        {
            // Every known key is expected anywhere, so that the network has nothing to report.
            (options.Detector, options.ModelPath, options.Model.TopG) = (DetectorKind.Default, folder.Path, 9);
        });
        await LearnAsync(log);
        await log.WriteSessionsAsync(1, Odd, "odd");
        var anomaly = Assert.Single(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.Other);
        var before = log.Anomalies.Count;

        Assert.True(log.Detector.MarkNormal(anomaly));
        Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        await log.WriteSessionsAsync(1, Odd, "again");

        Assert.Equal(before, log.Anomalies.Count);
        await log.Detector.SaveAsync();
        var model = Load(folder);
        Assert.Empty(model.LearntSteps);
        Assert.Null(SnapshotFormat.Read(folder.Snapshots[^1], new ManagedEngine()).NormalPatterns.SingleOrDefault(pattern => pattern.IsOfStep || pattern.IsOfCount));
        Assert.DoesNotContain(log.Told, line => line.Contains("answered steps", StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnAnswerAndTheQuestionComeBackAfterARestart()
    {
        using var folder = new PipelineFolder();
        await using (var log = Make(options => options.ModelPath = folder.Path))
        {
            await LearnAsync(log);
            await log.WriteSessionsAsync(1, Odd, "odd");
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        }

        await using var later = Make(options => options.ModelPath = folder.Path);
        Assert.Equal(DetectorState.Detecting, later.Detector.State);
        await later.WriteSessionsAsync(1, Odd, "answered");
        Assert.Empty(later.Anomalies);

        await later.WriteSessionsAsync(1, Session(20, 19), "other");
        Assert.Equal("IsolationForest", Assert.Single(later.Anomalies).Question);
    }

    [Fact]
    public async Task ItIsTrainedAgainWithTheOthers()
    {
        using var folder = new PipelineFolder();
        await using var log = Make(options => options.ModelPath = folder.Path);
        await LearnAsync(log);

        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));
        await log.WriteSessionsAsync(1, Usual[0], "usual");

        Assert.Empty(log.Anomalies);
        Assert.Equal(2, folder.Snapshots.Length);
        Assert.All(folder.Snapshots, snapshot => Assert.NotNull(SnapshotFormat.Read(snapshot, new ManagedEngine(), Sources).Model!.Find<IsolationForestQuestion>()));
    }

    [Fact]
    public async Task ASavedModelThatDoesNotKnowItSaysSo()
    {
        using var folder = new PipelineFolder();
        await using (var log = new PipelineLog(options => (options.Detector, options.ModelPath) = (DetectorKind.NewKey, folder.Path)))
        {
            await LearnAsync(log);
        }

        await using var later = Make(options => options.ModelPath = folder.Path);

        Assert.Contains(later.Told, line => line.EndsWith("the saved model does not know the question IsolationForest: it is asked once the detector has trained again.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task ASnapshotWithAQuestionThatIsNotAddedAnyMoreIsReadWithoutIt()
    {
        using var folder = new PipelineFolder();
        await using (var log = Make(options => options.ModelPath = folder.Path))
        {
            await LearnAsync(log);
            await log.WriteSessionsAsync(1, Odd, "odd");
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        }

        var read = SnapshotFormat.Read(folder.Snapshots[^1], new ManagedEngine(), QuestionSources.Ready(DetectorKind.NewKey));

        Assert.Equal("NewKey", Assert.Single(read.Model!.Questions).Name);
        Assert.Equal("IsolationForest", Assert.Single(read.NormalPatterns).Form);
    }

    private static string Session(int bs, int cs) => string.Join(' ', ["a", .. Enumerable.Repeat("b", bs), .. Enumerable.Repeat("c", cs), "d"]);

    private static PipelineLog Make(Action<AnomalyDetectorOptions>? configure = null) => new(options =>
    {
        options.Detector = DetectorKind.NewKey;
        options.AddQuestion(new IsolationForestSource());
        configure?.Invoke(options);
    });

    private static async Task LearnAsync(PipelineLog log)
    {
        string[] learnt = [.. Usual, Odd, Odd];
        for (var i = 0; i < learnt.Length; i++)
        {
            log.Write($"learnt{i}", learnt[i]);
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
    }

    private static IReadOnlyList<IQuestionSource> Sources => [.. QuestionSources.Ready(DetectorKind.Default), new IsolationForestSource()];

    private static SessionModel Load(PipelineFolder folder) => SnapshotFormat.Read(folder.Snapshots[^1], new ManagedEngine(), Sources).Model!;
}
