using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Sequences;

public class KeyCountsTests
{
    [Fact]
    public void CountsAreThoseOfADictionary() => Properties.Hold<int[], bool>((keys, spread) =>
    {
        // Few keys, so that they repeat; or many that fall into the same places of the table.
        var counts = new KeyCounts();
        var expected = new Dictionary<int, int>();
        foreach (var key in keys.Select(key => spread ? key << 16 & int.MaxValue : (int)((uint)key % 40)))
        {
            expected[key] = expected.GetValueOrDefault(key) + 1;
            if (counts.Increment(key) != expected[key])
            {
                return false;
            }
        }

        return Matches(expected, counts);
    });

    [Fact]
    public void ThousandsOfKeysAreCounted()
    {
        var counts = new KeyCounts();
        var expected = new Dictionary<int, int>();
        var random = new Random(1);
        for (var i = 0; i < 50_000; i++)
        {
            var key = random.Next(5_000);
            expected[key] = expected.GetValueOrDefault(key) + 1;

            Assert.Equal(expected[key], counts.Increment(key));
        }

        Assert.True(Matches(expected, counts));
    }

    [Fact]
    public void TheUnknownKeyIsCountedLikeAnyOther()
    {
        var counts = new KeyCounts();

        Assert.Equal(0, counts[0]);
        Assert.Equal(1, counts.Increment(0));
        Assert.Equal(2, counts.Increment(0));
        Assert.Equal(2, counts[0]);
        Assert.Equal(1, counts.DistinctCount);
    }

    [Fact]
    public void AKeyThatNeverOccurredIsCountedZeroTimes()
    {
        var counts = Some.Counts("a a b");

        Assert.Equal(0, counts[Some.Key('c')]);
        Assert.Equal(0, counts[int.MaxValue]);
    }

    [Fact]
    public void ClearingForgetsEverything()
    {
        var counts = new KeyCounts();
        for (var key = 0; key < 100; key++)
        {
            counts.Increment(key);
        }

        counts.Clear();

        Assert.True(Matches([], counts));
        Assert.All(Enumerable.Range(0, 100), key => Assert.Equal(0, counts[key]));
        Assert.Equal(1, counts.Increment(7));
    }

    private static bool Matches(Dictionary<int, int> expected, KeyCounts counts)
    {
        var keys = new List<int>();
        counts.CopyKeysTo(keys);
        return counts.DistinctCount == expected.Count
            && keys.Order().SequenceEqual(expected.Keys.Order())
            && expected.All(entry => counts[entry.Key] == entry.Value);
    }

    [Fact]
    public void AnUnusuallyLargeTableIsNotKeptForTheNextSession()
    {
        var counts = new KeyCounts();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Fill(9_000);
        var large = GC.GetAllocatedBytesForCurrentThread() - before;
        counts.Clear();
        Assert.Equal((0, 0), (counts.DistinctCount, counts[17]));

        // It grows again as if it was new, and a usual one does not.
        before = GC.GetAllocatedBytesForCurrentThread();
        Fill(9_000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, large * 9 / 10, large * 11 / 10);
        counts.Clear();
        Fill(100);
        counts.Clear();
        before = GC.GetAllocatedBytesForCurrentThread();
        Fill(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Fill(int keys)
        {
            for (var key = 1; key <= keys; key++)
            {
                counts.Increment(key);
            }
        }
    }
}
