using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class EscalationTests
{
    private const int Hour = 3600;

    [Fact]
    public void AKnownCauseThatEscalatesAfterTwelveHoursIsToldAtItsTenthFailure()
    {
        var run = Trickle();
        var before = run.Alerts.Count;

        for (var second = 0; second < 60; second++)
        {
            run.Note((12 * Hour) + second, "t", session: 1_000 + second, LogSeverity.Error);
        }

        var alert = Assert.Single(run.Alerts.Skip(before));
        Assert.Equal((AlertState.Escalated, TestTimeProvider.Start.AddHours(12).AddSeconds(9)), (alert.State, alert.Timestamp));
        Assert.Contains("; now 60 a minute, was 3 an hour; ", alert.ToString().Split(Environment.NewLine)[0]);
    }

    [Fact]
    public void AnOutageThatGoesOnIsToldWithTheUsualIntervals()
    {
        var run = Trickle();
        var before = run.Alerts.Count;

        for (var second = 0; second < 3 * Hour; second++)
        {
            run.Note((12 * Hour) + second, "t", session: 1_000 + second, LogSeverity.Error);
        }

        // At 9 s, and then after 5, 10, 20, 40 and 80 minutes.
        Assert.Equal([9, 309, 909, 2_109, 4_509, 9_309], Seconds(run, before, 12 * Hour));
        Assert.Equal(AlertState.Escalated, run.Alerts[before].State);
        Assert.All(run.Alerts.Skip(before + 1), alert => Assert.Equal(AlertState.Repeated, alert.State));
    }

    [Fact]
    public void TheNextOutageOfTheDayIsToldAtOnceToo()
    {
        var run = Trickle();
        Burst(run, 12 * Hour, 600);
        for (var i = 0; i < 15; i++)
        {
            run.Note((12 * Hour) + 600 + (i * 1_200), "t", session: 5_000 + i, LogSeverity.Error);
        }

        var before = run.Alerts.Count;
        Burst(run, 17 * Hour, 60);

        Assert.Equal((AlertState.Escalated, 9), (run.Alerts[before].State, Seconds(run, before, 17 * Hour)[0]));
    }

    [Fact]
    public void BurstsThatComeEveryTwentyMinutesAreToldOnce()
    {
        var run = Trickle();
        for (var i = 0; i < 36; i++)
        {
            Burst(run, (12 * Hour) + (i * 1_200), 20);
        }

        Assert.Single(run.Alerts, alert => alert.State == AlertState.Escalated);
    }

    [Fact]
    public void ATrickleIsNoEscalation()
    {
        var run = Trickle();
        var random = new Random(1);
        var second = 12.0 * Hour;
        for (var i = 0; i < 2_000; i++)
        {
            // Poisson events, three an hour.
            second += -Math.Log(1 - random.NextDouble()) * 1_200;
            run.Note(second, "t", session: 10_000 + i, LogSeverity.Error);
        }

        Assert.DoesNotContain(run.Alerts, alert => alert.State == AlertState.Escalated);
    }

    [Fact]
    public void AFaultThatBeginsAtItsFullRateIsToldOnce()
    {
        var run = Run();

        Burst(run, 0, 250);

        Assert.Equal("0:New(t,1/1)", run.Told);
    }

    [Fact]
    public void ManyAnomaliesOfOneSessionAreNoEscalation()
    {
        var run = Trickle();
        var before = run.Alerts.Count;

        for (var i = 0; i < 1_000; i++)
        {
            run.Note((12 * Hour) + (i * 0.01), "t", session: 9_999, LogSeverity.Error);
        }

        Assert.Equal(before, run.Alerts.Count);
    }

    [Fact]
    public void AColdStartPutsNoOutageIntoBackOff()
    {
        var run = Run();
        run.Note(0, "slow", session: 1);
        run.Note(0.5, "slow", session: 2);
        run.Note(1, "slow", session: 3);

        for (var i = 0; i < 50; i++)
        {
            run.Note(120 + (i * 0.1), "slow", session: 100 + i);
        }

        Assert.Equal("0:New(slow,1/1) 120:Esc(slow,12/13)", run.Told);
    }

    [Fact]
    public void ASuppressedCauseMayEscalate()
    {
        var run = Trickle();
        run.Suppress("t", 24 * Hour);
        var before = run.Alerts.Count;

        Burst(run, 12 * Hour, 60);

        Assert.Equal(before, run.Alerts.Count);
    }

    // Default settings, and one failure in twenty minutes for twelve hours.
    private static PolicyRun Trickle()
    {
        var run = Run();
        for (var i = 0; i < 36; i++)
        {
            run.Note(i * 1_200, "t", session: i + 1, LogSeverity.Error);
        }

        return run;
    }

    private static PolicyRun Run() => new(options =>
    {
        var defaults = new AlertOptions();
        (options.FirstInterval, options.LongestInterval, options.QuietTime) = (defaults.FirstInterval, defaults.LongestInterval, defaults.QuietTime);
        (options.RateInterval, options.RateLimit, options.FingerprintRateLimit) = (defaults.RateInterval, defaults.RateLimit, defaults.FingerprintRateLimit);
    });

    private static void Burst(PolicyRun run, double start, int count)
    {
        for (var i = 0; i < count; i++)
        {
            run.Note(start + i, "t", session: 100_000 + (long)start + i, LogSeverity.Error);
        }
    }

    private static int[] Seconds(PolicyRun run, int first, int start) =>
        [.. run.Alerts.Skip(first).Select(alert => (int)(alert.Timestamp - TestTimeProvider.Start).TotalSeconds - start)];
}
