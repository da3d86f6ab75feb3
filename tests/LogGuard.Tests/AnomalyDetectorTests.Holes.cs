using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// Sessions here are numbers, whose drop stamps are known to be apart.
public partial class AnomalyDetectorTests
{
    private const int HoleyQueueLimit = 512;

    [Fact]
    public async Task ASessionThatLostAnEventIsNotJudgedAcrossTheHole()
    {
        await using var log = Holey();
        await log.LearnAsync();

        Lose(log, "a b", lost: "c");
        log.Write(100, "d");
        log.Write(200, "a b d");
        await log.Detector.CloseSessionsAsync();

        Assert.Equal(1, log.Detector.Counters.Dropped);
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.SessionId == "100");
        Assert.Contains(log.Anomalies, anomaly => anomaly is { SessionId: "200", Kind: AnomalyKind.UnexpectedKey });
    }

    [Fact]
    public async Task ASessionThatLostItsLastEventIsNotJudgedAtItsEnd()
    {
        await using var log = Holey();
        await log.LearnAsync();

        Lose(log, "a b c", lost: "d");
        log.Write(200, "a b c");
        await log.Detector.CloseSessionsAsync();

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.SessionId == "100");
        Assert.Contains(log.Anomalies, anomaly => anomaly is { SessionId: "200", Kind: AnomalyKind.CutShort });
    }

    [Fact]
    public async Task ASessionThatLostItsFirstEventIsNotJudgedByItsBeginning()
    {
        await using var log = Holey();
        await log.LearnAsync();

        Lose(log, "", lost: "a");
        log.Write(100, "b c d");
        log.Write(200, "b c d");
        await log.Detector.CloseSessionsAsync();

        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.SessionId == "100");
        Assert.Contains(log.Anomalies, anomaly => anomaly is { SessionId: "200", Position: 1 });
    }

    [Fact]
    public async Task BehindAHoleASessionIsJudgedAgain()
    {
        await using var log = Holey();
        await log.WriteSessionsAsync(30, "a b c d e f g h");
        await log.WriteSessionsAsync(30, "a b c d e f g h");
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        Lose(log, "a", lost: "b");
        log.Write(100, "c d e f h");
        await log.Detector.CloseSessionsAsync();

        var anomaly = Assert.Single(log.Anomalies, anomaly => anomaly.SessionId == "100");
        Assert.Equal(AnomalyKind.UnexpectedKey, anomaly.Kind);
        Assert.Equal(6, anomaly.Position);
        Assert.Equal(PipelineLog.Template("g"), anomaly.SkippedStep);
    }

    [Fact]
    public async Task AnUnknownLineIsReportedInASessionWithAHole()
    {
        await using var log = Holey();
        await log.LearnAsync();

        Lose(log, "a b", lost: "c");
        log.Write(100, "x");
        await log.Detector.CloseSessionsAsync();

        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(log.Anomalies, anomaly => anomaly.SessionId == "100").Kind);
    }

    [Fact]
    public async Task ASessionThatLostAnEventIsNotLearntFrom()
    {
        await using var log = Holey();
        await log.WriteSessionsAsync(10);

        Lose(log, "a b", lost: "c");
        log.Write(100, "d");
        log.Write(200, "a b c d");
        log.Detector.CloseSession(100);
        log.Detector.CloseSession(200);
        await log.FlushAsync();

        Assert.Equal(2, log.Detector.Counters.SessionsClosed - 10);
        Assert.Equal(11, log.Detector.Counters.SessionsCollected);
    }

    [Fact]
    public async Task DropsAreToldInOneLine()
    {
        await using var log = Holey();

        Lose(log, "", lost: "a b c d a b c d");
        await log.FlushAsync();
        log.Write(100, "a");
        await log.FlushAsync();
        log.Dispose();

        var line = Assert.Single(log.Told, line => line.Contains("events were dropped"));
        Assert.Contains("8 events were dropped", line);
        Assert.Contains("queue limit 512", line);
    }

    private static PipelineLog Holey() => new(options =>
    {
        options.Queue.Limit = HoleyQueueLimit;
        options.Model.TrainingSteps = 300;
    });

    // Has session 100 lose events behind the ones that it does not lose.
    private static void Lose(PipelineLog log, string kept, string lost)
    {
        using (log.StopReader())
        {
            if (kept.Length > 0)
            {
                log.Write(100, kept);
            }

            while (log.Detector.Counters.QueueLength < HoleyQueueLimit)
            {
                log.Write(300, "a");
            }

            log.Write(100, lost);
        }

        log.FlushAsync().Wait(PipelineLog.Patience);
    }
}
