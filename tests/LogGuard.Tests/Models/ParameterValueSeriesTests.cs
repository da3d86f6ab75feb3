using LogGuard.Models;

namespace LogGuard.Tests.Models;

public class ParameterValueSeriesTests
{
    [Fact]
    public void TheElapsedTimeIsTheFirstFeature() =>
        Assert.Equal(["elapsed time", "Size", "Seconds"], new ParameterValueSeries(1, ["Size", "Seconds"], limit: 10).Names);

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(53)]
    public void TheMostRecentVectorsAreKept(int count)
    {
        var series = new ParameterValueSeries(1, ["Size"], limit: 20);
        for (var i = 0; i < count; i++)
        {
            series.Add([i, 10 * i]);
        }

        var kept = Enumerable.Range(Math.Max(0, count - 20), Math.Min(count, 20));
        Assert.Equal(kept.Select(i => (double)i), series.Column(0));
        Assert.Equal(kept.Select(i => 10.0 * i), series.Column(1));
        Assert.True(series.Capacity <= 40);
    }

    [Fact]
    public void WhatIsNotFiniteIsMissing()
    {
        var series = new ParameterValueSeries(1, ["Size"], limit: 20);
        series.Add([double.NaN, double.PositiveInfinity]);

        Assert.Equal([double.NaN], series.Column(0));
        Assert.Equal([double.NaN], series.Column(1));
    }

    [Fact]
    public void AVectorOfAnotherLengthIsRefused() =>
        Assert.Throws<ArgumentException>(() => new ParameterValueSeries(1, ["Size"], limit: 20).Add([1]));
}
