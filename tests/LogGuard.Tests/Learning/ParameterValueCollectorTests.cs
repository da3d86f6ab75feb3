using LogGuard.Learning;

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

    [Fact]
    public void OnlyTheDefaultDetectorAsks()
    {
        Assert.NotNull(ParameterValueCollector.For(new AnomalyDetectorOptions()));
        Assert.Null(ParameterValueCollector.For(new AnomalyDetectorOptions { Detector = DetectorKind.DeepLog }));
        Assert.Null(ParameterValueCollector.For(new AnomalyDetectorOptions { Values = { Enabled = false } }));
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
