using LogGuard.Cli.Models;

namespace LogGuard.Cli.Tests;

public class ToleranceTests
{
    [Theory]
    [InlineData(1, 500, 0.001, true)]
    [InlineData(2, 500, 0.001, true)]
    [InlineData(5, 500, 0.001, false)]
    [InlineData(1, 1, 0.001, false)]
    [InlineData(500, 500, 0.001, false)]
    [InlineData(1, 100_000_000, 0.001, true)]
    public void SoManySessionsAreChanceOnlyIfTheModelAdmitsThem(int count, long sessions, double rate, bool isChance) =>
        Assert.Equal(isChance, Tolerance.IsChance(count, sessions, rate));
}
