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
}
