using LogGuard.Learning.Training;
using LogGuard.Models.Windows;

namespace LogGuard.Tests.Learning;

public class WindowBudgetTests
{
    // Four keys and the next are 20 bytes.
    [Theory]
    [InlineData(1, 52_428, 13_107, 26_214)]
    [InlineData(2, 104_857, 26_214, 52_428)]
    public void AQuarterIsMixedAndHalfIsJudged(int megabytes, int rows, int partRows, int judgedRows)
    {
        var room = new WindowBudget(megabytes, windowSize: 4);

        Assert.Equal((rows, partRows, judgedRows), (room.Rows, room.PartRows, room.JudgedRows));
    }

    [Fact]
    public void WithoutMemoryThereIsRoomForAFew()
    {
        var room = new WindowBudget(0, windowSize: 4);

        Assert.Equal((0, 4_096, 4_096), (room.Rows, room.PartRows, room.JudgedRows));
    }

    [Fact]
    public void NoMoreAreMixedThanAreOfUse()
    {
        var room = new WindowBudget(2_048, windowSize: 4);

        Assert.Equal(107_374_182, room.Rows);
        Assert.Equal(WindowFileFeed.DefaultBufferSize, room.PartRows);
        Assert.Equal(room.Rows / 2, room.JudgedRows);
    }
}
