using LogGuard.Models.Values;

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
        Assert.True(series.Capacity <= 60);
    }

    [Fact]
    public void ElapsedTimesAreSampledFromAllAlong()
    {
        var series = new ParameterValueSeries(1, [], limit: 1000);
        for (var i = 0; i < 100_000; i++)
        {
            series.Add([i]);
        }

        var sample = series.ElapsedSample();
        Assert.Equal(1000, sample.Distinct().Count());
        Assert.Equal(50_000, sample.Average(), 4_000.0);
        Assert.InRange(sample.Count(value => value < 10_000), 60, 140);
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
