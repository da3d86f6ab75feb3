using LogGuard.Stress.Load;

namespace LogGuard.Tests.Stress;

public class FaultScheduleTests
{
    [Fact]
    public void EveryQuarterHasEveryFaultEquallyOften()
    {
        var quarters = FaultSchedule.Make(seed: 7).Chunk(FaultSchedule.SlotsPerQuarter).ToList();

        Assert.Equal(4, quarters.Count);
        Assert.All(quarters, quarter => Assert.Equal(quarters[0].Order(), quarter.Order()));
        Assert.All(Enum.GetValues<HostFault>(), fault => Assert.Contains(fault, quarters[0]));
    }

    [Fact]
    public void TheSeedDecidesTheOrder()
    {
        Assert.Equal(FaultSchedule.Make(1), FaultSchedule.Make(1));
        Assert.NotEqual(FaultSchedule.Make(1), FaultSchedule.Make(2));
    }

    [Theory]
    [InlineData(50)]
    [InlineData(3)]
    [InlineData(0)]
    public void RestartsAreSpreadOverAllSlots(int restarts)
    {
        const int Slots = 32;
        var each = Enumerable.Range(0, Slots)
            .Select(slot => FaultSchedule.RestartsBy(slot, Slots, restarts) - (slot == 0 ? 0 : FaultSchedule.RestartsBy(slot - 1, Slots, restarts)))
            .ToList();

        Assert.Equal(restarts, each.Sum());
        Assert.InRange(each.Max() - each.Min(), 0, 1);
    }
}
