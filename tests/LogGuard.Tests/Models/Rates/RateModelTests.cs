using LogGuard.Models.Rates;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models.Rates;

public class RateModelTests
{
    // A shop: requests with four lines each, a health check every ten seconds, and a few wrong passwords.
    private const int Health = 5;
    private const int WrongPassword = 6;
    private const int Rare = 7;

    private static readonly double[] Day = [30, 30, 30, 30, 6, 0.5, 0.01];
    private static readonly double[] Night = [0.1, 0.1, 0.1, 0.1, 6, 0.01, 0];

    [Fact]
    public void AStormOfAKnownLineIsReportedWithItsFirstLinesAndOnce()
    {
        var log = new RateLog();
        log.Poisson(1_440, Day);
        Assert.Empty(log.Found);

        var began = log.Now;
        for (var i = 0; i < 299; i++)
        {
            log.Now = began.AddSeconds(i);
            log.Write(WrongPassword);
        }

        var (time, finding) = Assert.Single(log.Found);
        Assert.Equal((WrongPassword, false, false), (finding.Key, finding.IsOfSessions, finding.IsStop));
        Assert.InRange(time - began, TimeSpan.FromSeconds(9), TimeSpan.FromSeconds(30));
        Assert.True(finding.Now > 5 * finding.Most, $"{finding.Now} a minute against {finding.Most}");
        Assert.True(finding.Bits > 20);
    }

    [Fact]
    public void AStormAmongUsualTrafficIsReported()
    {
        var log = new RateLog();
        log.Poisson(600, Day);

        log.Poisson(5, 30, 30, 30, 30, 6, 60, 0.01);

        Assert.Equal(WrongPassword, Assert.Single(log.Found).Finding.Key);
        Assert.True(log.Found[0].Time < RateLog.Start.AddMinutes(602), log.Found[0].Time.ToString("O"));
    }

    [Fact]
    public void AFastServiceIsJudgedAfterAMinuteAndAHalf()
    {
        var log = new RateLog();
        var random = new Random(3);

        // 250 requests a second with 15 lines each, one in a hundred with a wrong password.
        void Requests(int count, double share, double perSecond)
        {
            for (var i = 0; i < count; i++)
            {
                log.Now = log.Now.AddSeconds(1 / perSecond);
                log.Write(1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15);
                log.Write(random.NextDouble() < share ? WrongPassword : Rare, Rare);
            }
        }

        Requests(25_000, 0.01, 250);
        Assert.Empty(log.Found);
        Requests(50, 1, 60);

        Assert.Equal(WrongPassword, Assert.Single(log.Found).Finding.Key);
    }

    [Fact]
    public void AStormIsReportedThoughAFastServiceWritesOnlyAFewOfItsLinesInABlock()
    {
        var log = new RateLog();
        var random = new Random(3);

        void Requests(int count, double share)
        {
            for (var i = 0; i < count; i++)
            {
                log.Now = log.Now.AddSeconds(1 / 250.0);
                log.Write(1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15);
                log.Write(random.NextDouble() < share ? WrongPassword : Rare, Rare);
            }
        }

        Requests(25_000, 0.01);
        Assert.Empty(log.Found);
        Requests(500, 0.3);

        var finding = Assert.Single(log.Found).Finding;
        Assert.Equal((WrongPassword, 4_096), (finding.Key, finding.OfLines));
        Assert.InRange(finding.Lines, 10, 500 * 0.3 + 40);
        Assert.True(finding.Lines > 3 * finding.MostLines, $"{finding.Lines} against {finding.MostLines}");
    }

    /// <summary>
    /// Eighty wrong passwords among three thousand lines. Wherever the long block ends in them, they are whole in one, and their
    /// beginning is not taken as usual before the rest of them comes.
    /// </summary>
    [Theory]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(120)]
    [InlineData(180)]
    [InlineData(240)]
    public void AShortStormIsReportedWhereverTheWindowsEnd(int offset)
    {
        var log = new RateLog();
        var random = new Random(3);

        void Requests(int count, double share)
        {
            for (var i = 0; i < count; i++)
            {
                log.Now = log.Now.AddSeconds(1 / 100.0);
                log.Write(1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15);
                log.Write(random.NextDouble() < share ? WrongPassword : Rare, Rare);
            }
        }

        Requests(25_000 + offset, 0.01);
        Assert.Empty(log.Found);
        Requests(200, 0.4);

        Assert.Equal(WrongPassword, Assert.Single(log.Found).Finding.Key);
    }

    [Fact]
    public void AStormIsReportedAgainOnlyAfterARest()
    {
        var log = new RateLog();
        log.Poisson(600, Day);

        for (var storm = 0; storm < 3; storm++)
        {
            log.Poisson(3, 30, 30, 30, 30, 6, 100, 0.01);
            log.Poisson(5, Day);
        }

        Assert.Single(log.Found);
        log.Poisson(60, Day);
        log.Poisson(3, 30, 30, 30, 30, 6, 100, 0.01);
        Assert.Equal(2, log.Found.Count);
    }

    [Fact]
    public void LinesThatStormTogetherAreReportedOnceUnlessOneIsMoreSevere()
    {
        var log = new RateLog();
        log.Poisson(600, Day);

        for (var i = 0; i < 120; i++)
        {
            log.Now = log.Now.AddSeconds(0.4);
            log.Write(WrongPassword, 8);
            if (i > 60)
            {
                log.Write(Rare, beginsSession: false, LogSeverity.Error);
            }
        }

        Assert.Equal([WrongPassword, Rare], log.Found.Select(found => found.Finding.Key));
        Assert.Equal(LogSeverity.Error, log.Found[1].Finding.Severity);
    }

    [Fact]
    public void SessionsOfARareKindAreAStormThoughTheirFirstLineIsCommon()
    {
        var log = new RateLog();
        void Requests(int count, int first)
        {
            for (var i = 0; i < count; i++)
            {
                log.Now = log.Now.AddSeconds(0.5);
                log.Write(first, beginsSession: true);
                log.Write(first == 1 ? 2 : 1, 3);
            }
        }

        for (var i = 0; i < 100; i++)
        {
            Requests(99, 1);
            Requests(1, 2);
        }

        Assert.Empty(log.Found);
        Requests(60, 2);

        var finding = Assert.Single(log.Found).Finding;
        Assert.Equal((2, true), (finding.Key, finding.IsOfSessions));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(100)]
    public void ALoadTestOfAllTrafficIsNoStorm(int factor)
    {
        var log = new RateLog();
        log.Poisson(600, Day);

        log.Poisson(60, [.. Day.Select(rate => rate * factor)]);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void NightsAndMorningsRaiseNothing()
    {
        var log = new RateLog();

        log.Poisson(7 * 1_440, time => time.Hour is >= 7 and < 22 ? Day : Night);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void TheFirstMorningIsLearntAsItComes()
    {
        var log = new RateLog { Now = RateLog.Start.AddDays(-1).AddHours(20) };
        double Share(DateTime time) => Math.Clamp((time - RateLog.Start).TotalHours - 6, 0.01, 2) / 2;

        log.Poisson(16 * 60, time => [30 * Share(time), 30 * Share(time), 5 * Share(time), 60, 6]);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void AWeekendRaisesNothing()
    {
        var log = new RateLog();

        log.Poisson(9 * 1_440, time => time.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? Night
            : [.. Day.Select((rate, i) => rate * (time.Hour is >= 7 and < 22 ? 1 : 0.1 + 0.5 * i / 7))]);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void ASilentApplicationRaisesNothing()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);

        log.Now = log.Now.AddHours(9);
        log.Poisson(120, Day);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void AStormAtNightIsSeenThoughNoonHasMore()
    {
        var log = new RateLog();
        double[] Rates(DateTime time) => time.Hour is >= 7 and < 22 ? [300, 300, 6, 20] : [5, 5, 6, 0.5];
        log.Poisson(4 * 1_440 + 120, Rates);
        Assert.Empty(log.Found);

        log.Poisson(10, _ => [5, 5, 6, 18]);

        var finding = Assert.Single(log.Found).Finding;
        Assert.Equal(4, finding.Key);
        Assert.True(finding.IsOfHour);
    }

    [Fact]
    public void ANightlyBatchIsReportedOnce()
    {
        var log = new RateLog { Now = RateLog.Start.AddHours(12) };

        log.Poisson(6 * 1_440, time => time is { Hour: 3, Minute: < 20 } ? [0, 0, 0, 0, 6, 300, 0] : time.Hour is >= 7 and < 22 ? Day : Night);

        var (time, finding) = Assert.Single(log.Found);
        Assert.Equal((WrongPassword, 3), (finding.Key, time.Hour));
    }

    [Fact]
    public void ARateThatLastsForADayIsTheUsualOne()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);

        log.Poisson(3 * 1_440, 30, 30, 30, 30, 6, 60, 0.01);
        log.Poisson(60, Day);
        log.Poisson(1_440, 30, 30, 30, 30, 6, 60, 0.01);

        Assert.Single(log.Found);
    }

    [Fact]
    public void ALineThatComesNoMoreIsReportedOnce()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);

        log.Poisson(600, 30, 30, 30, 30, 0, 0.5, 0.01);

        var (time, finding) = Assert.Single(log.Found);
        Assert.Equal((Health, true, 0), (finding.Key, finding.IsStop, finding.Others));
        Assert.InRange(time, RateLog.Start.AddDays(2).AddMinutes(10), RateLog.Start.AddDays(2).AddMinutes(20));
    }

    [Fact]
    public void LinesThatStopTogetherAreOneFinding()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, 30, 30, 10, 10, 3, 3);

        log.Poisson(300, 30, 30, 10, 0, 0, 0);

        var finding = Assert.Single(log.Found).Finding;
        Assert.Equal((true, 4), (finding.IsStop, finding.Key));
    }

    [Fact]
    public void ATimerThatStopsIsReportedBeforeADayWasSeen()
    {
        var log = new RateLog();
        void Hours(int count, bool ticks)
        {
            log.Poisson(count * 60, time =>
            {
                if (ticks)
                {
                    log.Write(9);
                }

                return [20, 20, 20];
            });
        }

        Hours(4, ticks: true);
        Hours(1, ticks: false);

        var finding = Assert.Single(log.Found).Finding;
        Assert.Equal((9, true), (finding.Key, finding.IsStop));
    }

    [Fact]
    public void UsersWhoGoHomeOnTheFirstEveningRaiseNothing()
    {
        var log = new RateLog();
        log.Poisson(600, 5, 5, 100);

        log.Poisson(600, 0, 0, 100);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void ARestartRaisesNothingAndKeepsWhatWasLearnt()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);

        for (var deploy = 0; deploy < 3; deploy++)
        {
            log.Restart();
            log.Now = log.Now.AddMinutes(deploy);
            for (var i = 0; i < 60; i++)
            {
                log.Now = log.Now.AddMilliseconds(20);
                log.Write(Rare, 20 + i);
            }

            log.Poisson(90, Day);
        }

        Assert.Empty(log.Found);
        log.Poisson(2, 30, 30, 30, 30, 6, 100, 0.01);
        Assert.Equal(WrongPassword, Assert.Single(log.Found).Finding.Key);
    }

    [Fact]
    public void ALineThatANewVersionLacksHasNotStopped()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);

        log.Restart();
        log.Poisson(1_440, 30, 30, 30, 30, 0, 0.5, 0.01);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void AWindowThatLostEventsIsNotJudged()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);

        for (var minute = 0; minute < 60; minute++)
        {
            log.Lost++;
            log.Poisson(1, 30, 30, 30, 30, 0, minute % 10 == 0 ? 40 : 0, 0.01);
        }

        Assert.Empty(log.Found);
        log.Poisson(10, Day);
        log.Poisson(3, 30, 30, 30, 30, 6, 100, 0.01);
        Assert.Single(log.Found);
    }

    [Fact]
    public void WhatWaitsBehindALostEventIsNotJudgedEither()
    {
        var log = new RateLog();
        log.Poisson(600, Day);

        (log.Lost, log.Waiting) = (1, 8_192);
        for (var i = 0; i < 200; i++)
        {
            log.Now = log.Now.AddMilliseconds(100);
            log.Write(WrongPassword);
        }

        Assert.Empty(log.Found);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(60 * 24 * 40)]
    [InlineData(-1)]
    [InlineData(-60)]
    [InlineData(-60 * 24)]
    public void AClockThatIsSetRaisesNothing(int minutes)
    {
        var log = new RateLog();
        log.Poisson(1_440, Day);

        log.Now = log.Now.AddMinutes(minutes);
        log.Poisson(180, Day);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void FewWindowsAreNotJudged()
    {
        var log = new RateLog();
        log.Poisson(20, Day);

        log.Poisson(10, 30, 30, 30, 30, 6, 100, 0.01);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void LearningAloneReportsNothingAndTakesAStormAsUsual()
    {
        var log = new RateLog { Judges = false };
        log.Poisson(600, Day);
        log.Poisson(3, 30, 30, 30, 30, 6, 100, 0.01);
        log.Judges = true;
        log.Poisson(60, Day);
        log.Poisson(3, 30, 30, 30, 30, 6, 100, 0.01);

        Assert.Empty(log.Found);
    }

    [Fact]
    public void AnAnsweredStormIsAcceptedUpToItsLevel()
    {
        var log = new RateLog();
        log.Poisson(600, Day);
        log.Poisson(5, 30, 30, 30, 30, 6, 60, 0.01);
        var finding = Assert.Single(log.Found).Finding;

        log.Model.Accept(finding.Key, finding.IsOfSessions, finding.IsStop, finding.Magnitude);
        log.Poisson(60, Day);
        log.Restart();
        log.Poisson(5, 30, 30, 30, 30, 6, 60, 0.01);
        Assert.Single(log.Found);

        log.Poisson(60, Day);
        log.Poisson(2, 30, 30, 30, 30, 6, 3_000, 0.01);
        Assert.Equal(2, log.Found.Count);
    }

    [Fact]
    public void AnAnsweredStopIsUsual()
    {
        var log = new RateLog();
        log.Poisson(2 * 1_440, Day);
        log.Poisson(60, 30, 30, 30, 30, 0, 0.5, 0.01);
        log.Model.Accept(Health, false, true, 0);
        log.Poisson(60, Day);

        log.Poisson(60, 30, 30, 30, 30, 0, 0.5, 0.01);

        Assert.Single(log.Found);
    }

    [Fact]
    public void MergedKeysShareWhatWasLearnt()
    {
        var log = new RateLog();
        log.Poisson(600, 30, 30, 30, 30, 6, 0.5, 50);

        log.Model.Merge(7, 6);
        log.Poisson(60, 30, 30, 30, 30, 6, 50, 0);

        Assert.Empty(log.Found);
    }

    // Four services of other sizes for two weeks each: at most one report in all of them together.
    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(2, 1)]
    [InlineData(3, 4)]
    [InlineData(4, 10)]
    public void IndependentEventsRaiseNothingInTwoWeeks(int seed, double factor)
    {
        var log = new RateLog(seed);
        double[] rates = [20, 10, 5, 3, 1, 0.5, 0.3, 0.1, 0.05, 0.01, 0.003, 0.001];

        log.Poisson(14 * 1_440, time => [.. rates.Select((rate, i) => rate * factor * (1 + 0.6 * Math.Sin(time.TimeOfDay.TotalHours / 24 * 2 * Math.PI) * (i % 3)) / 2.2)]);

        Assert.True(log.Found.Count == 0, string.Join("\n", log.Found));
    }

    // Bursts: sessions of a random length repeat a line up to a hundred times.
    [Fact]
    public void BurstsThatWereLearntRaiseLittle()
    {
        var log = new RateLog(5);
        var random = new Random(6);
        for (var minute = 0; minute < 7 * 1_440; minute++)
        {
            log.Poisson(1, 20, 20, 5);
            var length = random.Next(20) == 0 ? (int)(-8 * Math.Log(1 - random.NextDouble())) : 0;
            for (var i = 0; i < length; i++)
            {
                log.Write(4);
            }
        }

        Assert.True(log.Found.Count <= 1, string.Join("\n", log.Found));
    }

    [Fact]
    public void AStateThatContradictsItselfIsRefused()
    {
        var log = new RateLog();
        log.Poisson(10, Day);
        var state = log.Model.Save(10);

        state.Check(10);
        Assert.Throws<InvalidDataException>(() => state.Check(2));
        Assert.Throws<InvalidDataException>(() => (state with { Blocks = null! }).Check(10));
        Assert.Throws<InvalidDataException>(() => (state with { Storms = [null!] }).Check(10));
        Assert.Throws<InvalidDataException>(() => (state with { Hours = state.Hours with { Largest = [[1]] } }).Check(10));
        Assert.Throws<InvalidDataException>(() => (state with { Minutes = state.Minutes with { Largest = [-1], From = [0] } }).Check(10));
        Assert.Throws<InvalidDataException>(() => (state with { Gaps = state.Gaps with { UsualTotal = double.NaN } }).Check(10));
    }
}
