using LogGuard.Keys;

namespace LogGuard.Tests.Keys;

public class KeyUsageTests
{
    [Fact]
    public void EachKeyHasItsNumberAndItsTimes()
    {
        var usage = new KeyUsage();

        usage.Add(3, 100);
        usage.Add(3, 300);
        usage.Add(3, 200);
        usage.Add(5_000, 400);
        usage.Add(-1, 500);

        Assert.Equal((3L, 100L, 300L), usage.Of(3));
        Assert.Equal((1L, 400L, 400L), usage.Of(5_000));
        Assert.Equal(default, usage.Of(4));
        Assert.Equal(default, usage.Of(1_000_000));
        Assert.Equal(default, usage.Of(-1));
    }
}
