using LogGuard.Stress.Floods;

namespace LogGuard.Tests.Stress;

public class FloodRunTests
{
    private static readonly FloodResult Right = new()
    {
        Calls = 10, Received = 10, Scored = 8, Dropped = 2, Planted = 3, Alerted = 3, WorstAlertSeconds = 0.5, WorstLagSeconds = 0.9, MemoryGrowth = 1,
    };

    [Fact]
    public void AFloodThatKeepsEveryBarHasNoFault() => Assert.Empty(FloodRun.FaultsOf(Right));

    [Fact]
    public void EachBarThatFailsIsNamed()
    {
        Assert.Equal(["exceptions"], FloodRun.FaultsOf(Right with { Exceptions = 1 }));
        Assert.Equal(["events not accounted for"], FloodRun.FaultsOf(Right with { Scored = 7 }));
        Assert.Equal(["events not accounted for"], FloodRun.FaultsOf(Right with { Calls = 11 }));
        Assert.Equal(["planted failures not alerted in time"], FloodRun.FaultsOf(Right with { Alerted = 2 }));
        Assert.Equal(["lag"], FloodRun.FaultsOf(Right with { WorstLagSeconds = 1.1 }));
        Assert.Equal(["memory"], FloodRun.FaultsOf(Right with { MemoryGrowth = 80 }));
    }

    [Fact]
    public void AProcessWithoutAResultIsNoSuccess() => Assert.Contains("exceptions", FloodRun.FaultsOf(new FloodResult { Exceptions = 1 }));

    [Fact]
    public void FloodsAddUpAndTheWorstStands()
    {
        var sum = FloodResult.Sum([Right, Right with { WorstAlertSeconds = 4, MemoryGrowth = -2 }]);

        Assert.Equal((20, 16, 4, 6, 6), (sum.Received, sum.Scored, sum.Dropped, sum.Planted, sum.Alerted));
        Assert.Equal((4, 0.9, 1), (sum.WorstAlertSeconds, sum.WorstLagSeconds, sum.MemoryGrowth));
    }

    [Fact]
    public void EachFloodHasANameOfItsOwn() => Assert.Equal(Flood.All.Length, Flood.All.Select(flood => flood.Name).Distinct().Count());
}
