using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// Clocks that are set, stray timestamps, and logs with pauses.
public partial class AnomalyDetectorTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(4.999)]
    [InlineData(6)]
    [InlineData(60)]
    [InlineData(1440)]
    [InlineData(525_600)]
    [InlineData(-6)]
    [InlineData(-60)]
    [InlineData(-1440)]
    public async Task OneStrayLineInAReplayEndsNoSession(double minutes)
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Time = PipelineLog.Start.AddHours(5);

        Interleave(log, 0, 40, beforeEach: i =>
        {
            if (i == 20)
            {
                var now = log.Time;
                log.Time = now.AddMinutes(minutes);
                log.Write("stray", "a");
                log.Time = now;
            }
        });
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);

        // Sessions still end by idleness, the one of the stray line too.
        log.Write("silent", "a b");
        Interleave(log, 40, 240);
        await log.FlushAsync();
        Assert.Equal(["silent", "stray"], log.Anomalies.Select(anomaly => anomaly.SessionId).Distinct().Order());
        Assert.All(log.Anomalies, anomaly => Assert.Equal(AnomalyKind.CutShort, anomaly.Kind));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(1440)]
    [InlineData(-1440)]
    public async Task ASteppedClockInAReplayEndsNoSession(double minutes)
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        log.Time = PipelineLog.Start.AddDays(-3);

        Interleave(log, 0, 40, beforeEach: i => log.Time = i == 20 ? log.Time.AddMinutes(minutes) : log.Time);
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);

        log.Write("silent", "a b");
        Interleave(log, 40, 240);
        await log.FlushAsync();
        Assert.Equal("silent", Assert.Single(log.Anomalies).SessionId);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(-60)]
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(10_000)]
    public async Task AClockThatIsSetEndsNoSession(double minutes)
    {
        var clock = new SteppedTimeProvider();
        await using var log = new PipelineLog(options => options.TimeProvider = clock);
        log.Time = clock.Now;
        await log.LearnAsync();
        log.Time = clock.Now;

        await GoOnAsync(0, 10);
        clock.Step(TimeSpan.FromMinutes(minutes));
        await GoOnAsync(10, 20);
        Assert.Empty(log.Anomalies);

        // And back again.
        clock.Step(TimeSpan.FromMinutes(-minutes));
        await GoOnAsync(20, 30);
        Assert.Empty(log.Anomalies);

        log.Write("silent", "a b");
        await GoOnAsync(30, 140);
        Assert.Equal("silent", Assert.Single(log.Anomalies).SessionId);

        // The reader follows the clock, or it would see the events of minutes after a silence of minutes.
        async Task GoOnAsync(int first, int end)
        {
            for (var i = first; i < end; i++)
            {
                log.Time = clock.Now;
                Interleave(log, i, i + 1);
                await log.FlushAsync();
                clock.Pass(TimeSpan.FromSeconds(3));
            }
        }
    }

    [Fact]
    public async Task ASessionWithANameBeginsAnewAfterAPauseOfTheLog()
    {
        await using var log = new PipelineLog();
        log.Time = PipelineLog.Start.AddDays(-300);
        for (var day = 0; day < 80; day++)
        {
            log.Write("nightly", "a b c d");
            log.Time += TimeSpan.FromDays(1);
        }

        await log.FlushAsync();
        Assert.Equal(79, log.Detector.Counters.SessionsCollected);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));

        log.Write("nightly", "a b c d");
        log.Time += TimeSpan.FromDays(1);
        log.Write("nightly", "a b");
        log.Time += TimeSpan.FromDays(1);
        log.Write("nightly", "a b c d");
        await log.FlushAsync();
        Assert.Equal(AnomalyKind.CutShort, Assert.Single(log.Anomalies).Kind);
    }

    [Fact]
    public async Task SessionsOfALogWithLongPausesEnd()
    {
        await using var log = new PipelineLog();
        log.Time = PipelineLog.Start.AddDays(-300);
        for (var i = 0; i < 40; i++)
        {
            log.Write($"job{i}", "a b c d");
            log.Time += TimeSpan.FromMinutes(20);
        }

        await log.FlushAsync();

        Assert.InRange(log.Detector.Counters.OpenSessions, 1, 6);
        Assert.InRange(log.Detector.Counters.SessionsCollected, 34, 39);
    }

    [Fact]
    public async Task TheLastEventOfALogIsJudgedWithoutTheNextOne()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Time += TimeSpan.FromHours(2);
        log.Write("odd", "x");

        Assert.True(SpinWait.SpinUntil(() => !log.Anomalies.IsEmpty, PipelineLog.Patience));
    }

    // A session begins with each number and has a step with each of the next three: four are in flight, a step every three seconds.
    private static void Interleave(PipelineLog log, int first, int end, Action<int>? beforeEach = null)
    {
        for (var i = first; i < end; i++)
        {
            beforeEach?.Invoke(i);
            for (var step = 0; step < 4; step++)
            {
                if (i - step >= 0)
                {
                    log.Write($"job{i - step}", "abcd"[step].ToString());
                }
            }

            log.Time += TimeSpan.FromSeconds(3);
        }
    }
}
