using System.Diagnostics;
using LogGuard.Models.Values;
using LogGuard.Neural;
using LogGuard.Tests.Support;
using Xunit.Abstractions;

namespace LogGuard.Tests.Models;

public class ValueModelSetTrainerTests(ITestOutputHelper output)
{
    [Fact]
    public void KeysWithoutAnythingToJudgeHaveNoModel()
    {
        var models = Train(
            [
                SomeValues.Series(SomeValues.Normal(600, 20, 2), key: 3),
                SomeValues.Series(Enumerable.Range(0, 600).Select(i => (double)i), key: 5),
                SomeValues.Series(SomeValues.Normal(50, 20, 2), key: 7),
            ])!;

        Assert.Equal([3], models.Models.Select(model => model.Key));
        Assert.NotNull(models.For(3));
        Assert.Null(models.For(5));
        Assert.Null(models.For(100));
        Assert.False(models.IsUnusual(7, [double.NaN, 1e9], out _));
        Assert.True(models.IsUnusual(3, [double.NaN, 1e9], out _));
    }

    [Fact]
    public void NothingToJudgeAtAllIsNoSet() => Assert.Null(Train([SomeValues.Series(SomeValues.Normal(50, 20, 2))]));

    [Fact]
    public void TheBudgetGoesToTheKeysThatGainMost()
    {
        ParameterValueSeries[] series =
        [
            SomeValues.Series(SomeValues.WithMemory(600, 20).Zip(SomeValues.LogNormal(600, 1, 0.3, seed: 9), (one, noise) => one * noise), key: 1),
            SomeValues.Series(SomeValues.WithMemory(600, 20, seed: 3), key: 2),
        ];
        var options = new ParameterValueTrainingOptions();

        // Enough for one of them.
        var models = Train(series, options with { RowBudget = ValueModelSetTrainer.LeastStepCount * options.BatchSize })!;

        Assert.Null(models.For(1)!.Network);
        Assert.NotNull(models.For(2)!.Network);
    }

    [Fact]
    public void ThreadsChangeNoModel()
    {
        var series = Enumerable.Range(1, 6).Select(key => SomeValues.Series(SomeValues.WithMemory(500, 20, key), key)).ToArray();

        var (one, two) = (Train(series, new() { ThreadCount = 1 })!, Train(series, new() { ThreadCount = 3 })!);

        foreach (var (left, right) in one.Models.Zip(two.Models))
        {
            Assert.Equal(left.Network!.Weights[0].Values, right.Network!.Weights[0].Values);
            Assert.Equal(left.Features[1].ErrorDeviation, right.Features[1].ErrorDeviation);
        }
    }

    /// <summary>Four hundred orders are learnt from and five thousand judged, ten times over: the largest learnt total is no limit.</summary>
    [Fact]
    public void HealthyTotalsAboveTheLargestLearntOneRaiseNoAlarm()
    {
        var (alarms, larger, found) = (0, 0, 0);
        for (var seed = 1; seed <= 10; seed++)
        {
            var learnt = SomeValues.OrderTotals(400, seed);
            var trainer = new ValueModelSetTrainer(new ManagedEngine(threadCount: 1), new ParameterValueTrainingOptions()) { PerSession = _ => 2 };
            var model = trainer.Train([SomeValues.Series(learnt, name: "Total")])!.For(1)!;
            var totals = SomeValues.OrderTotals(5_000, seed + 100);
            larger += totals.Count(total => total > learnt.Max());
            alarms += totals.Count(total => model.IsUnusual([double.NaN, total], out _));
            found += model.IsUnusual([double.NaN, 10 * learnt.Average()], out _) ? 1 : 0;
        }

        Assert.True(larger > 50, $"{larger}");
        Assert.InRange(alarms, 0, 2);
        Assert.Equal(10, found);
    }

    [Fact]
    public void TheQuantitiesOfASessionShareWhatMayLieOutside()
    {
        var series = SomeValues.Series(SomeValues.Normal(2000, 20, 2));
        ParameterValueModel Of(double perSession) => new ValueModelSetTrainer(new ManagedEngine(threadCount: 1), new ParameterValueTrainingOptions())
        {
            PerSession = _ => perSession,
        }.Train([series])!.For(1)!;

        Assert.Equal([0.999, 0.9995, 0.99999], new[] { 0.3, 2, 1e9 }.Select(count => Math.Round(Of(count).Features[1].Confidence, 9)));
        Assert.Equal(0.999, Of(1e9).Features[0].Confidence);
        Assert.True(Of(20).Features[1].UpperLimit > Of(1).Features[1].UpperLimit + 0.5);
    }

    [Fact]
    public void ACancelledTrainingEnds()
    {
        Assert.Throws<OperationCanceledException>(
            () => Train([SomeValues.Series(SomeValues.WithMemory(600, 20))], cancellation: new CancellationToken(canceled: true)));
    }

    /// <summary>Prints how long; the limit is loose, since machines differ and tests run side by side.</summary>
    [Fact]
    [Trait("Kind", "Slow")]
    public void FiveHundredKeysTakeSeconds()
    {
        // A third with a memory, two parameters each, as many vectors as are kept.
        var series = Enumerable.Range(1, 500).Select(key =>
        {
            var times = key % 3 == 0 ? SomeValues.WithMemory(2000, 20, key) : SomeValues.LogNormal(2000, 20, 0.5, key);
            var waits = SomeValues.Exponential(2000, 1, key + 1000);
            return SomeValues.Series(times.Zip(waits, (time, wait) => new[] { wait, time, 7 }), key, "Seconds", "Mode");
        }).ToArray();

        var clock = Stopwatch.StartNew();
        var models = Train(series)!;

        output.WriteLine($"{models.Models.Count} keys, {models.Models.Count(model => model.Network is not null)} networks in {clock.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(500, models.Models.Count);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(2));
    }

    private static ValueModelSet? Train(
        IReadOnlyList<ParameterValueSeries> series, ParameterValueTrainingOptions? options = null, CancellationToken cancellation = default) =>
        new ValueModelSetTrainer(new ManagedEngine(threadCount: 1), options ?? new ParameterValueTrainingOptions()).Train(series, null, cancellation);
}
