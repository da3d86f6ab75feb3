using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests;

/// <summary>Values that were the same for as long as learning lasted, on their way through the detector.</summary>
public partial class AnomalyDetectorTests
{
    private const string Dated = "invoice dated {Year}-{Month}-{Day}";

    [Fact]
    public async Task ADayThatChangesIsToldOnceForEachPartOfTheDate()
    {
        await using var log = new PipelineLog();
        await LearnDatesAsync(log, 2026, 12, 31);

        await DateAsync(log, 200, 2027, 1, 1);
        await DateAsync(log, 200, 2027, 1, 2);

        Assert.Equal(["Day", "Month", "Year"], log.Anomalies.Select(anomaly => anomaly.UnusualValue!.Name).Order());
        Assert.All(log.Anomalies, anomaly => Assert.Equal((AnomalyKind.UnusualValue, Dated), (anomaly.Kind, anomaly.Template)));
        Assert.Contains(log.Anomalies, anomaly => anomaly.Reason == "'Day' is 1; it was always 31 until now");
        Assert.All(log.Anomalies, anomaly => Assert.True(anomaly.Score < 10));
    }

    [Fact]
    public async Task ARestartTellsNoChangeAgain()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await LearnDatesAsync(log, 2026, 1, 29);
            await DateAsync(log, 10, 2026, 1, 30);
            Assert.Single(log.Anomalies);
        }

        await using var again = In(folder);
        again.Time = PipelineLog.Start.AddHours(1);
        await DateAsync(again, 10, 2026, 1, 30);
        await DateAsync(again, 10, 2026, 1, 31);

        Assert.Empty(again.Anomalies);
    }

    [Fact]
    public async Task TheSnapshotAloneHoldsTheChange()
    {
        using var folder = new PipelineFolder();
        await using (var log = In(folder))
        {
            await LearnDatesAsync(log, 2026, 1, 29);
            await log.Detector.SaveAsync();
            await DateAsync(log, 10, 2026, 1, 30);
        }

        // Without the open sessions, and what is saved with them.
        foreach (var file in Directory.GetFiles(folder.Path, "*", SearchOption.TopDirectoryOnly))
        {
            File.Delete(file);
        }

        await using var again = In(folder);
        await DateAsync(again, 10, 2026, 1, 30);

        Assert.Empty(again.Anomalies);
    }

    [Fact]
    public async Task AChangeThatIsMarkedAnomalousIsToldEachTime()
    {
        await using var log = new PipelineLog();
        await LearnDatesAsync(log, 2026, 1, 29);
        await DateAsync(log, 1, 2026, 1, 30);

        Assert.True(log.Detector.MarkAnomalous(Assert.Single(log.Anomalies)));
        await DateAsync(log, 5, 2026, 1, 30);

        Assert.Equal(6, log.Anomalies.Count);
    }

    [Fact]
    public async Task AChangeThatIsMarkedNormalIsOneQuestion()
    {
        await using var log = new PipelineLog();
        await LearnDatesAsync(log, 2026, 1, 29);
        foreach (var day in new[] { 30, 31, 1, 2 })
        {
            await DateAsync(log, 50, 2026, 1, day);
            Assert.True(log.Detector.MarkNormal(Assert.Single(log.Anomalies)));
        }

        Assert.Single(log.Anomalies);
    }

    [Fact]
    public async Task AValueThatWasTheSameForDaysIsReportedInEachSession()
    {
        await using var log = new PipelineLog();
        log.Time = PipelineLog.Start.AddDays(-30);
        await LearnDatesAsync(log, 2026, 1, 29, count: 1_400, step: TimeSpan.FromMinutes(6));
        Assert.Contains(log.Told, line => line.Contains("constants and enumerations (3 of them", StringComparison.Ordinal));

        for (var i = 0; i < 3; i++)
        {
            await DateAsync(log, 1, 2026, 1, 77, TimeSpan.FromMinutes(6));
            await DateAsync(log, 30, 2026, 1, 29, TimeSpan.FromMinutes(6));
        }

        Assert.Equal(3, log.Anomalies.Count);
        Assert.All(log.Anomalies, anomaly => Assert.Equal("'Day' is 77; it was 29 in the 1,400 lines learnt from", anomaly.Reason));
    }

    private static async Task LearnDatesAsync(PipelineLog log, int year, int month, int day, int count = 400, TimeSpan step = default)
    {
        await DateAsync(log, count, year, month, day, step);
        await log.Detector.CloseSessionsAsync().WaitAsync(PipelineLog.Patience);
        Assert.True(await log.Detector.TrainAsync().WaitAsync(PipelineLog.Patience));
    }

    private static async Task DateAsync(PipelineLog log, int count, int year, int month, int day, TimeSpan step = default)
    {
        for (var i = 0; i < count; i++)
        {
            var session = $"invoice {log.Time.UtcTicks}";
            log.Line(PipelineLog.Template("a"), session);
            log.Detector.Intake.Take(
                Dated, SessionId.From(session), log.Time.UtcTicks, LogSeverity.Information, new Dictionary<string, double> { ["Year"] = year, ["Month"] = month, ["Day"] = day }, NamedNumberRenderer.Instance);
            log.Line(PipelineLog.Template("c"), session);
            log.Detector.CloseSession(session);
            log.Time += step;
            if (i % 100 == 0)
            {
                // A reader that lags behind gets events without their lines.
                await log.FlushAsync();
            }
        }

        await log.FlushAsync();
    }

    /// <summary>A line is its numbers by name.</summary>
    private sealed class NamedNumberRenderer : LineRenderer
    {
        public static readonly NamedNumberRenderer Instance = new();

        public override string Render(object line) => "invoice";

        public override string GetTemplate(object line) => Dated;

        public override string? GetTraceId(object line) => null;

        public override IReadOnlyList<string> GetValueNames(object line) => [.. ((Dictionary<string, double>)line).Keys];

        public override void ReadValues(object line, ReadOnlySpan<string> names, Span<double> values)
        {
            for (var i = 0; i < names.Length; i++)
            {
                values[i] = ((Dictionary<string, double>)line)[names[i]];
            }
        }
    }
}
