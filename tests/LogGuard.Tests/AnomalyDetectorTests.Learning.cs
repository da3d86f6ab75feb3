using System.Collections.Concurrent;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task TrainingBeginsWithEnoughSessions()
    {
        await using var log = new PipelineLog(options => options.Training.SessionCount = 5);

        await log.WriteSessionsAsync(4);
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        Assert.Equal(4, log.Detector.Counters.SessionsCollected);
        await log.WriteSessionsAsync(1, prefix: "last");

        await Detecting(log);
    }

    [Fact]
    public async Task TrainingBeginsWithEnoughEvents()
    {
        await using var log = new PipelineLog(options => options.Training.EventCount = 12);

        await log.WriteSessionsAsync(2);
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        await log.WriteSessionsAsync(1, prefix: "last");

        await Detecting(log);
    }

    [Fact]
    public async Task AnEndlessStreamIsLearntInParts()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Training.SessionLengthLimit = 16;
            options.Training.EventCount = 64;
        });

        for (var i = 0; i < 16; i++)
        {
            log.Write(null, "a b c d");
        }

        await log.FlushAsync();
        await Detecting(log);
        Assert.Equal(0, log.Detector.Counters.SessionsClosed);
        Assert.Contains(log.Told, line => line.Contains("detecting, with a model of 4 sessions"));
    }

    [Fact]
    public async Task PartsOfAnEndlessStreamAreCountedAsCollected()
    {
        await using var log = new PipelineLog(options => options.Training.SessionLengthLimit = 16);

        for (var i = 0; i < 10; i++)
        {
            log.Write(null, "a b c d");
        }

        await log.FlushAsync();

        Assert.Equal(2, log.Detector.Counters.SessionsCollected);
    }

    [Fact]
    public async Task TrainingBeginsOnceTheTimeIsOver()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Training.Duration = TimeSpan.FromHours(1);
            options.Session.IdleTimeout = TimeSpan.FromDays(1);
        });
        await log.WriteSessionsAsync(3);

        log.Time = PipelineLog.Start + TimeSpan.FromMinutes(59);
        log.Write("late", "a");
        await log.Detector.CloseSessionsAsync();
        Assert.Equal(DetectorState.Collecting, log.Detector.State);

        log.Time = PipelineLog.Start + TimeSpan.FromMinutes(60);
        log.Write("later", "a");
        await log.Detector.CloseSessionsAsync();
        await Detecting(log);
    }

    [Fact]
    public async Task TrainingBeginsOnceNoNewTemplateHasComeForLong()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Training.QuietTime = TimeSpan.FromMinutes(10);
            options.Session.IdleTimeout = TimeSpan.FromDays(1);
        });
        await log.WriteSessionsAsync(3);

        await At(9, "a b c d new");
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        await At(18, "a b c d new");
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        await At(20, "a b c d new");

        await Detecting(log);

        async Task At(int minute, string steps)
        {
            log.Time = PipelineLog.Start + TimeSpan.FromMinutes(minute);
            log.Write($"at{minute}", steps);
            await log.Detector.CloseSessionsAsync();
        }
    }

    [Fact]
    public async Task WithNothingCollectedThereIsNothingToTrainOn()
    {
        await using var log = new PipelineLog();

        Assert.False(await log.Detector.TrainAsync());
        log.Write("open", "a b c d");
        Assert.False(await log.Detector.TrainAsync());

        Assert.Equal(DetectorState.Collecting, log.Detector.State);
        Assert.Equal(0, log.Detector.TrainingProgress);
    }

    [Fact]
    public async Task WhoDetectsAlreadyDoesNotTrainAgain()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        Assert.False(await log.Detector.TrainAsync());
        Assert.Equal(1, log.Detector.TrainingProgress);
    }

    [Fact]
    public async Task CaptureGoesOnDuringTraining()
    {
        var told = new ConcurrentQueue<string>();
        await using var log = new PipelineLog(options =>
        {
            // Long enough that it has not ended when the next lines are worked off.
            options.Model.TrainingSteps = 10_000_000;
            options.Diagnostics = told.Enqueue;
        });
        await log.WriteSessionsAsync(20);
        var trained = log.Detector.TrainAsync();
        await log.FlushAsync();
        Assert.Equal(DetectorState.Training, log.Detector.State);

        await log.WriteSessionsAsync(5, "a x", prefix: "during");

        var counters = log.Detector.Counters;
        Assert.Equal(DetectorState.Training, log.Detector.State);
        Assert.False(trained.IsCompleted);
        Assert.Equal(90, counters.Processed);
        Assert.Equal(25, counters.SessionsClosed);
        Assert.Equal(0, counters.Scored);
        Assert.Empty(log.Anomalies);

        // Disposal does not wait for what has no end, and nobody waits for ever.
        log.Dispose();
        Assert.False(await trained.WaitAsync(PipelineLog.Patience));
        Assert.Contains(told, line => line.Contains("stopped: 90 events received"));
    }

    [Fact]
    public async Task ASessionThatWasOpenDuringTrainingIsJudgedFromThenOn()
    {
        await using var log = new PipelineLog();
        await log.WriteSessionsAsync(60);
        log.Write("open", "a b");
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        log.Write("open", "c d");
        await log.Detector.CloseSessionsAsync();
        Assert.Empty(log.Anomalies);

        log.Write("open2", "a b");
        await log.Detector.CloseSessionsAsync();
        Assert.Equal(AnomalyKind.CutShort, Assert.Single(log.Anomalies).Kind);
    }

    [Fact]
    public async Task AllWhoAskForTrainingAreTold()
    {
        await using var log = new PipelineLog();
        await log.WriteSessionsAsync(10);

        var answers = await Task.WhenAll(log.Detector.TrainAsync(), log.Detector.TrainAsync()).WaitAsync(PipelineLog.Patience);

        // Whoever comes when the training is over already finds a detector that detects.
        Assert.Contains(true, answers);
        Assert.Equal(DetectorState.Detecting, log.Detector.State);
    }

    [Fact]
    public async Task NothingIsReportedWhileLearning()
    {
        await using var log = new PipelineLog();

        await log.WriteSessionsAsync(20);
        await log.WriteSessionsAsync(20, "x d c a", prefix: "odd");

        Assert.Empty(log.Anomalies);
        Assert.Equal(0, log.Detector.Counters.Scored);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public async Task EveryKindOfDetectorReportsALineThatWasNeverSeen(DetectorKind kind)
    {
        await using var log = new PipelineLog(options =>
        {
            options.Detector = kind;
            options.Model.WindowSize = 2;
        });
        await log.LearnAsync();

        await log.WriteSessionsAsync(5);
        Assert.Empty(log.Anomalies);
        log.Write("odd", "a b c d x");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal("odd", anomaly.SessionId);
        Assert.Equal(5, anomaly.Position);
        Assert.Equal(PipelineLog.Template("x"), anomaly.Template);
    }

    private static async Task Detecting(PipelineLog log)
    {
        // Joins the training that is under way; false means that it has ended in the meantime.
        await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience);
        Assert.Equal(DetectorState.Detecting, log.Detector.State);
    }
}
