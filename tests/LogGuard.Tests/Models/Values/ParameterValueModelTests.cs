using LogGuard.Models.Values;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class ParameterValueModelTests
{
    private static readonly double[] Nothing = [];

    [Fact]
    public void ASeriesWithAMemoryIsPredictedByTheNetwork()
    {
        var feature = SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(1000, 20))).Features[1];

        // The state is known but for its last step, so errors are that step's 0.2 in the logarithm; the values' own is 0.46.
        Assert.True(feature.UsesNetwork);
        Assert.True(feature.UsesLogarithm);
        Assert.Equal(0.2, feature.ErrorDeviation * feature.Deviation, 0.04);
    }

    [Fact]
    public void ASeriesWithoutAMemoryIsPredictedByItsMean()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.Normal(2000, 20, 2)));

        Assert.Null(model.Network);
        Assert.False(model.Features[1].UsesNetwork);
        Assert.False(model.IsUnusual([double.NaN, 26], out _));
        Assert.True(model.IsUnusual([double.NaN, 28], out var judgement));
        Assert.Equal(("Seconds", 28), (judgement.Feature.Name, judgement.Value));
        Assert.Equal(20 + 3.29 * 2, judgement.High, 0.6);
        Assert.Equal(20 - 3.29 * 2, judgement.Low, 0.6);
        Assert.True(model.IsUnusual([double.NaN, 12], out _));
    }

    [Fact]
    public void TheValidationPartDecidesOnTheLogarithm()
    {
        Assert.True(SomeValues.Train(SomeValues.Series(SomeValues.LogNormal(600, 20, 0.8))).Features[1].UsesLogarithm);
        Assert.False(SomeValues.Train(SomeValues.Series(SomeValues.Normal(600, 100, 20))).Features[1].UsesLogarithm);
        Assert.False(SomeValues.Train(SomeValues.Series(SomeValues.Normal(600, 0, 20))).Features[1].UsesLogarithm);
    }

    [Fact]
    public void ADurationThatVariesWidelyIsNeverTooShort()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.LogNormal(600, 20, 0.8)));

        Assert.Null(model.Features[1].LowerLimit);
        Assert.False(model.IsUnusual([double.NaN, 0], out _));
        Assert.True(model.IsUnusual([double.NaN, 20 * Math.Exp(5 * 0.8)], out _));
    }

    [Fact]
    public void AnUnusualValueNamesItsFeatureAmongOthers()
    {
        var (sizes, times) = (SomeValues.Normal(600, 1000, 10), SomeValues.Normal(600, 5, 0.5, seed: 2));
        var model = SomeValues.Train(SomeValues.Series(sizes.Zip(times, (size, time) => new[] { 0.1, size, time }), 1, "Size", "Time"));

        Assert.True(model.IsUnusual([0.1, 1000, 9], out var slow));
        Assert.Equal("Time", slow.Feature.Name);

        // Both are out; the one further out in its own interval is named.
        Assert.True(model.IsUnusual([0.1, 2000, 9], out var large));
        Assert.Equal("Size", large.Feature.Name);
        Assert.True(large.Surprise > slow.Surprise);
        Assert.True(slow.Surprise > 10);
    }

    [Fact]
    public void AValueOfAnEnumerationThatWasNeverSeenIsUnusual()
    {
        var model = SomeValues.Train(SomeValues.Series(Enumerable.Range(0, 300).Select(i => (double)(i * i % 7)), name: "Status"));

        Assert.False(model.IsUnusual([double.NaN, 4], out _));
        Assert.True(model.IsUnusual([double.NaN, 3], out var judgement));
        Assert.Equal([0, 1, 2, 4], judgement.Feature.KnownValues);
        Assert.True(double.IsNaN(judgement.High));
    }

    [Fact]
    public void CountersAndIdentifiersAreNotJudged()
    {
        var model = SomeValues.Train(SomeValues.Series(Enumerable.Range(0, 500).Select(i => (double)i)));

        Assert.False(model.IsJudged);
        Assert.False(model.IsUnusual([double.NaN, -1e9], out _));
    }

    [Fact]
    public void AMissingValueIsNotJudged()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(600, 20)));

        Assert.False(model.IsUnusual([double.NaN, double.NaN], out _));
        Assert.False(model.IsUnusual([double.NaN, double.PositiveInfinity], out _));
    }

    [Fact]
    public void ALineIsLateWhereThreeInAHundredMillionAre()
    {
        var model = SomeValues.Train(SomeValues.Elapsed(SomeValues.Normal(600, 10, 0.5)));
        Assert.True(model.IsUnusual([1e6], out var judgement));
        Assert.Equal(10 + 3.09 * 0.5, judgement.High, 0.3);

        // That is 5.41 standard deviations.
        Assert.False(model.IsUnusual([10 + 4.9 * 0.5], out _));
        Assert.True(model.IsUnusual([10 + 5.9 * 0.5], out _));
        Assert.False(model.IsUnusual([0], out _));
    }

    [Fact]
    public void ALineIsNotLateWithinASecond()
    {
        var model = SomeValues.Train(SomeValues.Elapsed(SomeValues.Normal(600, 0.01, 0.001)));

        Assert.False(model.IsUnusual([0.9], out _));
        Assert.True(model.IsUnusual([1.1], out _));
    }

    /// <summary>Every line has an elapsed time, and where sessions are independent it has no memory: a million of them must not alarm.</summary>
    [Fact]
    public void WaitingTimesWithoutMemoryRaiseNoAlarm()
    {
        var model = SomeValues.Train(SomeValues.Elapsed(SomeValues.Exponential(2000, 1)));

        var alarms = SomeValues.Exponential(1_000_000, 1, seed: 2).Count(seconds => model.IsUnusual([seconds], out _));

        Assert.Equal(0, alarms);
        Assert.True(model.IsUnusual([60], out _));
    }

    [Fact]
    public void OneWildValueDoesNotChangeWhatIsExpectedNext()
    {
        var (disturbed, calm) = (Make(), Make());

        Assert.True(disturbed.IsUnusual([double.NaN, 1e6], out _));
        calm.IsUnusual([double.NaN, double.NaN], out _);
        disturbed.IsUnusual([double.NaN, 1e5], out var after);
        calm.IsUnusual([double.NaN, 1e5], out var before);

        Assert.Equal(before.High, after.High);

        static ParameterValueModel Make() => SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(600, 20)));
    }

    [Fact]
    public void ANewStateOfThingsIsGoneAlongWithInTheEnd()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(1000, 20)));

        var alarms = Enumerable.Range(0, 100).Select(step => model.IsUnusual([double.NaN, 60], out _)).ToArray();

        Assert.True(alarms[0]);
        Assert.False(alarms[^1]);
    }

    [Fact]
    public void ResetGoesBackToWhereTrainingEnded()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(600, 20)));
        double[] values = [21, 400, 500, 33, 20];

        var first = Judge();
        model.Reset();

        Assert.Equal(first, Judge());

        double[] Judge() => [.. values.Select(value => model.IsUnusual([double.NaN, value], out var judgement) ? judgement.Surprise : 0)];
    }

    [Fact]
    public void TheSameSeriesGivesTheSameModel()
    {
        var (one, other) = (Make(), Make());

        Assert.Equal(one.Features[1] with { KnownValues = Nothing }, other.Features[1] with { KnownValues = Nothing });
        Assert.Equal(one.Network!.Weights[0].Values, other.Network!.Weights[0].Values);

        static ParameterValueModel Make() => SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(600, 20)));
    }

    [Fact]
    public void JudgingAllocatesNothing()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(600, 20)));
        Assert.NotNull(model.Network);
        double[] vector = [double.NaN, 1000];
        for (var i = 0; i < 10; i++)
        {
            model.IsUnusual(vector, out _);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            model.IsUnusual(vector, out _);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
