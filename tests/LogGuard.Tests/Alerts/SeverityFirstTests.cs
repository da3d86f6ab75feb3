using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

/// <summary>Harmless anomalies that are meant to use up a limit before a severe one.</summary>
public class SeverityFirstTests
{
    [Theory]
    [InlineData(LogSeverity.Information, LogSeverity.Warning)]
    [InlineData(LogSeverity.Information, LogSeverity.Fatal)]
    [InlineData(LogSeverity.Warning, LogSeverity.Error)]
    [InlineData(LogSeverity.Error, LogSeverity.Fatal)]
    public void TheRateLimitIsNotUsedUpByLessSevereCauses(LogSeverity decoys, LogSeverity level)
    {
        var run = new PolicyRun(options => (options.RateLimit, options.RateInterval) = (30, TimeSpan.FromHours(1)));
        for (var i = 0; i < 31; i++)
        {
            run.Note(0.1 * i, $"decoy {i}", level: decoys);
        }

        run.Note(5, "disk failure", level: level);

        Assert.Equal(31, run.Alerts.Count);
        Assert.Equal(("disk failure", TestTimeProvider.Start.AddSeconds(5)), (run.Alerts[^1].Anomaly.Template, run.Alerts[^1].Timestamp));
    }

    // A warning that is rare enough is critical, as every new warning is, and still less severe than an error.
    [Fact]
    public void RareWarningsDoNotHoldAnErrorBack()
    {
        var run = new PolicyRun(options => (options.RateLimit, options.RateInterval) = (30, TimeSpan.FromHours(1)));
        for (var i = 0; i < 31; i++)
        {
            run.Note(0.1 * i, $"decoy {i}", level: LogSeverity.Warning, score: 40);
        }

        Assert.All(run.Alerts, alert => Assert.Equal(AlertSeverity.Critical, alert.Severity));
        run.Note(5, "disk failure", level: LogSeverity.Error);

        Assert.Equal(31, run.Alerts.Count);
        Assert.Equal(("disk failure", TestTimeProvider.Start.AddSeconds(5)), (run.Alerts[^1].Anomaly.Template, run.Alerts[^1].Timestamp));
    }

    [Fact]
    public void TheLimitOfCausesForgetsTheLeastSevere()
    {
        var run = new PolicyRun(options => (options.RateLimit, options.FingerprintLimit, options.RateInterval) = (1, 50, TimeSpan.FromHours(1)));
        run.Note(0, "first failure", level: LogSeverity.Fatal);
        run.Note(1, "disk failure", level: LogSeverity.Fatal);
        for (var i = 0; i < 1_200; i++)
        {
            run.Note(2 + (0.01 * i), $"decoy {i}");
        }

        run.Note(20, "disk failure", level: LogSeverity.Fatal);
        run.Options.RateLimit = 2;
        run.Policy.TakeOptions(run.Policy.Now);
        run.Advance(3_700);

        Assert.Contains("New(disk failure,2/2)", run.Told.Replace("Res(", "New(", StringComparison.Ordinal));
        Assert.Equal(run.Seen, run.Policy.Told + run.Policy.Held + run.Policy.Forgotten);
    }

    [Fact]
    public void AHarmlessCauseTakesNoRoomWhereAllAreSevere()
    {
        var run = new PolicyRun(options => options.FingerprintLimit = 2);
        run.Note(0, "a", level: LogSeverity.Error);
        run.Note(0, "b", level: LogSeverity.Error);

        Assert.False(run.Note(1, "harmless"));
        Assert.True(run.Note(2, "c", level: LogSeverity.Fatal));

        Assert.Equal("0:New(a,1/1) 0:New(b,1/1) 2:New(c,1/1)", run.Told);
        Assert.Equal((2, 1), (run.Policy.EntryCount, run.Policy.Forgotten));
    }

    [Fact]
    public void ACauseThatFlapsHarmlesslyIsToldWhenItTurnsSevere()
    {
        var run = new PolicyRun(options => (options.FingerprintRateLimit, options.QuietTime) = (3, TimeSpan.FromSeconds(5)));
        for (var second = 0; second < 100; second += 10)
        {
            run.Note(second);
        }

        run.Note(101, level: LogSeverity.Error);

        Assert.Equal((AlertSeverity.Critical, TestTimeProvider.Start.AddSeconds(101)), (run.Alerts[^1].Severity, run.Alerts[^1].Timestamp));
    }

    [Fact]
    public void ACauseThatWaitsForAnotherSessionIsToldWhenItTurnsSevere()
    {
        var run = new PolicyRun();
        run.Note(0, "a", session: 1);
        run.Note(50, "b", session: 1, mayOpen: false);
        run.Note(51, "b", session: 1, LogSeverity.Fatal);

        Assert.Equal("0:New(a,1/1) 51:New(b,2/2)", run.Told);
    }
}
