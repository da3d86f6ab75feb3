using LogGuard.Models.Values;
using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

/// <summary>What was the same for as long as learning lasted, and changes then.</summary>
public class ChangingValuesTests
{
    private static readonly TimeSpan SixMinutes = TimeSpan.FromMinutes(6);

    private static readonly Dictionary<string, (double[] Learnt, double[] Shown)> Constants = new()
    {
        ["the last day of a month"] = (Repeat(31, 400), [.. Repeat(31, 50), .. Repeat(1, 300), .. Repeat(2, 300), .. Repeat(3, 300)]),
        ["a year"] = (Repeat(2026, 400), Repeat(2027, 500)),
        ["a version"] = (Repeat(3.2, 400), [.. Repeat(3.3, 200), .. Repeat(4, 200)]),
        ["a port, each time the process starts"] = (Repeat(8080, 400), [.. Repeat(51_234, 200), .. Repeat(40_021, 200)]),
        ["a batch of fifty sessions"] = (Repeat(77, 400), [.. Enumerable.Range(0, 1_000).Select(i => 78.0 + i / 50)]),
        ["a value that goes back and forth"] = (Repeat(5, 400), [.. Enumerable.Range(0, 1_000).Select(i => i / 100 % 2 == 0 ? 6.0 : 5)]),
        ["a value that alternates"] = (Repeat(5, 400), [.. Enumerable.Range(0, 1_000).Select(i => i % 2 == 0 ? 6.0 : 5)]),
        ["an enumeration that gains members"] = (Mixed(400, 3), [.. Mixed(300, 4), .. Mixed(300, 5), .. Mixed(300, 6)]),
    };

    private static readonly Dictionary<string, double[]> Changing = new()
    {
        ["a batch of fifty sessions"] = [.. Enumerable.Range(0, 2_600).Select(i => 20_260_101.0 + i / 50)],
        ["few batches of fifty sessions"] = [.. Enumerable.Range(0, 1_100).Select(i => 20_260_101.0 + i / 50)],
        ["a batch's random number"] = Stretches(2_600, 50),
        ["a day that changed once"] = [.. Repeat(29, 500), .. Repeat(30, 500), .. Repeat(31, 500), .. Repeat(1, 500)],
        ["a counter that falls from 2^30"] = [.. Enumerable.Range(0, 2_600).Select(i => (double)((1 << 30) - i))],
        ["a counter that falls in each process"] = [.. Enumerable.Range(0, 2_600).Select(i => (double)((1 << 30) - i % 700 * 3))],
        ["counters of three processes"] = [.. Enumerable.Range(0, 2_600).Select(i => (i % 3 + 1) * 1e6 + i)],
        ["falling counters of five processes"] = [.. Enumerable.Range(0, 2_600).Select(i => (i * 7 % 5 + 1) * 1e6 - i)],
    };

    public static TheoryData<string> ConstantForMinutes => [.. Constants.Keys];

    public static TheoryData<string> ChangingWhileLearning => [.. Changing.Keys];

    [Theory]
    [MemberData(nameof(ConstantForMinutes))]
    public void AChangeOfWhatWasConstantForMinutesIsToldOnce(string what)
    {
        var (learnt, shown) = Constants[what];
        var values = new ChangingValues(learnt);
        Assert.True(values.Model.JudgesParameters);

        Assert.Equal(1, values.Show(shown));

        Assert.True(values.Told[0].IsFirstChange);
        Assert.True(values.Told[0].Surprise < 10, "less than a warning");
    }

    [Theory]
    [MemberData(nameof(ChangingWhileLearning))]
    public void WhatChangedWhileLearningIsNotTold(string what)
    {
        var values = Changing[what];
        var learnt = values.Length * 6 / 10;
        var changing = new ChangingValues(values[..learnt]);

        Assert.Equal(0, changing.Show(values[learnt..]));
    }

    [Fact]
    public void WhatWasTheSameForDaysIsReportedEachTimeItIsWrong()
    {
        var values = new ChangingValues(Mixed(1_500, 3), SixMinutes);

        Assert.Equal(5, values.Show(Enumerable.Range(0, 500).Select(i => i % 100 == 50 ? 7.0 : i % 3)));

        Assert.False(values.Told[0].IsFirstChange);
        Assert.True(values.Told[0].Surprise > 10);
    }

    [Fact]
    public void ALastingChangeOfWhatWasTheSameForDaysIsToldOnce()
    {
        var year = new ChangingValues(Repeat(2026, 1_500), SixMinutes);
        Assert.Equal(1, year.Show(Repeat(2027, 1_000)));

        var state = new ChangingValues(Mixed(1_500, 3), SixMinutes);
        Assert.InRange(state.Show(Mixed(1_000, 4)), 1, 2);
        Assert.Equal(0, state.Show([.. Mixed(240, 5), .. Mixed(240, 6), .. Mixed(240, 7)]));
    }

    [Fact]
    public void AValueThatStayedIsAdoptedAndTheParameterChangesSometimes()
    {
        var values = new ChangingValues(Repeat(1, 400), SixMinutes);
        Assert.Equal(1, values.Show(Repeat(2, 30)));

        // Thirty days are more than enough to believe in a value that never changed before.
        Assert.Equal(0, values.Show(Repeat(2, 30 * 240)));
        Assert.Equal(0, values.Show(Repeat(3, 100)));
    }

    [Fact]
    public void AnExceptionIsNotAdoptedAndTheNextOneIsToldOnceManyDaysWereUsual()
    {
        var values = new ChangingValues(Repeat(0, 400), SixMinutes);
        Assert.Equal(1, values.Show([0, 0, 5, 0, 0, 6, 0]));

        Assert.Equal(0, values.Show(Repeat(0, 240)));
        Assert.Equal(0, values.Show([7, 0, 0]));
        Assert.Equal(0, values.Show(Repeat(0, 30 * 240)));

        Assert.Equal(1, values.Show([8, 0, 0]));
        Assert.Equal(0, values.Show([5, 0, 0]));
    }

    [Fact]
    public void DaysInOneProcessProveNothingAboutTheNextProcess()
    {
        var one = new ChangingValues(Repeat(8080, 1_500), SixMinutes, _ => 1);
        Assert.Equal(1, one.Show(Repeat(51_234, 100), process: 2));
        Assert.True(one.Told[0].IsFirstChange);

        var many = new ChangingValues(Repeat(8080, 1_500), SixMinutes, line => 1 + (ulong)line / 200);
        Assert.Equal(1, many.Show(Repeat(51_234, 100), process: 20));
        Assert.False(many.Told[0].IsFirstChange);
    }

    [Fact]
    public void ManyValuesAreForgottenAndNotToldAnyMore()
    {
        var values = new ChangingValues(Repeat(1, 400));

        Assert.Equal(1, values.Show(Enumerable.Range(2, 100_000).Select(i => (double)i)));

        Assert.Empty(values.Model.WatchStates[1]!.Evidence.Values);
        Assert.True(values.Model.WatchStates[1]!.IsAdopted);
    }

    [Fact]
    public void AQuantityThatTurnsOutToBeACounterIsNotJudgedAnyMore()
    {
        var values = new ChangingValues(SomeValues.Normal(600, 100, 5));
        Assert.Equal(ValueFeatureKind.Measured, values.Kind);

        Assert.Equal(TrendRun.FewestValues, values.Show(Enumerable.Range(0, 200).Select(i => 1_000.0 + i)));

        Assert.Equal([1], values.Model.Counters);
        Assert.Equal(1, values.Model.ChangeCount);
    }

    [Fact]
    public void AQuantityThatJumpsIsReportedLineByLine()
    {
        var values = new ChangingValues(SomeValues.Normal(600, 100, 5));

        Assert.Equal(200, values.Show(SomeValues.Normal(200, 300, 5, seed: 9)));
        Assert.Equal(50, values.Show(Repeat(300, 50)));
    }

    [Fact]
    public void AnotherModelOfTheParameterGoesOnWhereTheFirstOneWas()
    {
        var values = new ChangingValues(Repeat(1, 400));
        Assert.Equal(1, values.Show(Repeat(2, 5)));

        // Trained again without the new value, as while it was not adopted.
        var later = SomeValues.Train(values.Series);
        later.TakeOver(values.Model);

        Assert.Equal(0, values.With(later).Show(Repeat(2, 5)));
    }

    [Fact]
    public void WhatIsAnsweredAsAnAnomalyIsNotAdopted()
    {
        var values = new ChangingValues(Repeat(0, 400), SixMinutes);
        for (var i = 0; i < 100; i++)
        {
            values.Show([5, 0]);
            values.Model.Refuse(1);
        }

        Assert.False(values.Model.WatchStates[1]!.IsAdopted);
        Assert.Equal(1, values.Model.WatchStates[1]!.Usual);
    }

    private static double[] Repeat(double value, int count) => [.. Enumerable.Repeat(value, count)];

    // Independent values of an enumeration.
    private static double[] Mixed(int count, int members)
    {
        var random = new SeededRandom(members);
        return [.. Enumerable.Range(0, count).Select(_ => Math.Floor(members * random.NextUniform()))];
    }

    private static double[] Stretches(int count, int length)
    {
        var random = new SeededRandom(1);
        var numbers = Enumerable.Range(0, count / length).Select(_ => Math.Floor(9_000 * random.NextUniform())).ToArray();
        return [.. Enumerable.Range(0, count).Select(i => numbers[i / length])];
    }
}
