using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// What was logged while learning is known afterwards, whether its session ended or not.
public partial class AnomalyDetectorTests
{
    [Fact]
    public async Task LinesOfTheStreamThatIsOpenWhenTrainingStartsAreKnown()
    {
        await using var log = new PipelineLog(options => options.Model.TopG = null);
        log.Line("Application started", session: null);
        await WithStreamAsync(log, 0, 200);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        await WithStreamAsync(log, 200, 100);
        await log.Detector.CloseSessionsAsync();

        Assert.Empty(log.Anomalies);
        log.Line("Cache lost", session: null);
        await log.FlushAsync();
        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal((AnomalyKind.UnknownKey, "no line like this occurred in the 200 sessions learnt from"), (anomaly.Kind, anomaly.Reason));
    }

    [Fact]
    public async Task TheBeginningOfAnOpenSessionIsLearnt()
    {
        await using var log = new PipelineLog(options => (options.Model.TopG, options.Model.TrainingSteps) = (null, 400));
        await log.WriteSessionsAsync(60);
        for (var i = 0; i < 40; i++)
        {
            log.Write($"open{i}", "a b e f");
        }

        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.Contains(log.Told, line => line.Contains("training on 60 sessions with 240 events, the beginnings of 40 others with 160 events"));

        log.Write("next", "a b e f");
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);
        log.Write("odd", "e a b f");
        await log.FlushAsync();

        Assert.Equal(AnomalyKind.UnexpectedKey, log.Anomalies.First(anomaly => anomaly.SessionId == "odd").Kind);
    }

    [Fact]
    public async Task TheMissingEndOfAnOpenSessionIsNotLearnt()
    {
        await using var log = new PipelineLog(options => options.Model.TopG = null);
        await log.WriteSessionsAsync(60);
        for (var i = 0; i < 200; i++)
        {
            log.Write($"open{i}", "a b");
        }

        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        log.Write("cut", "a b");
        log.Detector.CloseSession("cut");
        log.Write("whole", "a b c d");
        log.Detector.CloseSession("whole");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal("cut", anomaly.SessionId);
        Assert.True(anomaly.Kind is AnomalyKind.CutShort or AnomalyKind.UnusualCounts);
    }

    [Fact]
    public async Task LinesBeforeAHoleAreLearntAndThoseBehindItAreKnown()
    {
        await using var log = Holey();
        await log.WriteSessionsAsync(60);
        Lose(log, "a b y", lost: "c");
        log.Write(100, "z");
        await log.Detector.CloseSessionsAsync();
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        log.Write(500, "a b y z c d");
        await log.Detector.CloseSessionsAsync();

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
    }

    [Theory]
    [InlineData(DetectorKind.Default)]
    [InlineData(DetectorKind.NewKey)]
    [InlineData(DetectorKind.NGram)]
    [InlineData(DetectorKind.DeepLog)]
    public async Task ALineThatCameDuringTheTrainingIsKnownAndHasNoPlace(DetectorKind kind)
    {
        await using var log = new PipelineLog(options => (options.Detector, options.Model.WindowSize) = (kind, 2));
        await LearnWithLateLineAsync(log);

        log.Write("later", "a b x c d");
        log.Detector.CloseSession("later");
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);
        log.Write("odd", "a b c d y");
        await log.FlushAsync();

        Assert.Equal(PipelineLog.Template("y"), Assert.Single(log.Anomalies).Template);
    }

    [Fact]
    public async Task WhatWasSeenWhileLearningIsKnownAfterARestart()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await LearnWithLateLineAsync(log);
            await log.Detector.SaveAsync();
        }

        await using var restarted = In(folder);
        restarted.Write("later", "a b x c d");
        await restarted.Detector.CloseSessionsAsync();

        Assert.Equal(DetectorState.Detecting, restarted.Detector.State);
        Assert.Empty(restarted.Anomalies);
    }

    [Fact]
    public async Task WhatWasSeenBeforeARestartWhileCollectingIsKnown()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder, options => options.Queue.Limit = HoleyQueueLimit))
        {
            await log.WriteSessionsAsync(60);
            Lose(log, "a b y", lost: "c");
            log.Write(100, "z");
            await log.Detector.CloseSessionsAsync();
        }

        await using var restarted = In(folder);
        await restarted.WriteSessionsAsync(1, prefix: "more");
        Assert.True(await restarted.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        restarted.Write("later", "a b y z c d");
        await restarted.Detector.CloseSessionsAsync();

        Assert.DoesNotContain(restarted.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnknownKey);
    }

    [Fact]
    public async Task ASessionEvictedBetweenTwoEventsHasNoEndToLearnOrToJudge()
    {
        await using var log = new PipelineLog(options => (options.Session.OpenLimit, options.Model.TopG) = (2, null));
        for (var i = 0; i < 60; i++)
        {
            foreach (var step in new[] { "a", "b", "c", "d" })
            {
                log.Write($"s{i}", step);
                log.Time += TimeSpan.FromMilliseconds(9);
            }

            await log.Detector.CloseSessionsAsync();
        }

        Evict("learnt", 90);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        Assert.Contains(log.Told, line => line.Contains("sessions were ended between two events"));

        Evict("judged", 90);
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);
        log.Write("cut", "a");
        log.Detector.CloseSession("cut");
        await log.FlushAsync();

        Assert.Equal(("cut", AnomalyKind.CutShort), (Assert.Single(log.Anomalies).SessionId, log.Anomalies.Single().Kind));

        // Each one has its first event only, and the two after it end it.
        void Evict(string prefix, int count)
        {
            for (var i = 0; i < count; i++)
            {
                log.Write($"{prefix}{i}", "a");
            }
        }
    }

    [Fact]
    public async Task ALineThatDoesNotFitIntoTheVocabularyIsNotSaidToBeNew()
    {
        await using var log = new PipelineLog(options => options.VocabularyLimit = 4);
        await log.LearnAsync();

        log.Write("odd", "a b c d x");
        await log.FlushAsync();

        var reason = Assert.Single(log.Anomalies).Reason;
        Assert.Contains("vocabulary of 4 templates is full", reason);
        Assert.DoesNotContain("occurred in the", reason);
    }

    // Sessions, and beside them a line without one for every fifth.
    private static async Task WithStreamAsync(PipelineLog log, int first, int count)
    {
        for (var i = first; i < first + count; i++)
        {
            log.Write($"order{i}", "a b c d");
            log.Detector.CloseSession($"order{i}");
            if (i % 5 == 0)
            {
                log.Line("Cache refreshed with {Count} entries", session: null);
            }
        }

        await log.FlushAsync();
    }

    // The reader takes the line behind the command that starts the training, and the model only behind both.
    private static async Task LearnWithLateLineAsync(PipelineLog log)
    {
        await log.WriteSessionsAsync(60);
        Task<bool> trained;
        using (log.StopReader())
        {
            trained = log.Detector.TrainAsync();
            log.Write("during", "a b c d x");
        }

        Assert.True(await trained.WaitAsync(PipelineLog.Patience));
        log.Detector.CloseSession("during");
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);
    }
}
