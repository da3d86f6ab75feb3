using LogGuard.Models.Windows;

namespace LogGuard.Tests.Models;

public class WindowSampleTests
{
    [Fact]
    public void FewWindowsAreAllChosen()
    {
        var sample = WindowSample.Of(Rows(60, occurrences: row => 1 + (row % 3)), windowSize: 2, limit: 60, seed: 1);

        Assert.Equal(Enumerable.Range(0, 60).Select(row => (row, 1f + (row % 3))), Content(sample));
    }

    [Fact]
    public void OfManyAsManyAreChosenAsMayBeAndEachWeighsWhatItDoesInAll()
    {
        var sample = WindowSample.Of(Rows(5_000, occurrences: row => 1 + (row % 7)), windowSize: 2, limit: 64, seed: 1);

        Assert.Equal(64, sample.Count);
        Assert.Equal(64, Content(sample).DistinctBy(entry => entry.Row).Count());
        Assert.All(Content(sample), entry => Assert.Equal(1 + (entry.Row % 7), entry.Weight));
    }

    [Fact]
    public void TheOrderInWhichTheyComeHasNoSay()
    {
        var rows = Copies(Rows(1_000, occurrences: _ => 2)).ToArray();

        var one = WindowSample.Of(rows, windowSize: 2, limit: 100, seed: 1);
        var other = WindowSample.Of(rows.Reverse(), windowSize: 2, limit: 100, seed: 1);
        var another = WindowSample.Of(rows, windowSize: 2, limit: 100, seed: 2);

        Assert.Equal(Content(one), Content(other));
        Assert.NotEqual(Content(one), Content(another));
    }

    [Fact]
    public void HowOftenAWindowOccursIsNoReasonToChooseIt()
    {
        // Of 500 that come 40 times and 500 that come once: 40 choices of 100, where each half has 2,000 with a deviation of 30.
        var frequent = Enumerable.Range(1, 40).Sum(seed =>
            Content(WindowSample.Of(Rows(1_000, occurrences: row => row < 500 ? 40 : 1), windowSize: 2, limit: 100, seed)).Count(entry => entry.Row < 500));

        Assert.InRange(frequent, 1_850, 2_150);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8_000)]
    [InlineData(200_000)]
    public void DifferentWindowsAreCountedWhereverMemoryForThemIsMissing(int count)
    {
        var counted = WindowSample.Count(Rows(count, occurrences: row => 1 + (row % 2)), enough: double.MaxValue);

        // Few to the last one, many with four deviations.
        Assert.InRange(counted, count * (count < 8_192 ? 1 : 0.936), count * (count < 8_192 ? 1 : 1.064));
    }

    [Fact]
    public void NoMoreThanEnoughIsCounted()
    {
        var read = 0;

        var counted = WindowSample.Count(Rows(200_000, occurrences: _ => 1).Select(row => { read++; return row; }), enough: 50_000);

        Assert.True(counted > 50_000);
        Assert.InRange(read, 45_000, 100_000);
    }

    // Row r is 0 r, then r, as often as it occurs: all of them first once, then again.
    private static IEnumerable<(ReadOnlyMemory<int>, float)> Rows(int count, Func<int, int> occurrences)
    {
        var row = new int[3];
        for (var turn = 0; turn < 40; turn++)
        {
            for (var i = 0; i < count; i++)
            {
                if (turn < occurrences(i))
                {
                    (row[1], row[2]) = (i, i);
                    yield return (row, 1);
                }
            }
        }
    }

    private static IEnumerable<(ReadOnlyMemory<int>, float)> Copies(IEnumerable<(ReadOnlyMemory<int> Row, float Weight)> rows) =>
        rows.Select(entry => ((ReadOnlyMemory<int>)entry.Row.ToArray(), entry.Weight));

    private static List<(int Row, float Weight)> Content(WindowSet windows) =>
        [.. windows.Targets.Select((target, number) => (windows.Windows[(number * 2) + 1] == target ? target : -1, windows.Weights[number])).Order()];
}
