using LogGuard.Learning.Collecting;
using LogGuard.Learning.Cycle;
using LogGuard.Learning.Snapshots;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Learning that goes on while the detector detects.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task AFedBackStepIsAcceptedByTheModelItself()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder, Calibrated);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a c b d", "asked");
        var step = log.Anomalies.First();
        Assert.Equal((AnomalyKind.UnexpectedKey, 2), (step.Kind, step.Position));
        Assert.True(IsReported(Load(folder), "a c"));

        Assert.True(log.Detector.MarkNormal(step));
        Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        await log.Detector.SaveAsync();

        // Without the marks, which a snapshot's model does not know of until a detector uses it.
        var learnt = Load(folder);
        Assert.False(IsReported(learnt, "a c"));
        Assert.False(IsReported(learnt, "a b c d"));
        Assert.True(IsReported(learnt, "a d"));
        Assert.Single(learnt.LearntSteps);
        Assert.Contains(log.Told, line => line.Contains("1 of 1 answered steps"));
    }

    [Fact]
    public async Task AnAnswerIsLearntSoonAndWithoutBeingAskedTo()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a c b d", "asked");
        Assert.All(log.Anomalies, anomaly => Assert.True(log.Detector.MarkNormal(anomaly)));
        await log.FlushAsync();
        Assert.DoesNotContain(log.Told, line => line.Contains("answered steps"));

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                log.Clock.Advance(LearningCycle.LearningDelay);
                log.FlushAsync().Wait(PipelineLog.Patience);
                return log.Told.Any(line => line.Contains("answered steps"));
            },
            PipelineLog.Patience));

        // All that was answered in one run is learnt in one update, and answering again changes nothing.
        var told = log.Told.Count(line => line.Contains("answered steps"));
        Assert.Equal(1, told);
        Assert.All(log.Anomalies, anomaly => Assert.True(log.Detector.MarkNormal(anomaly)));
        Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        Assert.Equal(told, log.Told.Count(line => line.Contains("answered steps")));
    }

    [Fact]
    public async Task WhatIsMarkedAnomalousIsUnlearnt()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder, Calibrated);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a c b d", "asked");
        var step = log.Anomalies.First();
        log.Detector.MarkNormal(step);
        await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience);

        Assert.True(log.Detector.MarkAnomalous(step));
        Assert.True(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));

        var asked = log.Anomalies.Count;
        await log.WriteSessionsAsync(1, "a c b d", "again");
        Assert.Equal(2, log.Anomalies.Skip(asked).First().Position);
        await log.Detector.SaveAsync();
        Assert.Empty(Load(folder).LearntSteps);
    }

    [Fact]
    public async Task DetectionGoesOnWhileAnAnswerIsLearnt()
    {
        await using var log = new PipelineLog(Calibrated);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a c b d", "asked");
        log.Detector.MarkNormal(log.Anomalies.First());

        var learning = log.Detector.LearnFeedbackAsync();
        for (var i = 0; i < 50; i++)
        {
            log.Write($"meanwhile{i}", "a b x");
        }

        await log.FlushAsync();
        Assert.Equal(50, log.Anomalies.Count(anomaly => anomaly.Kind == AnomalyKind.UnknownKey));
        Assert.True(await learning.WaitAsync(PipelineLog.Patience));
    }

    [Fact]
    public async Task ARestartGoesOnWithWhatWasLearntFromAnswers()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder, Calibrated))
        {
            await log.LearnAsync();

            // Behind an answered step a session is judged on.
            for (var round = 0; round < 5; round++)
            {
                await log.WriteSessionsAsync(1, "a c b d", "asked");
                Assert.All(log.Anomalies, anomaly => Assert.True(log.Detector.MarkNormal(anomaly)));
            }

            await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience);
        }

        var learnt = Load(folder);
        Assert.False(IsReported(learnt, "a c"));
        Assert.NotNull(learnt.Basis);
        await using var restarted = In(folder, Calibrated);
        Assert.True(await restarted.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        Assert.DoesNotContain(restarted.Told, line => line.Contains("answered steps"));
        await restarted.WriteSessionsAsync(1, "a c b d", "again");
        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task RetrainingLearnsWhatIsNormalNow()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder, KeepingSessions);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a b x c d", "asked");
        log.Detector.MarkNormal(Assert.Single(log.Anomalies));
        await log.WriteSessionsAsync(300, "a b x c d", "new");

        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

        var learnt = Load(folder);
        Assert.True(learnt.Symbols.Knows(5));
        Assert.False(IsReported(learnt, "a b x c d".Replace('x', 'e')));
        Assert.Equal(DetectorState.Detecting, log.Detector.State);
    }

    [Fact]
    public async Task WhatWasMarkedAnomalousIsNotLearntByRetraining()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder, KeepingSessions);
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a b x c d", "asked");
        log.Detector.MarkNormal(Assert.Single(log.Anomalies));
        await log.WriteSessionsAsync(60, "a b x c d", "new");
        log.Detector.MarkAnomalous(log.Anomalies.First());
        await log.WriteSessionsAsync(300);

        Assert.True(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));

        Assert.False(Load(folder).Symbols.Knows(5));
        await log.WriteSessionsAsync(1, "a b x c d", "again");
        Assert.Equal(2, log.Anomalies.Count);
    }

    [Fact]
    public async Task RetrainingNeedsSessionsAndATrainedModel()
    {
        await using var log = new PipelineLog(options => options.Training.RecentSessions = 0);
        Assert.False(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.False(await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience));
        await log.LearnAsync();

        Assert.False(await log.Detector.RetrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.Single(log.Told, line => line.Contains("recent sessions are normal"));
    }

    [Fact]
    public async Task RetrainingComesByTheEventsClock()
    {
        await using var log = new PipelineLog(options => options.Training.RetrainInterval = TimeSpan.FromHours(1));
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, prefix: "first");
        await log.FlushAsync();
        Assert.DoesNotContain(log.Told, line => line.Contains("training again"));

        log.Time += TimeSpan.FromHours(2);
        await log.WriteSessionsAsync(1, prefix: "later");

        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                log.FlushAsync().Wait(PipelineLog.Patience);
                return log.Told.Any(line => line.Contains("with a model of") && line.Contains("recent sessions."));
            },
            PipelineLog.Patience));
    }

    [Fact]
    public async Task OneCanReturnToAnyKeptSnapshot()
    {
        using var folder = new PipelineFolder();
        await using var log = In(folder, options =>
        {
            Calibrated(options);
            options.SnapshotLimit = 5;
        });
        await log.LearnAsync();
        await log.WriteSessionsAsync(1, "a c b d", "asked");
        var step = log.Anomalies.First();
        log.Detector.MarkNormal(step);
        await log.Detector.LearnFeedbackAsync().WaitAsync(PipelineLog.Patience);
        await log.Detector.SaveAsync();
        Assert.Equal([1, 2], log.Detector.Snapshots.Select(snapshot => snapshot.Number));
        Assert.All(log.Detector.Snapshots, snapshot => Assert.Equal((DetectorState.Detecting, 60), (snapshot.State, snapshot.SessionCount)));

        Assert.True(await log.Detector.RollbackAsync(1).WaitAsync(PipelineLog.Patience));

        Assert.Equal(0, log.Detector.Counters.PatternsMarkedNormal);
        Assert.Equal(3, log.Detector.Snapshots.Count);
        var asked = log.Anomalies.Count;
        await log.WriteSessionsAsync(1, "a c b d", "again");
        Assert.Equal(2, log.Anomalies.Skip(asked).First().Position);
        Assert.False(await log.Detector.RollbackAsync(9).WaitAsync(PipelineLog.Patience));
        Assert.Single(log.Told, line => line.Contains("there is no snapshot 9"));
        Assert.True(await log.Detector.RollbackAsync(2).WaitAsync(PipelineLog.Patience));
        Assert.Equal(1, log.Detector.Counters.PatternsMarkedNormal);
    }

    [Fact]
    public async Task WithoutAFolderThereIsNothingToReturnTo()
    {
        await using var log = new PipelineLog();

        Assert.Empty(log.Detector.Snapshots);
        await Assert.ThrowsAsync<InvalidOperationException>(() => log.Detector.RollbackAsync(1));
    }

    // With room for two keys behind the same window, which the one most likely key has not.
    private static void KeepingSessions(AnomalyDetectorOptions options)
    {
        Calibrated(options);
        options.Training.RecentSessions = 100;
    }

    private static void Calibrated(AnomalyDetectorOptions options)
    {
        options.Model.TopG = null;
        options.Model.TrainingSteps = 400;
    }

    private static LogGuard.Detection.SessionModel Load(PipelineFolder folder) =>
        new SnapshotStore(folder.Path, TimeProvider.System, line => Assert.Fail(line)).Load(new ManagedEngine(threadCount: 1), out _)!.Model!;

    // Steps are the letters' keys where they came in the order of the alphabet.
    private static bool IsReported(LogGuard.Detection.SessionModel model, string letters)
    {
        var session = Some.OpenSession("", model.WindowSize);
        foreach (var key in Some.Keys(letters))
        {
            if (model.IsAnomalous(session, key, out _))
            {
                return true;
            }

            session.Append(key);
        }

        return false;
    }
}
