using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>The handle and the pipeline behind it, fed with templates as a door feeds it.</summary>
public partial class AnomalyDetectorTests
{
    [Fact]
    public void WrongSettingsAreNamedAllAtOnce()
    {
        var options = new AnomalyDetectorOptions { VocabularyLimit = 0, ExpectedStepLimit = 101, ModelPath = "" };
        options.Model.WindowSize = 0;
        options.Queue.Limit = 1;
        options.Queue.WhenFull = (QueueFullMode)7;
        options.Session.IdleTimeout = TimeSpan.Zero;
        options.Training.SessionCount = 1;

        var exception = Assert.Throws<ArgumentException>(() => new AnomalyDetector(options));

        Assert.All(
            [
                "VocabularyLimit is 0; it must be between 1 and 1,000,000.", "ExpectedStepLimit is 101", "ModelPath is \"\"",
                "Model.WindowSize is 0; it must be between 1 and 1,024.", "Queue.Limit is 1;", "Queue.WhenFull is 7",
                "Session.IdleTimeout is 00:00:00", "Training.SessionCount is 1",
            ],
            (string fault) => Assert.Contains(fault, exception.Message));
    }

    [Fact]
    public void OptionsMustBeGiven() => Assert.Throws<ArgumentNullException>(() => new AnomalyDetector(null!));

    [Fact]
    public async Task LaterChangesOfTheOptionsHaveNoEffect()
    {
        AnomalyDetectorOptions? kept = null;
        await using var log = new PipelineLog(options =>
        {
            options.Session.ClosingTemplates.Add(PipelineLog.Template("d"));
            kept = options;
        });

        kept!.Session.ClosingTemplates.Clear();
        kept.OnAnomaly = _ => throw new InvalidOperationException();
        kept.Training.SessionCount = 2;
        log.Write("s1", "a b c d");
        log.Write("s2", "a b c d");
        log.Write("s3", "a b c d");
        await log.FlushAsync();

        Assert.Equal(3, log.Detector.Counters.SessionsClosed);
        Assert.Equal(DetectorState.Collecting, log.Detector.State);
    }

    [Fact]
    public async Task TheCountersAddUp()
    {
        await using var log = new PipelineLog(options =>
        {
            options.Queue.Limit = 16;
            options.VocabularyLimit = 5;
            options.Session.OpenLimit = 3;
        });
        for (var i = 0; i < 60; i++)
        {
            await log.WriteSessionsAsync(1, prefix: $"learnt{i}-");
        }

        Assert.Equal(60, log.Detector.Counters.SessionsCollected);
        Assert.True(await log.Detector.TrainAsync());

        using (log.StopReader())
        {
            // 16 find room, 4 do not; the gate's own event is being worked off.
            for (var i = 0; i < 5; i++)
            {
                log.Write($"s{i}", "a b c d");
            }

            Assert.Equal(16, log.Detector.Counters.QueueLength);
            Assert.Equal(4, log.Detector.Counters.Dropped);
        }

        await log.FlushAsync();
        log.Write("t", "x");
        log.Write("t", "y");
        await log.FlushAsync();

        var counters = log.Detector.Counters;
        Assert.Equal(60 * 4 + 1 + 20 + 2, counters.Received);
        Assert.Equal(4, counters.Dropped);
        Assert.Equal(counters.Received - counters.Dropped, counters.Processed);
        Assert.Equal(counters.Processed - 60 * 4, counters.Scored);
        Assert.Equal(0, counters.QueueLength);
        Assert.Equal(0, counters.Failed);
        Assert.Equal(5, counters.KeyCount);
        Assert.Equal(1, counters.UnknownKeys);
        Assert.Equal(0, counters.SessionsCollected);
        Assert.Equal(log.Anomalies.Count, counters.Anomalies);
        Assert.Equal(0, counters.AnomaliesDropped);
        Assert.Equal(3, counters.OpenSessions);
        Assert.Equal(60 + 6 - 3, counters.SessionsClosed);
    }

    [Fact]
    public async Task ASessionThatCannotBeHashedOrNamedStopsNothing()
    {
        await using var log = new PipelineLog();
        await log.LearnAsync();

        log.Line(PipelineLog.Template("a"), new Unusable());
        log.Line(PipelineLog.Template("a"), new Unusable());
        log.Write("t", "x");
        await log.FlushAsync();

        Assert.Equal(2, log.Detector.Counters.Failed);
        Assert.Equal("t", Assert.Single(log.Anomalies).SessionId);
        Assert.Single(log.Told, line => line.Contains("processing an event failed with NotSupportedException"));
    }

    private readonly struct Unusable : ISpanFormattable
    {
        public override string ToString() => throw new NotSupportedException("no text");

        public string ToString(string? format, IFormatProvider? formatProvider) => ToString();

        public bool TryFormat(Span<char> destination, out int charsWritten, ReadOnlySpan<char> format, IFormatProvider? provider) =>
            throw new NotSupportedException("no text");
    }
}
