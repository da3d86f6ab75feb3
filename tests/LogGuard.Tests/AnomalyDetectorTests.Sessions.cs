using LogGuard.Tests.Support;

namespace LogGuard.Tests;

public partial class AnomalyDetectorTests
{
    // Usual ones, and every way in which one can be unusual.
    private static readonly string[] Replayed =
    [
        "a b c d", "a b c d", "a c b d", "a b x c d", "a b", "a b c d d", "d", "a b c", "x", "a b c d a b c d", "b c d", "a a b c d",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task InterleavingSessionsChangesNoVerdict(int seed)
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        await ReplayAsync(log, Enumerable.Range(0, Replayed.Length).SelectMany(session => Replayed[session].Split(' ').Select(_ => session)));
        var alone = Verdicts(log);
        await ReplayAsync(log, Interleaved(new Random(seed)));
        var interleaved = Verdicts(log);

        Assert.Equal(alone, interleaved);
        Assert.True(alone.Length >= 9, $"only {alone.Length} anomalies");
        Assert.Equal(3, alone.Select(verdict => verdict.Kind).Distinct().Count());
    }

    [Fact]
    public async Task TheSameLogTeachesTheSame()
    {
        var verdicts = new List<(string, long, AnomalyKind, long)[]>();
        for (var run = 0; run < 2; run++)
        {
            await using var log = new PipelineLog();
            await log.LearnAsync();
            await ReplayAsync(log, Interleaved(new Random(1)));
            verdicts.Add(Verdicts(log));
        }

        Assert.Equal(verdicts[0], verdicts[1]);
        Assert.NotEmpty(verdicts[0]);
    }

    [Fact]
    public async Task AClosingTemplateEndsItsSessionAtOnce()
    {
        await using var log = new PipelineLog(options => options.Session.ClosingTemplates = [PipelineLog.Template("d"), PipelineLog.Template("e")]);

        log.Write("s", "a b c d a b e a");
        await log.FlushAsync();

        Assert.Equal(2, log.Detector.Counters.SessionsClosed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task AClosingTemplateWithoutAKeyEndsNoSession()
    {
        await using var log = new PipelineLog(options =>
        {
            options.VocabularyLimit = 1;
            options.Session.ClosingTemplates = [PipelineLog.Template("d"), PipelineLog.Template("e")];
        });

        // The only key is d's; a, b and c are unknown, as e is.
        log.Write("s", "a b c");
        await log.FlushAsync();
        Assert.Equal(0, log.Detector.Counters.SessionsClosed);

        log.Write("s", "d");
        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.SessionsClosed);
    }

    [Fact]
    public async Task ASessionCanBeClosedByItsValue()
    {
        await using var log = new PipelineLog();
        object[] ids = ["text", 1, 2L, Guid.Parse("11111111-2222-3333-4444-555555555555"), TestTimeProvider.Start.UtcDateTime, DayOfWeek.Friday, true, 1.5m, 'c', 2.5];
        foreach (var id in ids)
        {
            log.Write(id, "a");
        }

        await log.FlushAsync();
        Assert.Equal(ids.Length, log.Detector.Counters.OpenSessions);

        foreach (var id in ids)
        {
            log.Detector.CloseSession(id);
        }

        log.Detector.CloseSession("never seen");
        await log.FlushAsync();
        Assert.Equal(0, log.Detector.Counters.OpenSessions);
        Assert.Equal(ids.Length, log.Detector.Counters.SessionsClosed);
    }

    [Fact]
    public async Task ClosingASessionJudgesItsEnd()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Write("s", "a b c");
        log.Detector.CloseSession("s");
        log.Write("s", "d");
        await log.FlushAsync();

        // The d behind it is a new session, which does not begin like that.
        Assert.Equal([AnomalyKind.CutShort, AnomalyKind.UnexpectedKey], log.Anomalies.Select(anomaly => anomaly.Kind));
        Assert.Equal([3L, 1L], log.Anomalies.Select(anomaly => anomaly.Position));
    }

    [Fact]
    public async Task ASilentSessionEndsByTheTimeOfOtherEvents()
    {
        await using var log = new PipelineLog(options => options.Session.IdleTimeout = TimeSpan.FromMinutes(1));
        await log.LearnAsync();
        log.Write("silent", "a b");

        log.Time += TimeSpan.FromMinutes(1) - TimeSpan.FromMilliseconds(1);
        log.Write("other", "a");
        await log.FlushAsync();
        Assert.Empty(log.Anomalies);

        log.Write("other", "b");
        await log.FlushAsync();
        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal("silent", anomaly.SessionId);
        Assert.Equal(AnomalyKind.CutShort, anomaly.Kind);
    }

    [Fact]
    public async Task ASilentSessionEndsByTheClockWhenNothingIsLogged()
    {
        var cutShort = new TaskCompletionSource<Anomaly>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var log = new PipelineLog(options =>
        {
            options.Session.IdleTimeout = TimeSpan.FromMinutes(1);
            options.OnAnomaly = anomaly => cutShort.TrySetResult(anomaly);
        });
        await log.LearnAsync();
        log.Write("silent", "a b");
        await log.FlushAsync();

        log.Clock.Advance(TimeSpan.FromMinutes(1));
        await log.FlushAsync();
        Assert.False(cutShort.Task.IsCompleted);
        log.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal("silent", (await cutShort.Task.WaitAsync(PipelineLog.Patience)).SessionId);
        Assert.True(SpinWait.SpinUntil(() => log.Detector.Counters.OpenSessions == 0, PipelineLog.Patience));
    }

    [Fact]
    public async Task OneSessionTooManyEndsTheOneThatWasSilentForLongest()
    {
        await using var log = new PipelineLog(options => options.Session.OpenLimit = 2);
        for (var i = 0; i < 60; i++)
        {
            await log.WriteSessionsAsync(1, prefix: $"learnt{i}-");
        }

        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        log.Write("first", "a b");
        log.Write("second", "a b");
        log.Write("first", "c");
        log.Write("third", "a b");
        log.Write("first", "d");
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal("second", anomaly.SessionId);
        Assert.Equal(AnomalyKind.CutShort, anomaly.Kind);
        Assert.InRange(log.Detector.Counters.OpenSessions, 2, 3);
    }

    [Fact]
    public async Task EventsOutOfTimeOrderEndNothingTooEarlyAndDisturbNothing()
    {
        await using var log = new PipelineLog(options => options.Session.IdleTimeout = TimeSpan.FromMinutes(10));
        await log.LearnAsync();
        var start = log.Time;

        foreach (var (step, minute) in new[] { ("a", 5), ("b", 1), ("c", 9), ("d", 3) })
        {
            log.Time = start.AddMinutes(minute);
            log.Write("jumbled", step);
        }

        await log.FlushAsync();
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        await log.Detector.CloseSessionsAsync();

        Assert.Empty(log.Anomalies);
        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    [Fact]
    public async Task EventsFromTheEndsOfTimeDisturbNothing()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();
        var start = log.Time = TestTimeProvider.Start;
        log.Write("usual", "a b");

        log.Time = DateTimeOffset.MaxValue - TimeSpan.FromDays(1);
        log.Write("future", "a b c d");
        log.Time = DateTimeOffset.MinValue;
        log.Write("past", "a b c d");
        log.Time = start;
        log.Write("usual", "c d");
        await log.Detector.CloseSessionsAsync();

        // An event of the far past makes its session idle at once; that is reported, and nobody else is harmed.
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.SessionId is "usual" or "future");
        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    // The sessions' steps in a random order that keeps each session's own.
    private static List<int> Interleaved(Random random)
    {
        var left = Replayed.Select(steps => steps.Split(' ').Length).ToArray();
        var order = new List<int>();
        while (left.Sum() > 0)
        {
            var session = random.Next(left.Length);
            if (left[session] > 0)
            {
                left[session]--;
                order.Add(session);
            }
        }

        return order;
    }

    private static async Task ReplayAsync(PipelineLog log, IEnumerable<int> order)
    {
        var next = new int[Replayed.Length];
        foreach (var session in order)
        {
            log.Write($"r{session}", Replayed[session].Split(' ')[next[session]++]);
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
    }

    private static (string Session, long Position, AnomalyKind Kind, long ScoreBits)[] Verdicts(PipelineLog log)
    {
        var verdicts = log.Anomalies
            .Select(anomaly => (anomaly.SessionId, anomaly.Position, anomaly.Kind, BitConverter.DoubleToInt64Bits(anomaly.Score)))
            .Order().ToArray();
        log.Anomalies.Clear();
        return verdicts;
    }
}
