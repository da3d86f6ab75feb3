using LogGuard.Stress.Floods;

namespace LogGuard.Tests.Stress;

public class FloodMemoryTests
{
    [Fact]
    public void ALeakCountsWithHalfOfItsTime() => Assert.Equal(4, FloodMemory.GrowthOf([1, 2, 3, 4, 5, 6, 7, 8]));

    [Fact]
    public void ASingleMeasureOfMoreIsNoGrowth()
    {
        Assert.Equal(0, FloodMemory.GrowthOf([5, 5, 5, 5, 5, 5, 5, 9]));
        Assert.Equal(0, FloodMemory.GrowthOf([5, 5, 9, 5, 5, 5, 9, 5]));
    }

    [Fact]
    public void MemoryThatStaysHigherIsGrowth() => Assert.Equal(4, FloodMemory.GrowthOf([5, 5, 5, 5, 5, 9, 9, 9]));
}
