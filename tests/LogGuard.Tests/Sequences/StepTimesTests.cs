using LogGuard.Sequences;

namespace LogGuard.Tests.Sequences;

public class StepTimesTests
{
    [Fact]
    public void WithoutTimesNoneIsUsual() => Assert.Equal(0, new StepTimes().LongestUsual);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.001, 10_000)]
    [InlineData(3.5, 35_000_000)]
    [InlineData(1e9, 10_000_000_000_000_000)]
    public void ATimeIsUsualUpToTwiceItself(double seconds, long ticks)
    {
        var times = new StepTimes();
        times.Add(seconds);

        Assert.InRange(times.LongestUsual, ticks, 2 * ticks);
    }

    [Fact]
    public void OneStepInAThousandMayBeLonger()
    {
        var times = new StepTimes();
        Add(times, 998, 0.01);
        times.Add(60);
        Assert.True(times.LongestUsual > TimeSpan.TicksPerMinute);

        Add(times, 2, 0.01);
        Assert.InRange(times.LongestUsual, 100_000, 200_000);
    }

    [Fact]
    public void AnUnknownTimeIsIgnored()
    {
        var times = new StepTimes();
        times.Add(double.NaN);
        times.Add(-1);

        Assert.Equal(0, times.LongestUsual);
    }

    private static void Add(StepTimes times, int count, double seconds)
    {
        for (var i = 0; i < count; i++)
        {
            times.Add(seconds);
        }
    }
}
