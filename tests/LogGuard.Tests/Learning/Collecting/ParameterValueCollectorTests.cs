using LogGuard.Learning.Collecting;
using LogGuard.Models.Values;

namespace LogGuard.Tests.Learning;

public class ParameterValueCollectorTests
{
    [Fact]
    public void TheLatestVectorsOfEachKeyAreKept()
    {
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = 200 });
        for (var i = 0; i < 500; i++)
        {
            Add(collector, key: 2, i, "Seconds");
        }

        Assert.Equal(Enumerable.Range(300, 200).Select(i => (double)i), Assert.Single(collector.Series).Column(1));
    }

    [Fact]
    public void FurtherKeysAreNotCollectedAndTheUnknownOneNever()
    {
        var collector = new ParameterValueCollector(new ValueOptions { KeyLimit = 2 });

        Assert.False(collector.IsNew(0));
        Add(collector, 5, 1);
        Add(collector, 3, 1);
        Add(collector, 4, 1);

        Assert.Equal([3, 5], collector.Series.Select(series => series.Key));
    }

    [Fact]
    public void ParametersPastTheLimitAreLeftOut()
    {
        var collector = new ParameterValueCollector(new ValueOptions());
        collector.Begin(1, Enumerable.Range(0, 20).Select(i => $"P{i}"));

        Assert.Equal(1 + ParameterValueCollector.ParameterLimit, collector.Series[0].Names.Length);
    }

    [Fact]
    public void AllKeysTogetherAreBounded()
    {
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = 100_000, KeyLimit = 100_000 });
        for (var key = 1; key <= 8; key++)
        {
            for (var i = 0; i < 100_000; i++)
            {
                Add(collector, key, i, "A", "B", "C", "D", "E", "F", "G", "H");
            }
        }

        // A series doubles, so that the last one to grow may go past the limit by what it takes itself.
        Assert.True(collector.Series.Sum(series => (long)series.Capacity) <= ParameterValueCollector.NumberLimit + 900_000);
        Assert.Equal(99_999, collector.Series[0].Column(1)[^1]);
        Assert.All(collector.Series, series => Assert.Equal(99_999, series.Column(1)[^1]));
    }

    // A fresh series has room for sixteen vectors of its elapsed time, and for sixteen sampled times.
    [Theory]
    [InlineData(95, 3)]
    [InlineData(96, 3)]
    [InlineData(97, 4)]
    public void KeysAreTakenAsLongAsThereIsRoom(int numberLimit, int keyCount)
    {
        var collector = new ParameterValueCollector(new ValueOptions(), numberLimit);
        for (var key = 1; key <= 10; key++)
        {
            Add(collector, key, 1);
        }

        Assert.Equal(keyCount, collector.Series.Count);
        Assert.Equal(32 * keyCount, collector.Series.Sum(series => series.Capacity));
    }

    [Theory]
    [InlineData(64, 1)]
    [InlineData(65, 17)]
    [InlineData(96, 17)]
    [InlineData(97, 33)]
    [InlineData(160, 33)]
    [InlineData(161, 65)]
    public void ASeriesGrowsAsLongAsThereIsRoom(int numberLimit, int count)
    {
        // Both keys have 32 numbers to begin with; then the series doubles, each time that it is full.
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = 1_000 }, numberLimit);
        collector.Begin(9, []);
        for (var i = 0; i < 200; i++)
        {
            Add(collector, 1, i);
        }

        Assert.Equal(count, collector.Series[0].Count);
    }

    [Fact]
    public void ItBeginsAnewWithCopiesThatShareTheRoom()
    {
        var options = new ValueOptions { SampleLimit = 1_000 };
        var series = new[] { Numbers(3, 40, "A"), Numbers(5, 40) };
        var collector = new ParameterValueCollector(options, numberLimit: 60);
        collector.Begin(7, []);

        collector.Begin(series);

        // Three columns and two samples of times share the 60 numbers.
        Assert.Equal([3, 5], collector.Series.Select(one => one.Key));
        Assert.All(collector.Series, one => Assert.Equal(Enumerable.Range(28, 12).Select(i => (double)i), one.Column(0)));
        Assert.False(collector.IsNew(8));
        Assert.Equal(40, series[0].Count);
    }

    [Theory]
    [InlineData(1_000, 40)]
    [InlineData(30, 30)]
    public void ACopyIsNoLongerThanTheSampleLimit(int sampleLimit, int count)
    {
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = sampleLimit });

        collector.Begin([Numbers(3, 40)]);

        Assert.Equal(count, collector.Series[0].Count);
        Assert.True(collector.IsNew(8));
    }

    [Fact]
    public void ItBeginsWithoutSeriesToo()
    {
        var collector = new ParameterValueCollector(new ValueOptions());
        collector.Begin(7, []);

        collector.Begin([]);

        Assert.Empty(collector.Series);
        Assert.True(collector.IsNew(7));
    }

    // What came before counts as no more times than are kept of it: newer ones have their chance.
    [Fact]
    public void TheTimesOfBeforeFade()
    {
        var series = new ParameterValueSeries(1, [], limit: 10);
        for (var i = 0; i < 10_000; i++)
        {
            series.Add([1]);
        }

        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = 10 });
        collector.Begin([series]);
        for (var i = 0; i < 100; i++)
        {
            Add(collector, 1, 2);
        }

        Assert.InRange(collector.Series[0].ElapsedSample().Count(seconds => seconds == 2), 6, 10);
    }

    [Fact]
    public void WhatCopiesTookCountsAgainstTheLimit()
    {
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = 100 }, numberLimit: 100);

        collector.Begin([Numbers(1, 40)]);
        Assert.True(collector.IsNew(2));
        Add(collector, 1, 1);

        // It may grow to 50 vectors, and 50 times.
        Assert.Equal(100, collector.Series[0].Capacity);
        Assert.False(collector.IsNew(2));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(300)]
    public void OfAFullSeriesStretchesOfASixteenthAreWanted(int sampleLimit)
    {
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = sampleLimit });
        collector.Begin(1, []);

        var wanted = Enumerable.Range(1, 3 * 4_096).Where(_ => collector.Wants(1)).ToArray();

        Assert.Equal(
            [.. Enumerable.Range(1, Math.Max(sampleLimit, 255)), .. Enumerable.Range(4_096, 256), .. Enumerable.Range(8_192, 256), 12_288], wanted);
        Assert.False(collector.Wants(2));
    }

    [Fact]
    public void ASeriesThatWasTakenOverIsAsFullAsItIs()
    {
        var collector = new ParameterValueCollector(new ValueOptions { SampleLimit = 300 });
        collector.Begin([Numbers(1, 298)]);

        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => collector.Wants(1)));
    }

    [Fact]
    public void ACopyForAnotherThreadHasAllVectorsAndStaysAsItIs()
    {
        var collector = new ParameterValueCollector(new ValueOptions());
        collector.Begin([Numbers(2, 40, "A"), new ParameterValueSeries(1, [], 5)]);

        var copy = collector.Copy();
        Add(collector, 2, 99);

        Assert.Equal([1, 2], copy.Select(one => one.Key));
        Assert.Empty(copy[0].Column(0));
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (double)i), copy[1].Column(1));
    }

    [Fact]
    public void ACopyLacksWhatIsLeftOut()
    {
        var collector = new ParameterValueCollector(new ValueOptions());
        collector.Begin([Numbers(1, 3, "A"), Numbers(2, 3, "A")]);

        var copy = collector.Copy((key, feature, value) => (key, feature, value) is (2, 1, 1));

        Assert.Equal([0, 1, 2], copy[0].Column(1));
        Assert.Equal([0, double.NaN, 2], copy[1].Column(1));
        Assert.Equal([0, 1, 2], copy[1].Column(0));
    }

    [Fact]
    public void OnlyTheDefaultDetectorAsks()
    {
        Assert.NotNull(ParameterValueCollector.For(new AnomalyDetectorOptions()));
        Assert.Null(ParameterValueCollector.For(new AnomalyDetectorOptions { Detector = DetectorKind.DeepLog }));
        Assert.Null(ParameterValueCollector.For(new AnomalyDetectorOptions { Values = { Enabled = false } }));
    }

    private static ParameterValueSeries Numbers(int key, int count, params string[] names)
    {
        var series = new ParameterValueSeries(key, names, limit: 1_000);
        for (var i = 0; i < count; i++)
        {
            series.Add([.. Enumerable.Repeat((double)i, 1 + names.Length)]);
        }

        return series;
    }

    private static void Add(ParameterValueCollector collector, int key, double value, params string[] names)
    {
        if (collector.IsNew(key))
        {
            collector.Begin(key, names);
        }

        if (collector.TryGet(key, out _, out var vector))
        {
            vector.Fill(value);
            collector.Take(key);
        }
    }
}
