using LogGuard.Tests.Support;

namespace LogGuard.Tests.Alerts;

public class AlertPolicyTests
{
    [Fact]
    public void TheFirstAnomalyOfACauseIsToldAtOnce()
    {
        var run = new PolicyRun();

        Assert.True(run.Note(0, "a"));
        Assert.True(run.Note(1, "b", session: 2));

        Assert.Equal("0:New(a,1/1) 1:New(b,1/1)", run.Told);
        Assert.Equal((PolicyRun.FingerprintOf("a"), AlertSeverity.Info), (run.Alerts[0].Fingerprint, run.Alerts[0].Severity));
    }

    [Fact]
    public void FurtherOnesAreCountedAndToldEverMoreSeldom()
    {
        var run = new PolicyRun();

        for (var second = 0; second < 200; second++)
        {
            Assert.Equal(second == 0, run.Note(second, session: second));
        }

        // Intervals of 10, 20 and then 40 s, the longest.
        Assert.Equal("0:New(t,1/1) 10:Rep(t,9/10) 30:Rep(t,20/30) 70:Rep(t,40/70) 110:Rep(t,40/110) 150:Rep(t,40/150) 190:Rep(t,40/190)", run.Told);
        Assert.Equal((1, 10, 30, 70, 100), (run.Alerts[0].SessionCount, run.Alerts[1].SessionCount, run.Alerts[2].SessionCount, run.Alerts[3].SessionCount, run.Alerts[4].SessionCount));
        Assert.Equal(10, run.Policy.Held);
    }

    [Fact]
    public void AShorterLongestIntervalCountsForCausesThatWaitAlready()
    {
        var run = new PolicyRun();
        for (var second = 0; second < 75; second++)
        {
            run.Note(second, session: second);
        }

        run.Options.LongestInterval = TimeSpan.FromSeconds(15);
        run.Policy.TakeOptions(run.Policy.Now);
        for (var second = 75; second < 110; second++)
        {
            run.Note(second, session: second);
        }

        // The next one would have come at 110.
        Assert.Equal("0:New(t,1/1) 10:Rep(t,9/10) 30:Rep(t,20/30) 70:Rep(t,40/70) 89:Rep(t,19/89) 104:Rep(t,15/104)", run.Told);
    }

    [Fact]
    public void ALowerRateLimitAndFewerCausesHoldAtOnceAndNothingIsLost()
    {
        var run = new PolicyRun();
        foreach (var template in "abcde")
        {
            run.Note(0, template.ToString());
        }

        run.Note(1, "a", session: 2);
        run.Note(1, "b", session: 2);
        (run.Options.FingerprintLimit, run.Options.RateLimit) = (1, 1);
        run.Policy.TakeOptions(run.Policy.Now);

        Assert.Equal((1, 5, 1, 1), (run.Policy.EntryCount, run.Policy.Told, run.Policy.Held, run.Policy.Forgotten));
        Assert.Equal(run.Seen, run.Policy.Told + run.Policy.Held + run.Policy.Forgotten);
        run.Note(2, "f");
        Assert.Equal(5, run.Alerts.Count);
        run.Advance(1_010);
        Assert.EndsWith("1010:Res(f,1/1)", run.Told);
    }

    [Fact]
    public void WhatTheOldRateGaveBackByNowIsThereForTheNewOne()
    {
        var run = new PolicyRun(options => (options.RateLimit, options.RateInterval) = (2, TimeSpan.FromSeconds(20)));
        run.Note(0, "a");
        run.Note(0, "b");

        (run.Options.RateLimit, run.Options.RateInterval) = (2, TimeSpan.FromSeconds(20_000));
        run.Policy.TakeOptions(PolicyRun.Start + TimeSpan.FromSeconds(40).Ticks);
        run.Note(41, "c");
        run.Note(41, "d");

        Assert.Equal("0:New(a,1/1) 0:New(b,1/1) 41:New(c,1/1) 41:New(d,1/1)", run.Told);
    }

    [Fact]
    public void ABurstIsToldWhenItsIntervalIsOverThoughNothingFollows()
    {
        var run = new PolicyRun();
        run.Note(0);
        run.Note(1);
        run.Note(2);

        run.Advance(9.9);
        Assert.Equal("0:New(t,1/1)", run.Told);
        run.Advance(10);

        Assert.Equal("0:New(t,1/1) 10:Rep(t,2/3)", run.Told);
        Assert.Equal(TestTimeProvider.Start.AddSeconds(2), run.Alerts[1].LastSeen);
        Assert.Equal(TestTimeProvider.Start, run.Alerts[1].FirstSeen);
    }

    [Fact]
    public void ACauseThatIsQuietIsResolvedAndNewTheNextTime()
    {
        var run = new PolicyRun();
        run.Note(0);
        run.Note(50);

        run.Advance(149);
        Assert.DoesNotContain(run.Alerts, alert => alert.State == AlertState.Resolved);
        run.Note(151);

        Assert.Equal("0:New(t,1/1) 50:Rep(t,1/2) 151:Res(t,0/2) 151:New(t,1/1)", run.Told);
    }

    [Fact]
    public void TheEndOfACauseIsKeptToOneselfWhereAskedButNotWhatIsUntold()
    {
        var run = new PolicyRun(options => (options.TellsResolved, options.LongestInterval) = (false, TimeSpan.FromSeconds(1_000)));
        run.Note(0, "a");
        run.Note(0, "b");
        run.Note(20, "b");
        run.Note(25, "b");
        run.Advance(20);

        run.Advance(500);

        Assert.Equal("0:New(a,1/1) 0:New(b,1/1) 20:Rep(b,1/2) 500:Rep(b,1/3)", run.Told);
        Assert.Equal(0, run.Policy.Held);
    }

    [Fact]
    public void ACauseThatGetsWorseIsToldAtOnceAndOnceOnly()
    {
        var run = new PolicyRun();
        run.Note(0);
        run.Note(1);
        run.Note(2, level: LogSeverity.Error);
        run.Note(3, level: LogSeverity.Error);
        run.Note(4);

        Assert.Equal("0:New(t,1/1) 2:Esc(t,2/3)", run.Told);
        Assert.Equal(AlertSeverity.Critical, run.Alerts[1].Severity);
        run.Advance(60);
        Assert.Equal(AlertSeverity.Critical, run.Alerts[^1].Severity);
    }

    [Fact]
    public void WhatIsBeyondTheRateIsHeldBackAndToldLaterTheMostSevereFirst()
    {
        var run = new PolicyRun(options => (options.RateLimit, options.RateInterval, options.FirstInterval) = (2, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(40)));
        run.Note(0, "a");
        run.Note(0, "b");
        run.Note(1, "c");
        run.Note(2, "d", level: LogSeverity.Error);
        run.Note(3, "c");

        for (var second = 4; second < 30; second++)
        {
            run.Advance(second);
        }

        Assert.Equal("0:New(a,1/1) 0:New(b,1/1) 2:New(d,1/1) 20:New(c,2/2)", run.Told);
    }

    [Fact]
    public void ACauseThatComesAndGoesIsLimitedOnItsOwn()
    {
        var run = new PolicyRun(options => (options.FingerprintRateLimit, options.QuietTime) = (3, TimeSpan.FromSeconds(12)));

        for (var second = 0; second < 300; second += 20)
        {
            run.Note(second);
        }

        // New, resolved, new; then nothing until a third of the interval of 1,000 s is over, while another cause is told.
        run.Note(300, "other");
        Assert.Equal("0:New(t,1/1) 20:Res(t,0/1) 20:New(t,1/1) 300:New(other,1/1)", run.Told);
        run.Advance(340);
        Assert.Equal(run.Seen, run.Alerts.Sum(alert => alert.CountSinceLast));
    }

    [Fact]
    public void ASuppressedCauseIsCountedAndToldWhenTheSuppressionEnds()
    {
        var run = new PolicyRun();
        run.Note(0);
        run.Suppress("t", until: 50);
        for (var second = 1; second <= 49; second++)
        {
            run.Note(second);
        }

        Assert.Equal("0:New(t,1/1)", run.Told);
        Assert.Equal((49, 49), (run.Policy.Suppressed, run.Policy.Held));
        run.Note(49.5, "other");
        run.Advance(50);

        Assert.Equal("0:New(t,1/1) 49:New(other,1/1) 50:Rep(t,49/50)", run.Told);
    }

    [Fact]
    public void ASuppressionThatIsTakenBackEndsAtOnce()
    {
        var run = new PolicyRun();
        run.Suppress("t", until: 1_000);
        run.Note(0);
        run.Note(5);
        Assert.Empty(run.Alerts);

        run.Unsuppress("t");

        Assert.Equal("5:New(t,2/2)", run.Told);
    }

    [Fact]
    public void TheEndOfASuppressedCauseIsNotTold()
    {
        var run = new PolicyRun();
        run.Note(0);
        run.Suppress("t", until: 1_000);
        run.Note(1);

        run.Advance(500);
        run.Note(2_000);

        Assert.Equal("0:New(t,1/1) 2000:New(t,1/1)", run.Told);
        Assert.Equal(1, run.Policy.Forgotten);
    }

    [Fact]
    public void ASessionThatIsWrongAllOverTellsOfItsFirstCausesAtOnceAndOfTheRestLater()
    {
        var run = new PolicyRun();
        run.Note(0, "a");
        Assert.True(run.Note(1, "b", mayOpen: false));
        Assert.True(run.Note(1, "c", mayOpen: false));
        run.Note(2, "b", mayOpen: false);
        Assert.Equal("0:New(a,1/1)", run.Told);

        run.Note(3, "c", session: 2);
        run.Advance(11);

        Assert.Equal("0:New(a,1/1) 3:New(c,2/2) 11:New(b,2/2)", run.Told);
    }

    [Fact]
    public void WhereReceiversAreTooSlowAnAlertIsTriedAgain()
    {
        var run = new PolicyRun { HasRoom = false };
        run.Note(0);
        run.Note(0.5);
        run.Advance(1);
        run.HasRoom = true;

        run.Advance(1.9);
        Assert.Empty(run.Alerts);
        run.Advance(2);

        Assert.Equal("2:New(t,2/2)", run.Told);
        Assert.Equal(1, run.Alerts[0].Id);
    }

    [Fact]
    public void WhatWasMarkedNormalIsNotRepeatedNorResolved()
    {
        var run = new PolicyRun();
        run.Note(0);
        run.Note(1);
        run.Normal.Add("t");

        run.Advance(500);

        Assert.Equal("0:New(t,1/1)", run.Told);
        Assert.Equal((0, 1), (run.Policy.Held, run.Policy.Forgotten));
    }

    [Fact]
    public void PastTheLimitTheCauseNotSeenForLongestIsForgottenAndCounted()
    {
        var run = new PolicyRun(options => options.FingerprintLimit = 2);
        run.Note(0, "a");
        run.Note(1, "a");
        run.Note(2, "b");
        run.Note(3, "c");
        run.Note(4, "b");

        Assert.Equal((2, 1, 1), (run.Policy.EntryCount, run.Policy.Forgotten, run.Policy.Held));
        Assert.True(run.Note(5, "a"));
    }

    [Fact]
    public void CausesThatAreLongGoneTakeNoRoom()
    {
        var run = new PolicyRun();
        for (var i = 0; i < 20; i++)
        {
            run.Note(i, "t" + i);
        }

        run.Advance(10_000);
        run.Advance(20_000);

        Assert.Equal(0, run.Policy.EntryCount);
        Assert.Equal(long.MaxValue, run.Policy.DueAt);
    }

    [Fact]
    public void NothingIsLookedThroughWithEveryEvent()
    {
        var run = new PolicyRun(options => (options.RateLimit, options.FingerprintRateLimit) = (1, 1));
        run.Suppress("s", 5_000);
        for (var second = 0; second < 300; second++)
        {
            run.Note(second, "t" + (second % 3));
            run.Note(second, "s");
            run.Normal.Add("t2");

            Assert.True(run.Policy.DueAt > run.Policy.Now);
        }
    }

    // One number is one anomaly: which cause, which session, how long after the one before, what else happens.
    private static PolicyRun Play(int[] numbers)
    {
        var run = new PolicyRun(options =>
        {
            options.RateLimit = 4;
            options.RateInterval = TimeSpan.FromSeconds(60);
            options.FingerprintRateLimit = 3;
            options.FingerprintLimit = 5;
        });
        var second = 0.0;
        foreach (var number in numbers.Select(Math.Abs))
        {
            second += number % 7 == 0 ? number % 300 : number % 10 / 3.0;
            var template = "t" + (number % 8);
            run.HasRoom = number % 11 != 0;
            run.Advance(second);
            switch (number % 13)
            {
                case 0:
                    run.Suppress(template, second + 30);
                    break;
                case 1:
                    run.Unsuppress(template);
                    break;
                case 2:
                    run.Normal.Add(template);
                    break;
            }

            run.Note(second, template, number % 5, (LogSeverity)(number % 6), mayOpen: number % 3 != 0);
        }

        return run;
    }

    [Fact]
    public void EveryAnomalyIsInExactlyOneCount() => Properties.Hold<int[]>(numbers =>
    {
        var run = Play(numbers);
        var told = run.Alerts.Sum(alert => alert.CountSinceLast);
        return told == run.Policy.Told
            && run.Alerts.Count == run.Policy.Alerts
            && told + run.Policy.Held + run.Policy.Forgotten == run.Seen
            && run.Policy.EntryCount <= 5;
    });

    [Fact]
    public void AlertsOfOneCauseContinueEachOther() => Properties.Hold<int[]>(numbers =>
        Play(numbers).Alerts.GroupBy(alert => alert.Incident).All(cause =>
            cause.First().CountSinceLast == cause.First().Count
            && cause.Zip(cause.Skip(1)).All(pair => pair.Second.Count == pair.First.Count + pair.Second.CountSinceLast && pair.Second.State != AlertState.New)));

    [Fact]
    public void TheSameEventsGiveTheSameAlerts() => Properties.Hold<int[]>(numbers => Play(numbers).Told == Play(numbers).Told);
}
