using LogGuard.Models.Values;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class ValueErrorFitTests
{
    /// <summary>From tables of the normal distribution.</summary>
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.025, 1.959964)]
    [InlineData(0.001, 3.090232)]
    [InlineData(0.0005, 3.290527)]
    [InlineData(0.000001, 4.753424)]
    public void QuantilesAreThoseOfTheTables(double rate, double quantile)
    {
        Assert.Equal(quantile, NormalDistribution.UpperQuantile(rate), 0.000001);
        Assert.Equal(rate, NormalDistribution.Cdf(-quantile), 0.0000001);
    }

    [Fact]
    public void NormalErrorsHaveTheGaussiansLimit()
    {
        var fit = ValueErrorFit.Fit(SomeValues.Normal(2000, 0.3, 2), 0.999, isTwoSided: false, leastDeviation: 0);

        Assert.Equal(0.3, fit.Centre, 0.2);
        Assert.Equal(2, fit.Deviation, 0.15);
        Assert.Equal(3.09, fit.UpperLimit, 0.01);
        Assert.Null(fit.LowerLimit);
        Assert.False(fit.IsCalibrated);
    }

    [Fact]
    public void TwoSidesShareWhatMayLieOutside()
    {
        var fit = ValueErrorFit.Fit(SomeValues.Normal(2001, 0, 1), 0.999, isTwoSided: true, leastDeviation: 0);

        Assert.Equal(3.29, fit.UpperLimit, 0.01);
        Assert.Equal(3.29, fit.LowerLimit!.Value, 0.01);
    }

    /// <summary>
    /// One in a thousand is never seen among three hundred, so no test refutes the Gaussian there, and its limit holds only if it is
    /// one. Over many samples the promise is kept by the predicted tail, whatever the values are.
    /// </summary>
    [Theory]
    [InlineData("normal")]
    [InlineData("exponential")]
    [InlineData("sums")]
    public void FewErrorsPromiseNoMoreThanTheyShow(string kind)
    {
        var (promised, fitted) = (0.0, 0.0);
        var others = Sample(20_000, 1_000);
        for (var seed = 1; seed <= 40; seed++)
        {
            var errors = Sample(300, seed);
            promised += ShareAbove(ValueErrorFit.Fit(errors, 0.999, isTwoSided: false, leastDeviation: 0));
            fitted += ShareAbove(ValueErrorFit.Fit(errors, 0.999, isTwoSided: false, leastDeviation: 0, isPredictive: false));
        }

        Assert.InRange(promised / 40, 0, 0.001);
        Assert.True(promised < fitted, $"{promised} of {fitted}");

        double ShareAbove(in ValueErrorFit fit)
        {
            var limit = fit.Centre + fit.UpperLimit * fit.Deviation;
            return others.Count(error => error > limit) / (double)others.Length;
        }

        double[] Sample(int count, int seed) => kind switch
        {
            "normal" => SomeValues.Normal(count, 0, 1, seed),
            "exponential" => SomeValues.Exponential(count, 1, seed),
            _ => SomeValues.OrderTotals(count, seed),
        };
    }

    [Fact]
    public void AFewWildErrorsDoNotWidenSigma()
    {
        double[] errors = [.. SomeValues.Normal(600, 0, 1), 1e6, -1e6];

        Assert.Equal(1, ValueErrorFit.Fit(errors, 0.999, isTwoSided: false, leastDeviation: 0).Deviation, 0.1);
    }

    [Fact]
    public void AHeavyTailTakesTheGaussiansPlaceAndKeepsItsPromise()
    {
        var fit = ValueErrorFit.Fit(SomeValues.Exponential(600, 1), 0.999, isTwoSided: false, leastDeviation: 0);

        var limit = fit.Centre + fit.UpperLimit * fit.Deviation;
        var outside = SomeValues.Exponential(100_000, 1, seed: 2).Count(error => error > limit);
        Assert.True(fit.IsCalibrated);
        Assert.InRange(outside, 5, 150);
    }

    [Fact]
    public void ATailThatEndsEarlyMakesTheIntervalTighter()
    {
        // Nothing is ever above 1, and 40 % are there.
        double[] errors = [.. SomeValues.Normal(1000, 0, 1).Select(error => Math.Min(error, 0.25))];

        var fit = ValueErrorFit.Fit(errors, 0.999, isTwoSided: false, leastDeviation: 0);

        Assert.True(fit.IsCalibrated);
        Assert.True(fit.UpperLimit < 2, $"{fit.UpperLimit}");
    }

    [Fact]
    public void EqualErrorsLeaveTheResolution()
    {
        var fit = ValueErrorFit.Fit(new double[500], 0.999, isTwoSided: true, leastDeviation: 0.5);

        Assert.Equal(0.5, fit.Deviation);
        Assert.True(fit.UpperLimit * fit.Deviation >= 0.5);
    }
}
