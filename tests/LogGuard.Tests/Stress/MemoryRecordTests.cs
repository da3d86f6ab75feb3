using LogGuard.Stress.Load;

namespace LogGuard.Tests.Stress;

public class MemoryRecordTests
{
    [Fact]
    public void AQuarterIsItsMedianAndGrowthIsFromTheFirstToTheLast()
    {
        var record = new MemoryRecord();
        foreach (var (quarter, managed) in new[] { (0, 100), (0, 900), (0, 110), (1, 500), (2, 500), (3, 121), (3, 120), (3, 5) })
        {
            record.Add(quarter, managed, 2 * managed);
        }

        Assert.Equal([110, 500, 500, 120], record.Managed);
        Assert.Equal(240, record.WorkingSet[3]);
        Assert.Equal(10 / 110.0, MemoryRecord.Growth(record.Managed), 9);
    }

    [Fact]
    public void MemoryThatShrinksGrowsByLessThanNothing() => Assert.Equal(-0.5, MemoryRecord.Growth([10, 0, 0, 5]));
}
