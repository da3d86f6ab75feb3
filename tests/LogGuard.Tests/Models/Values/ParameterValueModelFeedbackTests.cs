using LogGuard.Models.Values;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class ParameterValueModelFeedbackTests
{
    private const string Name = "Seconds";

    [Fact]
    public void AMarkedValueAndItsLikeAreUsualAndWhatLiesBetweenIsNot()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.Normal(1000, 20, 1)));
        Assert.True(IsUnusual(model, 60));

        model.Learn(1, Name, 60);

        Assert.False(IsUnusual(model, 60));
        Assert.False(IsUnusual(model, 58));
        Assert.False(IsUnusual(model, 62));
        Assert.True(IsUnusual(model, 40));
        Assert.True(IsUnusual(model, 70));
        Assert.True(IsUnusual(model, 10));
    }

    [Fact]
    public void VerdictsElsewhereAreTheSameToTheLastBit()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.WithMemory(1000, 20)));
        Assert.True(model.Features[1].UsesNetwork);
        double[] values = [.. SomeValues.WithMemory(5000, 20, seed: 2).Select((value, i) => i % 50 == 0 ? value * 3 : i % 77 == 0 ? 300 : value)];
        var before = Judge(model, values);

        model.Learn(1, Name, 300);
        var after = Judge(model, values);

        var (changed, reported) = (0, 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (model.Features[1].IsLike(values[i], 300))
            {
                Assert.False(after[i].IsUnusual);
                changed += before[i].IsUnusual ? 1 : 0;
            }
            else
            {
                Assert.Equal(before[i], after[i]);
                reported += before[i].IsUnusual ? 1 : 0;
            }
        }

        Assert.InRange(changed, 50, 80);
        Assert.InRange(reported, 50, 150);
    }

    [Fact]
    public void AValueOfAnEnumerationIsLearntByItself()
    {
        var model = SomeValues.Train(SomeValues.Series(Enumerable.Range(0, 600).Select(i => (double)(i % 3))));
        Assert.Equal(ValueFeatureKind.Enumeration, model.Features[1].Kind);

        model.Learn(1, Name, 7);

        Assert.False(IsUnusual(model, 7));
        Assert.True(IsUnusual(model, 8));
    }

    [Fact]
    public void ALateLineIsLearntWithinWhatASchedulerMayHoldItUp()
    {
        var model = SomeValues.Train(SomeValues.Elapsed(SomeValues.Normal(1000, 0.2, 0.01)));
        Assert.True(model.IsUnusual([12.4], out _));

        model.Learn(0, ParameterValueSeries.ElapsedTime, 12.4);

        Assert.False(model.IsUnusual([12.4], out _));
        Assert.False(model.IsUnusual([13.3], out _));
        Assert.True(model.IsUnusual([14], out _));
        Assert.True(model.IsUnusual([5], out _));
    }

    [Fact]
    public void WhatIsUnlearntIsUnusualAgain()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.Normal(1000, 20, 1)));
        model.Learn(1, Name, 60);

        model.Unlearn();

        Assert.True(IsUnusual(model, 60));
    }

    [Fact]
    public void NothingIsLearntForAFeatureThatIsAnotherOneNow()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.Normal(1000, 20, 1)));

        model.Learn(1, "Bytes", 60);
        model.Learn(7, Name, 60);

        Assert.True(IsUnusual(model, 60));
    }

    [Fact]
    public void UnusualValuesAreKeptAsTheNearestUsualOnesUnlessTheyWereMarked()
    {
        var model = SomeValues.Train(SomeValues.Series(SomeValues.Normal(1000, 20, 1)));
        model.Learn(1, Name, 60);
        double[][] vectors = [[double.NaN, 100], [double.NaN, 3], [double.NaN, 60], [double.NaN, 20]];

        foreach (var vector in vectors)
        {
            model.IsUnusual(vector, out _);
            model.DrawIn(vector);
        }

        Assert.InRange(vectors[0][1], 22, 25);
        Assert.InRange(vectors[1][1], 15, 18);
        Assert.Equal((60, 20), (vectors[2][1], vectors[3][1]));
    }

    private static List<(bool IsUnusual, double High, double Surprise)> Judge(ParameterValueModel model, double[] values)
    {
        model.Reset();
        var verdicts = new List<(bool, double, double)>();
        foreach (var value in values)
        {
            verdicts.Add((model.IsUnusual([double.NaN, value], out var judgement), judgement.High, judgement.Surprise));
        }

        return verdicts;
    }

    private static bool IsUnusual(ParameterValueModel model, double value)
    {
        model.Reset();
        return model.IsUnusual([double.NaN, value], out _);
    }
}
