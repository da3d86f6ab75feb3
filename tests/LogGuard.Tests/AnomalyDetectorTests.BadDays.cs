using System.Globalization;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

// Memory is measured with room for what other tests do at the same time.
public partial class AnomalyDetectorTests
{
    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData(100)]
    [InlineData(10_000)]
    public async Task AMillionTemplatesTakeBoundedMemoryAndOneLine(int vocabularyLimit)
    {
        const int Count = 1_000_000;
        await using var log = new PipelineLog(options =>
        {
            options.VocabularyLimit = vocabularyLimit;
            options.Training.SessionCount = int.MaxValue / 100;
            options.Training.EventCount = 1_000_000_000;
            options.Session.IdleTimeout = TimeSpan.FromSeconds(1);
            options.Queue.WhenFull = QueueFullMode.Wait;
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // Longer than they need be, so that keeping them would show: 200 MB.
        for (var i = 0; i < Count; i++)
        {
            log.Line(string.Create(CultureInfo.InvariantCulture, $"user {i} has {{D{i}}} and logged in, which is said at some length so that it weighs something in memory"), i / 100);
        }

        await log.FlushAsync();
        await log.FlushAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 * Megabyte);
        var counters = log.Detector.Counters;
        Assert.Equal(Count, counters.Processed);
        Assert.Equal(vocabularyLimit, counters.KeyCount);
        Assert.Equal(Count - vocabularyLimit, counters.UnknownKeys);
        Assert.True(SpinWait.SpinUntil(() => !log.Told.IsEmpty, PipelineLog.Patience));
        var line = Assert.Single(log.Told);
        Assert.Contains($"the vocabulary is full at {vocabularyLimit:N0} templates", line);
        Assert.Contains($"\"user {vocabularyLimit} has {{D{vocabularyLimit}}} and logged in, which", line);
    }

    [Fact]
    public async Task AMillionStringBuiltMessagesTakeSixteenKeysAndOneLine()
    {
        const int Count = 1_000_000;
        await using var log = new PipelineLog(options =>
        {
            options.Training.SessionCount = int.MaxValue / 100;
            options.Training.EventCount = 1_000_000_000;
            options.Session.IdleTimeout = TimeSpan.FromSeconds(1);
            options.Queue.WhenFull = QueueFullMode.Wait;
        });
        var before = GC.GetTotalMemory(forceFullCollection: true);

        for (var i = 0; i < Count; i++)
        {
            log.Line(string.Create(CultureInfo.InvariantCulture, $"user {i} has logged in, which is said at some length so that it weighs something in memory"), i / 100);
        }

        await log.FlushAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 * Megabyte);
        var counters = log.Detector.Counters;
        Assert.Equal((Count, 16, 0), (counters.Processed, counters.KeyCount, counters.UnknownKeys));
        Assert.Contains("interpolation, such as \"user 15 has logged in", Assert.Single(log.Told));
    }

    [Fact]
    public async Task AFullVocabularyIsToldAgainOnlyWhenMoreHasOverflowed()
    {
        await using var log = new PipelineLog(options => options.VocabularyLimit = 1);
        log.Write("s", "a b c");
        Assert.True(SpinWait.SpinUntil(() => !log.Told.IsEmpty, PipelineLog.Patience));

        // Whenever the reader was asleep, it looks up before it answers.
        log.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 100; i++)
        {
            await log.FlushAsync();
        }

        Assert.Single(log.Told);
        log.Write("s", "d");
        Assert.True(SpinWait.SpinUntil(() => log.Told.Count == 2, PipelineLog.Patience));
    }

    [Fact]
    public async Task TemplatesOfAnyLengthTakeBoundedMemory()
    {
        await using var log = new PipelineLog();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // 400 MB, if they were kept; they differ at their very end.
        var long1 = "{Hole}" + new string('x', 500_000) + "{H";
        for (var i = 0; i < 400; i++)
        {
            log.Line(long1 + i.ToString(CultureInfo.InvariantCulture) + "}", "s");
        }

        await log.FlushAsync();

        Assert.Equal(400, log.Detector.Counters.KeyCount);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 * Megabyte);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ASessionOfAMillionEventsTakesBoundedMemory(bool isLearnt)
    {
        const int Count = 1_000_000;
        await using var log = new PipelineLog(options =>
        {
            options.Queue.WhenFull = QueueFullMode.Wait;
            options.Training.EventCount = 1_000_000_000;
            options.Model.TopG = 2;
        });
        if (isLearnt)
        {
            await log.WriteSessionsAsync(60, "a b c d a b c d a b c d");
            Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
        }

        var learnt = log.Detector.Counters.Processed;
        var templates = "abcd".Select(step => PipelineLog.Template(step.ToString())).ToArray();
        var before = GC.GetTotalMemory(forceFullCollection: true);

        // Lines of 200 bytes: 200 MB, if they were kept.
        for (var i = 0; i < Count; i++)
        {
            log.Detector.Intake.Take(
                templates[i % 4], SessionId.From("s"), log.Time.UtcTicks + i, LogSeverity.Information, new byte[200], null!);
        }

        await log.FlushAsync();

        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 64 * Megabyte);
        Assert.Equal(learnt + Count, log.Detector.Counters.Processed);
        Assert.Equal(1, log.Detector.Counters.OpenSessions);
        if (isLearnt)
        {
            // Each line came too often, and the first one that did was reported for all of them.
            Assert.Equal(["a"], log.Anomalies.Select(anomaly => anomaly.Template.Split(' ')[1]));
            Assert.All(log.Anomalies, anomaly => Assert.Equal(AnomalyKind.UnusualCounts, anomaly.Kind));
        }
        else
        {
            Assert.Equal(Count / 4_096, log.Detector.Counters.SessionsCollected);
        }
    }

    [Fact]
    public async Task WhenWaitingIsAllowedNothingIsLostUnderEightThreads()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Queue.Limit = 2;
            options.Queue.WhenFull = QueueFullMode.Wait;
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < 500; i++)
                {
                    log.Detector.Intake.Take(PipelineLog.Template("a"), SessionId.From(thread), 0, LogSeverity.Information, "", null!);
                }
            },
            TaskCreationOptions.LongRunning))).WaitAsync(PipelineLog.Patience);
        await log.FlushAsync();

        Assert.Equal(4_000, log.Detector.Counters.Processed);
        Assert.Equal(0, log.Detector.Counters.Dropped);
        Assert.Equal(8, log.Detector.Counters.OpenSessions);
    }

    [Fact]
    public async Task ARendererThatThrowsCostsTheLineAndNotTheAnomaly()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Detector.Intake.Take("never seen", SessionId.From("s"), log.Time.UtcTicks, LogSeverity.Error, "line", new Unrenderable());
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal("never seen", anomaly.Line);
        Assert.Equal(0, log.Detector.Counters.Failed);
    }

    private sealed class Unrenderable : LineRenderer
    {
        public override string Render(object line) => throw new FormatException("no text");

        public override string? GetTraceId(object line) => null;

        public override string GetTemplate(object line) => "never seen";
    }
}
