using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class WindowSetTests
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c"));

    [Fact]
    public void WithBoundariesEveryKeyAndTheEndIsATarget()
    {
        var windows = Collect(2, withBoundaries: true, (Some.Session("a b c"), 1));

        Assert.Equal(["^^>a x1", "^a>b x1", "ab>c x1", "bc>$ x1"], Describe(windows));
    }

    [Fact]
    public void WithoutBoundariesOnlyFullWindowsCount()
    {
        var windows = Collect(2, withBoundaries: false, (Some.Session("a b c a"), 1));

        Assert.Equal(["ab>c x1", "bc>a x1"], Describe(windows));
    }

    [Fact]
    public void WithoutBoundariesAShortSessionHasNoWindows()
    {
        Assert.Equal(0, Collect(3, withBoundaries: false, (Some.Session("a b c"), 1)).Count);
    }

    [Fact]
    public void EqualWindowsAreAddedUp()
    {
        var windows = Collect(1, withBoundaries: false, (Some.Session("a b a b"), 3), (Some.Session("a b"), 2));

        Assert.Equal(["a>b x8", "b>a x3"], Describe(windows));
    }

    [Fact]
    public void APartWithoutItsStartIsNotPadded()
    {
        var windows = Collect(2, withBoundaries: true, (Some.Part("a b c", hasEnd: true), 1));

        Assert.Equal(["ab>c x1", "bc>$ x1"], Describe(windows));
    }

    [Fact]
    public void APartWithoutItsEndHasNoEndToPredict()
    {
        var windows = Collect(2, withBoundaries: true, (Some.Part("a b", hasStart: true), 1));

        Assert.Equal(["^^>a x1", "^a>b x1"], Describe(windows));
    }

    [Fact]
    public void AKeyNeverLearntIsReadButNoTarget()
    {
        var windows = Collect(1, withBoundaries: true, (Some.Session("a z b"), 1));

        Assert.Equal(["^>a x1", "?>b x1", "b>$ x1"], Describe(windows));
    }

    [Fact]
    public void TheWeightsAddUpToTheNumberOfWindows() => Properties.Hold<byte[][], bool>((sessions, withBoundaries) =>
    {
        var sequences = sessions.Select(keys => new LogKeySequence([.. (keys ?? []).Select(key => 1 + key % 3)])).ToArray();
        const int WindowSize = 3;
        var expected = sequences.Sum(sequence => withBoundaries ? sequence.Keys.Length + 1 : Math.Max(0, sequence.Keys.Length - WindowSize));

        var windows = WindowSet.Collect(sequences.Select(sequence => (sequence, 1)), Symbols, WindowSize, withBoundaries);

        return windows.TotalWeight == expected
            && windows.Weights.All(weight => weight > 0)
            && Describe(windows).Select(text => text.Split(' ')[0]).Distinct().Count() == windows.Count;
    });

    [Fact]
    public void MoreWindowsThanTheLimitAreNotCollected()
    {
        // a, b and c behind START, and END: four, however often.
        (LogKeySequence, int)[] sessions = [(Some.Session("a b c"), 2), (Some.Session("a b c"), 3)];

        Assert.Equal(4, WindowSet.TryCollect(sessions, Symbols, 2, withBoundaries: true, limit: 4)!.Count);
        Assert.Null(WindowSet.TryCollect(sessions, Symbols, 2, withBoundaries: true, limit: 3));
        Assert.Equal(0, WindowSet.TryCollect([], Symbols, 2, withBoundaries: true, limit: 0)!.Count);
    }

    private static WindowSet Collect(int windowSize, bool withBoundaries, params (LogKeySequence Sequence, int Count)[] sessions) =>
        WindowSet.Collect(sessions, Symbols, windowSize, withBoundaries);

    private static string[] Describe(WindowSet windows) =>
    [
        .. Enumerable.Range(0, windows.Count).Select(i =>
        {
            var window = windows.Windows.Skip(i * windows.WindowSize).Take(windows.WindowSize).Select(symbol => "^abc?"[symbol]);
            return $"{string.Concat(window)}>{"$abc"[windows.Targets[i]]} x{windows.Weights[i]}";
        }),
    ];
}
