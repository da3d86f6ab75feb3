using LogGuard.Learning.Collecting;
using LogGuard.Learning.Snapshots;
using LogGuard.Models.Values;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Learning;

/// <summary>What becomes of values in training again.</summary>
public partial class LearningCycleTests
{
    /// <summary>What too few recent values tell of stays as it was learnt before.</summary>
    [Theory]
    [InlineData(199, 3)]
    [InlineData(200, 4)]
    public void ValuesAreLearntAgainFromTwoHundred(int count, int expected)
    {
        using var bench = JudgingValues();

        bench.Cycle.RecentValues!.Begin([Series('a', count, 4)]);
        bench.Retrain();
        bench.TakeIn();

        Assert.Equal(expected, Known(bench, 'a').Length);
    }

    [Fact]
    public void OfATemplateThatWasNotJudgedBeforeFewerValuesTellToo()
    {
        using var bench = JudgingValues();

        bench.Cycle.RecentValues!.Begin([Series('b', 150, 2)]);
        bench.Retrain();
        bench.TakeIn();

        Assert.Equal([0, 1, 2], Known(bench, 'a'));
        Assert.Equal([0, 1], Known(bench, 'b'));
        Assert.Equal([1, 2], bench.Cycle.Model!.Values!.Models.Select(model => model.Key));
    }

    [Fact]
    public void WithoutAnyRecentValuesAllIsJudgedAsBefore()
    {
        using var bench = JudgingValues();
        bench.Options.Values.Confidence = 0.99;

        bench.Cycle.RecentValues!.Begin([]);
        bench.Retrain();
        bench.TakeIn();

        Assert.Equal([0, 1, 2], Known(bench, 'a'));
        Assert.Equal(0.999, bench.Cycle.Model!.Values!.Confidence);
    }

    [Fact]
    public void ANewConfidenceCountsFromTheNextRetraining()
    {
        using var bench = JudgingValues();
        bench.Options.Values.Confidence = 0.99;

        bench.Retrain();
        bench.TakeIn();

        Assert.Equal([0, 1, 2], Known(bench, 'a'));
        Assert.Equal(0.99, bench.Cycle.Model!.Values!.Confidence);
    }

    /// <summary>However it was reported: as one by itself, as too high, as too low.</summary>
    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void ValuesThatWereMarkedAnomalousAreNotLearntAgain(bool isExact, bool isLow)
    {
        using var bench = JudgingValues();
        double[] values = [10, 200, 3000];
        bench.Cycle.RecentValues!.Begin(
            [.. "ab".Select(letter => SomeValues.Series(Enumerable.Range(0, 600).Select(i => values[i % 3]), Some.Key(letter)))]);
        bench.Mark(LearningBench.Value('a', 3000, isExact, isLow), isNormal: false);

        bench.Retrain();
        bench.TakeIn();

        Assert.Equal([10, 200], Known(bench, 'a'));
        Assert.Equal([10, 200, 3000], Known(bench, 'b'));
    }

    [Fact]
    public void AnsweredValuesAreLearntAtOnceAndByEveryModel()
    {
        using var bench = JudgingValues();
        Assert.True(bench.Cycle.Model!.Values!.IsUnusual(Some.Key('a'), [double.NaN, 7], out _));
        bench.Mark(LearningBench.Value('a', 7, isExact: true, isLow: false));

        Assert.True(bench.LearnFeedback()());
        Assert.False(bench.Cycle.Model.Values.IsUnusual(Some.Key('a'), [double.NaN, 7], out _));

        bench.Retrain();
        bench.TakeIn();
        Assert.False(bench.Cycle.Model.Values!.IsUnusual(Some.Key('a'), [double.NaN, 7], out _));
    }

    [Fact]
    public void WhereNothingIsTrainedAgainNoRecentValuesAreKept()
    {
        using var bench = JudgingValues(options => options.Training.RecentSessions = 0);

        Assert.Null(bench.Cycle.RecentValues);
        Assert.NotNull(bench.Cycle.Model!.Values);
    }

    [Fact]
    public void WithAModelRecentValuesBeginWithThoseOfTheSnapshot()
    {
        var snapshot = LearningBench.Snapshot(Enumerable.Repeat("a b c d", 60));
        using var bench = new LearningBench(WithNetwork, snapshot with { Series = [Series('a', 20, 3)] });
        using var other = new LearningBench(WithNetwork, LearningBench.Snapshot("a b"));

        Assert.Equal(20, Assert.Single(bench.Cycle.RecentValues!.Series).Count);
        Assert.Empty(other.Cycle.RecentValues!.Series);
    }

    // Key a has the values 0, 1 and 2.
    private static LearningBench JudgingValues(Action<AnomalyDetectorOptions>? configure = null)
    {
        var bench = new LearningBench(options =>
        {
            WithNetwork(options);
            configure?.Invoke(options);
        });
        bench.Cycle.Collector!.Values!.Begin([Series('a', 600, 3)]);
        bench.Learn();
        return bench;
    }

    private static ParameterValueSeries Series(char letter, int count, int valueCount) =>
        SomeValues.Series(Enumerable.Range(0, count).Select(i => (double)(i % valueCount)), Some.Key(letter));

    private static double[] Known(LearningBench bench, char letter) => bench.Cycle.Model!.Values!.For(Some.Key(letter))!.Features[1].KnownValues;
}
