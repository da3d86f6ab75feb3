using LogGuard.Models.Windows;
using LogGuard.Sequences;

namespace LogGuard.Tests.Models;

public class SymbolMapTests
{
    private readonly SymbolMap _symbols = new([2, 5, 9]);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(5, 2)]
    [InlineData(9, 3)]
    [InlineData(Boundary.Start, 0)]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(10, 4)]
    [InlineData(int.MaxValue, 4)]
    public void KeysAreReadAsDenseSymbolsAndOthersAsOne(int key, int symbol)
    {
        Assert.Equal(symbol, _symbols.ToInput(key));
        Assert.InRange(symbol, 0, _symbols.InputCount - 1);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(9, 3)]
    [InlineData(Boundary.End, 0)]
    [InlineData(0, SymbolMap.None)]
    [InlineData(3, SymbolMap.None)]
    [InlineData(10, SymbolMap.None)]
    [InlineData(Boundary.Start, SymbolMap.None)]
    public void OnlyLearntKeysAndTheEndArePredicted(int key, int symbol)
    {
        Assert.Equal(symbol, _symbols.ToOutput(key));
    }

    [Fact]
    public void PredictedSymbolsAreTurnedBack()
    {
        Assert.Equal([Boundary.End, 2, 5, 9], Enumerable.Range(0, _symbols.OutputCount).Select(_symbols.ToKey));
    }

    [Fact]
    public void OnlyLearntKeysAreKnown()
    {
        Assert.Equal([2, 5, 9], Enumerable.Range(-2, 20).Where(_symbols.Knows));
    }

    [Fact]
    public void AKeyThatWasOnlySeenIsNoSymbol()
    {
        var symbols = new SymbolMap([2, 5]);
        symbols.See([1, 2, 7]);

        Assert.Equal([1, 7], symbols.SeenKeys);
        Assert.Equal([1, 7], Enumerable.Range(-2, 20).Where(symbols.HasSeen));
        Assert.Equal([2, 5], Enumerable.Range(-2, 20).Where(symbols.Knows));
        Assert.Equal((4, 3), (symbols.InputCount, symbols.OutputCount));

        symbols.Merge(2, 7);
        Assert.Equal([1], symbols.SeenKeys);
    }

    [Fact]
    public void AMapOfNoKeysKnowsNone()
    {
        var empty = new SymbolMap([]);

        Assert.False(empty.Knows(0));
        Assert.False(empty.Knows(1));
        Assert.Equal(1, empty.ToInput(1));
        Assert.Equal(2, empty.InputCount);
        Assert.Equal(1, empty.OutputCount);
    }
}
