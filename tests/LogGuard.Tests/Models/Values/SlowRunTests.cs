using LogGuard.Models.Values;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

/// <summary>A step that is slow once, and one that is slow again and again.</summary>
public class SlowRunTests
{
    private long _now = TestTimeProvider.Start.UtcTicks;

    [Fact]
    public void AStepThatIsSlowAgainAndAgainIsLateThoughOneSuchTimeIsNot()
    {
        var model = Train();
        Assert.False(model.IsUnusual([3], out _, _now));

        var verdicts = Enumerable.Range(0, 5).Select(_ => Judge(model, 3)).ToArray();

        Assert.Equal([false, false, false, true, true], verdicts);
    }

    [Fact]
    public void TheVerdictSaysHowManyWereSlow()
    {
        var model = Train();
        Assert.All(Enumerable.Range(0, 4), _ => Assert.False(Judge(model, 3)));

        Assert.True(model.IsUnusual([3], out var judgement, _now += 3 * TimeSpan.TicksPerSecond));
        Assert.Equal((5, 5), (judgement.RecentSlow, judgement.RecentLines));
        Assert.InRange(judgement.High, 0.1, 3);
        Assert.InRange(judgement.Surprise, 24, 28);
    }

    /// <summary>The machine was busy while learning: one in two hundred took as long.</summary>
    [Fact]
    public void ASlowTimeThatWasLearntNowAndThenIsNotUsualEachTime()
    {
        var random = new Random(3);
        var model = SomeValues.Train(SomeValues.Elapsed(Enumerable.Range(0, 2_000).Select(i => i % 200 == 0 ? 1.5 + random.NextDouble() : random.Next(1, 90) / 1e3)));
        Assert.False(model.IsUnusual([1.8], out _));

        Assert.Contains(true, Enumerable.Range(0, 6).Select(_ => Judge(model, 1.8)));
    }

    /// <summary>The machine stood still for three seconds, and all that was under way is slow.</summary>
    [Fact]
    public void APauseThatStopsManyStepsAtOnceIsNoRun()
    {
        var model = Train();
        _now += 10 * TimeSpan.TicksPerSecond;

        Assert.All(Enumerable.Range(0, 50), i => Assert.False(model.IsUnusual([3], out _, _now + i * TimeSpan.TicksPerMillisecond)));
    }

    [Fact]
    public void ASlowStepNowAndThenIsNoRun()
    {
        var model = Train();

        for (var i = 0; i < 5_000; i++)
        {
            Assert.False(Judge(model, i % 50 == 0 ? 3 : 0.01));
        }
    }

    [Fact]
    public void SlowStepsAmongFastOnesOfTheSameLineAreARun()
    {
        var model = Train();

        Assert.Contains(true, Enumerable.Range(0, 60).Select(i => Judge(model, i % 3 == 0 ? 3 : 0.01)));
    }

    [Fact]
    public void AfterTheRunAUsualLineIsUsual()
    {
        var model = Train();
        for (var i = 0; i < 20; i++)
        {
            Judge(model, 3);
        }

        Assert.False(Judge(model, 0.01));
        for (var i = 0; i < 300; i++)
        {
            Judge(model, 0.01);
        }

        Assert.False(Judge(model, 3));
    }

    /// <summary>Waiting times follow the load, and a quiet hour makes all of them three times as long.</summary>
    [Fact]
    public void WaitingTimesOfAQuietHourAreNoRun()
    {
        var model = SomeValues.Train(SomeValues.Elapsed(SomeValues.Exponential(2_000, 1)));

        foreach (var seconds in SomeValues.Exponential(2_000, 2, seed: 5))
        {
            var isLate = model.IsUnusual([seconds], out _);
            Assert.Equal(isLate, Judge(model, seconds));
        }
    }

    private bool Judge(ParameterValueModel model, double seconds)
    {
        _now += (long)(seconds * TimeSpan.TicksPerSecond) + TimeSpan.TicksPerMillisecond;
        return model.IsUnusual([seconds], out _, _now);
    }

    // Usual are milliseconds; waits of some hundred make the limit of a single line several seconds.
    private static ParameterValueModel Train()
    {
        var random = new Random(3);
        var model = SomeValues.Train(SomeValues.Elapsed(Enumerable.Range(0, 2_000).Select(i => i % 12 == 0 ? random.Next(100, 900) / 1e3 : random.Next(1, 9) / 1e3)));
        Assert.False(model.IsUnusual([3], out _));
        Assert.True(model.IsUnusual([60], out _));
        return model;
    }
}
