using LogGuard.Alerts;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class SeverityRuleTests
{
    [Theory]
    [InlineData(LogSeverity.Information, 9.9, AlertSeverity.Info)]
    [InlineData(LogSeverity.Information, 10, AlertSeverity.Warning)]
    [InlineData(LogSeverity.Debug, 40, AlertSeverity.Warning)]
    [InlineData(LogSeverity.Warning, 0, AlertSeverity.Warning)]
    [InlineData(LogSeverity.Warning, 19.9, AlertSeverity.Warning)]
    [InlineData(LogSeverity.Warning, 20, AlertSeverity.Critical)]
    [InlineData(LogSeverity.Error, 0, AlertSeverity.Critical)]
    [InlineData(LogSeverity.Fatal, 0, AlertSeverity.Critical)]
    public void SeverityComesFromTheLevelAndTheRarity(LogSeverity level, double score, AlertSeverity expected) =>
        Assert.Equal(expected, SeverityRule.Of(PipelineLog.Anomaly(1) with { Severity = level, Score = score }));

    // From the least severe to the most, each above the one before it.
    [Fact]
    public void WithinOneSeverityTheLevelOfTheLineDecidesTheRank()
    {
        (LogSeverity Level, double Score)[] order =
            [(LogSeverity.Information, 0), (LogSeverity.Warning, 0), (LogSeverity.Warning, 20), (LogSeverity.Error, 0), (LogSeverity.Fatal, 0)];

        Assert.Equal(
            Enumerable.Range(0, SeverityRule.RankCount),
            order.Select(line => SeverityRule.RankOf(PipelineLog.Anomaly(1) with { Severity = line.Level, Score = line.Score })));
        Assert.Equal(
            SeverityRule.RankOf(PipelineLog.Anomaly(1) with { Severity = LogSeverity.Error, Score = 0 }),
            SeverityRule.RankOf(PipelineLog.Anomaly(1) with { Severity = LogSeverity.Error, Score = 40 }));
    }
}
