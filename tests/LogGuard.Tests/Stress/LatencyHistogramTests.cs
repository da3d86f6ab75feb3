using LogGuard.Stress.Load;

namespace LogGuard.Tests.Stress;

public class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.5, 5_000)]
    [InlineData(0.99, 9_900)]
    [InlineData(0.999, 9_990)]
    [InlineData(1, 10_000)]
    public void PercentilesAreRightToOneThirtySecond(double share, long expected)
    {
        var histogram = new LatencyHistogram();
        for (var value = 1; value <= 10_000; value++)
        {
            histogram.Add(value);
        }

        Assert.InRange(histogram.Percentile(share), expected, expected * 33 / 32);
        Assert.Equal(10_000, histogram.Max);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(1_000_000_007)]
    [InlineData(long.MaxValue)]
    public void OneDurationIsEveryPercentile(long value)
    {
        var histogram = new LatencyHistogram();

        histogram.Add(value);

        Assert.Equal(value, histogram.Percentile(0.5));
        Assert.Equal(value, histogram.Percentile(1));
    }

    [Fact]
    public void SeveralThreadsAddUp()
    {
        var (one, other) = (new LatencyHistogram(), new LatencyHistogram());
        one.Add(10);
        other.Add(20);
        other.Add(30);

        one.Add(other);

        Assert.Equal((3, 30, 20), (one.Count, one.Max, one.Percentile(0.5)));
    }

    [Fact]
    public void WithoutCallsThereIsNoLatency() => Assert.Equal(0, new LatencyHistogram().Percentile(0.99));
}
