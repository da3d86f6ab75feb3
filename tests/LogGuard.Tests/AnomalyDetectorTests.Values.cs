using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Values and times on their way through the detector.</summary>
public partial class AnomalyDetectorTests
{
    private const string Measured = "request took {Seconds}";

    [Fact]
    public async Task AnUnusualValueIsNamedWithItsInterval()
    {
        await using var log = new PipelineLog();
        await LearnValuesAsync(log);

        Request(log, "slow", seconds: 63.2);
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(AnomalyKind.UnusualValue, anomaly.Kind);
        Assert.Equal(("slow", 2L, Measured), (anomaly.SessionId, anomaly.Position, anomaly.Template));
        Assert.Equal(("Seconds", 63.2, 0.999), (anomaly.UnusualValue!.Name, anomaly.UnusualValue.Value, anomaly.UnusualValue.Confidence));
        Assert.InRange(anomaly.UnusualValue.Low!.Value, 14, 18);
        Assert.InRange(anomaly.UnusualValue.High!.Value, 22, 25);
        Assert.Matches(@"^'Seconds' is 63\.2; usual is 1\d(\.\d+)? to 2\d(\.\d+)? \(99\.9 %\)$", anomaly.Reason);
        Assert.StartsWith("Unusual value in session slow, line 2: [Information] ", anomaly.ToString());
        Assert.True(anomaly.Score > 10);
        Assert.Equal(1, log.Detector.Counters.Anomalies);
    }

    /// <summary>The first requests of a process are slow, and the framework measures that itself.</summary>
    [Fact]
    public async Task ADurationThatAColdProcessMeasuredIsNotJudged()
    {
        await using var log = new PipelineLog();
        await LearnValuesAsync(log);

        for (var i = 0; i < 10; i++)
        {
            log.Time = TestTimeProvider.Start.AddSeconds(5 * i);
            Request(log, $"cold{i}", seconds: 63.2);
        }

        await log.FlushAsync();
        Assert.Empty(log.Anomalies);

        log.Time = TestTimeProvider.Start.AddSeconds(61);
        Request(log, "warm", seconds: 63.2);
        await log.FlushAsync();
        Assert.Equal("warm", Assert.Single(log.Anomalies).SessionId);
    }

    [Fact]
    public async Task ALateLineIsNamedWithItsTime()
    {
        await using var log = new PipelineLog();
        await LearnValuesAsync(log);

        Request(log, "late", seconds: 20, delay: TimeSpan.FromSeconds(12.4));
        await log.FlushAsync();

        var anomaly = Assert.Single(log.Anomalies);
        Assert.Equal(AnomalyKind.UnusualValue, anomaly.Kind);
        Assert.Equal(12.4, anomaly.UnusualValue!.Value, 0.01);
        Assert.Null(anomaly.UnusualValue.Low);
        Assert.StartsWith("it came 12.4 s after the previous line; usual is up to 0.", anomaly.Reason);
    }

    [Fact]
    public async Task UsualValuesRaiseNoAnomaly()
    {
        await using var log = new PipelineLog();
        await LearnValuesAsync(log);

        foreach (var seconds in SomeValues.Normal(200, 20, 0.5, seed: 5))
        {
            Request(log, Guid.NewGuid(), seconds);
            await log.FlushAsync();
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.Empty(log.Anomalies);
        Assert.Equal(0, log.Detector.Counters.ValuesMissed);
    }

    [Fact]
    public async Task LinesLeftBehindUnderPressureAreCounted()
    {
        await using var log = new PipelineLog();
        await LearnValuesAsync(log);

        using (log.StopReader())
        {
            for (var i = 0; i < 2000; i++)
            {
                Request(log, $"waiting{i}", 20);
            }
        }

        await log.FlushAsync();
        Assert.InRange(log.Detector.Counters.ValuesMissed, 1, 2000);
        Assert.DoesNotContain(log.Anomalies, anomaly => anomaly.Kind == AnomalyKind.UnusualValue);
    }

    [Fact]
    public async Task ValuesAreNotJudgedWhereThatIsSwitchedOff()
    {
        await using var log = new PipelineLog(options => options.Values.Enabled = false);
        await LearnValuesAsync(log);

        Request(log, "slow", seconds: 63.2);
        await log.FlushAsync();

        Assert.Empty(log.Anomalies);
    }

    [Fact]
    public async Task ALineWhoseValuesCannotBeReadIsCountedAndElseJudged()
    {
        await using var log = new PipelineLog();
        await LearnValuesAsync(log);

        log.Line(PipelineLog.Template("a"), "odd");
        log.Detector.Intake.Take(Measured, SessionId.From("odd"), log.Time.UtcTicks, LogSeverity.Information, new InvalidOperationException(), NumberRenderer.Instance);
        log.Line(PipelineLog.Template("z"), "odd");
        await log.FlushAsync();

        Assert.Equal(AnomalyKind.UnknownKey, Assert.Single(log.Anomalies).Kind);
        Assert.Equal((1, 0), (log.Detector.Counters.ValuesMissed, log.Detector.Counters.Failed));
    }

    [Fact]
    public async Task ALoadedDetectorJudgesValues()
    {
        using var folder = new TemporaryFolder();
        await using (var log = new PipelineLog(options => options.ModelPath = folder))
        {
            await LearnValuesAsync(log);
            Assert.Contains(log.Told, line => line.Contains("judging the values of 2 templates: ", StringComparison.Ordinal));
        }

        await using var again = new PipelineLog(options => options.ModelPath = folder);
        Request(again, "slow", seconds: 63.2);
        await again.FlushAsync();

        Assert.Equal(AnomalyKind.UnusualValue, Assert.Single(again.Anomalies).Kind);
    }

    private static async Task LearnValuesAsync(PipelineLog log)
    {
        var number = 0;
        foreach (var seconds in SomeValues.Normal(400, 20, 1))
        {
            Request(log, $"learnt{number++}", seconds);
            if (number % 100 == 0)
            {
                // A reader that lags behind gets events without their lines.
                await log.FlushAsync();
            }
        }

        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
    }

    private static void Request(PipelineLog log, object session, double seconds, TimeSpan delay = default)
    {
        log.Line(PipelineLog.Template("a"), session);
        log.Time += delay;
        log.Detector.Intake.Take(Measured, SessionId.From(session), log.Time.UtcTicks, LogSeverity.Information, seconds, NumberRenderer.Instance);
        log.Line(PipelineLog.Template("c"), session);
    }

    /// <summary>A line is its one value.</summary>
    private sealed class NumberRenderer : LineRenderer
    {
        public static readonly NumberRenderer Instance = new();

        public override string Render(object line) => $"request took {line}";

        public override string GetTemplate(object line) => "";

        public override string? GetTraceId(object line) => null;

        public override IReadOnlyList<string> GetValueNames(object line) => ["Seconds"];

        public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
        {
            Assert.Equal("Seconds", Assert.Single(names.ToArray()));
            values[0] = (double)line;
        }
    }
}
