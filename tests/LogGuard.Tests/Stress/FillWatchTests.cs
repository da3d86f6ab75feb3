using LogGuard.Stress.Floods;

namespace LogGuard.Tests.Stress;

public class FillWatchTests
{
    private readonly FillWatch _watch = new();

    [Fact]
    public void TablesAreFullOnceNoCountHasGrownForAWhile()
    {
        Assert.False(_watch.IsFull(At(0), 100, 0));
        Assert.False(_watch.IsFull(At(0.5), 200, 0));
        Assert.False(_watch.IsFull(At(1.4), 200, 500));
        Assert.False(_watch.IsFull(At(2.3), 200, 500));
        Assert.True(_watch.IsFull(At(2.5), 200, 500));
    }

    [Fact]
    public void ACountThatGoesUpAndDownAroundItsHeightIsFull()
    {
        for (var i = 0; i < 10; i++)
        {
            _watch.IsFull(At(0.1 * i), 5_000 + i % 3 * 40);
        }

        Assert.True(_watch.IsFull(At(1), 5_080));
    }

    [Fact]
    public void SlowGrowthIsGrowthOnceItIsMoreThanTheSlack()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.False(_watch.IsFull(At(0.1 * i), 20 * i), $"at {i}");
        }
    }

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}
