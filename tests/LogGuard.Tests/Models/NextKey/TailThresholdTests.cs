using LogGuard.Models.NextKey;

namespace LogGuard.Tests.Models;

public class TailThresholdTests
{
    /// <summary>
    /// The tail has 200 values, so the mean excess is off by 7 % at one standard deviation; of 6.9 the extrapolated
    /// part is 4.6. 25 % is over three standard deviations. The line lies over all values, so a large one lifts it: the
    /// largest of 2,000 is 2.3 or more too high once in ten samples.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TheTailOfAnExponentialSampleIsFollowedOutwards(int seed)
    {
        var random = new Random(seed);
        double[] sample = [.. Enumerable.Range(0, 2000).Select(_ => -Math.Log(1 - random.NextDouble()))];

        var threshold = TailThreshold.Fit(sample, rate: 0.001);

        Assert.InRange(threshold, 0.75 * Math.Log(1000), 1.5 * Math.Log(1000));
    }

    [Fact]
    public void TheThresholdOfARateThatWasSeenIsNearThatValue()
    {
        // The k-th largest stands for a rate of k / (n + 1), so that every value lies on the line.
        double[] sample = [.. Enumerable.Range(1, 1000).Select(i => -Math.Log(1 - i / 1001.0))];

        Assert.Equal(-Math.Log(0.05), TailThreshold.Fit(sample, rate: 0.05), 0.1);
    }

    [Fact]
    public void ASmallerRateHasAHigherThreshold()
    {
        double[] sample = [.. Enumerable.Range(1, 100).Select(i => (double)i)];

        double[] thresholds = [.. new[] { 0.5, 0.1, 0.01, 0.001, 0.000001 }.Select(rate => TailThreshold.Fit(sample, rate))];

        Assert.Equal(90, thresholds[0]);
        Assert.InRange(thresholds[1], 90, 93);
        Assert.True(thresholds[2] > 90 && thresholds[3] > thresholds[2] && thresholds[4] > thresholds[3]);
    }

    [Fact]
    public void NoValueOfAHeavyTailLiesAboveTheLine()
    {
        double[] sample = [.. Enumerable.Range(1, 480).Select(i => i / 480.0), 7, 7.5, 8.2, 12.4, 14.2];

        // One in 486 sessions reached 14.2, so what one in 2,000 reaches lies above.
        Assert.InRange(TailThreshold.Fit(sample, rate: 0.0005), 14.2, 16);
    }

    /// <summary>Ten values tell the mean of a tail to a third, which the prediction takes into account; a thousand leave nothing to doubt.</summary>
    [Fact]
    public void APredictionIsAsWideAsTheSampleIsSmall()
    {
        double[] few = [.. Enumerable.Range(1, 100).Select(i => -Math.Log(1 - i / 101.0))];
        double[] many = [.. Enumerable.Range(1, 10_000).Select(i => -Math.Log(1 - i / 10_001.0))];

        // 10·(1000^(1/10) − 1) mean excesses beyond the onset instead of ln 1000.
        Assert.InRange(TailThreshold.Predict(few, 0.0001) - TailThreshold.Fit(few, 0.0001), 2.2, 3);
        Assert.InRange(TailThreshold.Predict(many, 0.0001) - TailThreshold.Fit(many, 0.0001), 0, 0.05);
        Assert.Equal(TailThreshold.Fit(few, 0.3), TailThreshold.Predict(few, 0.3));
    }

    [Fact]
    public void AnEmptySampleGivesZero()
    {
        Assert.Equal(0, TailThreshold.Fit([], rate: 0.001));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public void AConstantSampleGivesItsValue(int count)
    {
        double[] sample = [.. Enumerable.Repeat(3.5, count)];

        Assert.Equal(3.5, TailThreshold.Fit(sample, rate: 0.001));
    }

    [Fact]
    public void TheOrderOfTheSampleDoesNotMatter()
    {
        double[] sorted = [.. Enumerable.Range(1, 100).Select(i => Math.Sqrt(i))];
        double[] shuffled = [.. sorted];
        new Random(1).Shuffle(shuffled);

        Assert.Equal(TailThreshold.Fit(sorted, 0.001), TailThreshold.Fit(shuffled, 0.001));
    }
}
