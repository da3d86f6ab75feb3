using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class StepEvidenceTests
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c d e f g h"));

    [Fact]
    public void WhatNeverCameInNTrialsHasAChanceOfOneInNPlusOne()
    {
        var evidence = Learn("a r", "b r", "c r", "d e", "d e", "d e", "d e", "d");

        // d was followed five times, once by the end, and began each of these sessions.
        Assert.Equal(1 / 6f, LeastProbability(evidence, 'd', 'r'));
        Assert.Equal(1 / 9f, evidence.LeastProbability(SymbolMap.BoundarySymbol, Output('r')));
    }

    [Fact]
    public void WhatWasSeenIsLeftToTheNetwork()
    {
        var evidence = Learn("a r", "b r", "c r", "d e");

        Assert.Equal(0, LeastProbability(evidence, 'a', 'r'));
        Assert.NotEqual(0, LeastProbability(evidence, 'd', 'r'));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void AKeyThatMostlyComesBehindOneOtherIsLeftToTheNetwork(int timesBehindA, bool isBounded)
    {
        var evidence = Learn([.. Enumerable.Repeat("a r", timesBehindA), "b r", "c r", "d e"]);

        Assert.Equal(isBounded ? 1 / 2f : 0, LeastProbability(evidence, 'd', 'r'));
    }

    [Fact]
    public void TheEndIsLeftToTheNetworkWhereverItCame()
    {
        var evidence = Learn("a", "b", "c", "d e", "d e");

        Assert.Equal(0, evidence.LeastProbability(Input('d'), SymbolMap.BoundarySymbol));
    }

    [Fact]
    public void NothingIsKnownOfWhatWasNotLearntFrom()
    {
        var evidence = Learn("a r", "b r", "c r");

        // g never came, so it has no place; behind h nothing ever came.
        Assert.Equal(1 / 2f, LeastProbability(evidence, 'a', 'g'));
        Assert.Equal(1, LeastProbability(evidence, 'h', 'r'));
        Assert.Equal(1, evidence.LeastProbability(Symbols.InputCount - 1, Output('r')));
    }

    [Fact]
    public void OnlyTheLastKeyOfAWindowCounts()
    {
        Assert.Equal([(1, 2, 2f), (2, 3, 2f)], Steps(windowSize: 1));
        Assert.Equal(Steps(windowSize: 1), Steps(windowSize: 3));

        // Less the boundaries: a b c twice, in different company.
        (int Last, int Next, float Count)[] Steps(int windowSize)
        {
            var evidence = Learn(windowSize, "a b c", "a b c", "h");
            return [.. evidence.Lasts.Zip(evidence.Nexts, evidence.Counts)
                .Where(step => step.First != SymbolMap.BoundarySymbol && step.Second != SymbolMap.BoundarySymbol).Order()];
        }
    }

    private static StepEvidence Learn(params string[] sessions) => Learn(3, sessions);

    // r, for retry, is the key of f.
    private static StepEvidence Learn(int windowSize, params string[] sessions) => StepEvidence.Of(
        Symbols, WindowSet.Collect(sessions.Select(letters => (Some.Session(letters.Replace('r', 'f')), 1)), Symbols, windowSize, withBoundaries: true).Rows());

    private static float LeastProbability(StepEvidence evidence, char last, char next) => evidence.LeastProbability(Input(last), Output(next));

    private static int Input(char letter) => Symbols.ToInput(Some.Key(letter));

    private static int Output(char letter) => Symbols.ToOutput(Some.Key(letter == 'r' ? 'f' : letter));
}
