using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Models;
using LogGuard.Sequences;
using LogGuard.Tests.Support;
using LogGuard.Workflows.Separation;

namespace LogGuard.Tests.Workflows;

public class WindowedNextKeyPredictorTests
{
    private static readonly LogKeySequence[] Sequences = [Some.Session("a b c a b d a b c"), Some.Session("d a b c"), Some.Session("d a b c")];

    [Fact]
    public void WithoutAModelAHistoryIsFollowedByTheKeysThatFollowedIt()
    {
        var oracle = new WindowedNextKeyPredictor(Sequences, model: null);

        Assert.Equal([new NextKeyChance(3, 0.8), new NextKeyChance(4, 0.2)], oracle.Predict(Some.Keys("b")));
        Assert.Equal([new NextKeyChance(3, 1)], oracle.Predict(Some.Keys("d a b")));
    }

    /// <summary>After c a session ends four times in five, and the end is no key.</summary>
    [Fact]
    public void TheEndOfASessionTakesItsShareAndIsNoCandidate()
    {
        var oracle = new WindowedNextKeyPredictor(Sequences, model: null);

        Assert.Equal([new NextKeyChance(1, 0.25)], oracle.Predict(Some.Keys("c")));
    }

    [Theory]
    [InlineData("c d")]
    [InlineData("z")]
    public void AHistoryThatNeverHappenedPredictsNothing(string history)
    {
        Assert.Empty(new WindowedNextKeyPredictor(Sequences, model: null).Predict(Some.Keys(history)));
        Assert.Empty(new WindowedNextKeyPredictor(Sequences, Model(windowSize: 3)).Predict(Some.Keys(history)));
    }

    /// <summary>The mean of Pr(k | last 3 keys) over the windows that end with a key is Pr(k | that key).</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("b")]
    [InlineData("c")]
    [InlineData("a b")]
    [InlineData("d a b")]
    public void AModelOfLongWindowsPredictsAfterShorterHistories(string history)
    {
        var keys = Some.Keys(history);

        var expected = new WindowedNextKeyPredictor(Sequences, model: null).Predict(keys);
        var found = new WindowedNextKeyPredictor(Sequences, Model(windowSize: 3)).Predict(keys);

        Assert.Equal(expected.Select(chance => chance.Key), found.Select(chance => chance.Key));
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, 1e-6));
    }

    [Fact]
    public void TheHistoryIsAsLongAsTheModelsWindow()
    {
        Assert.Equal(3, new WindowedNextKeyPredictor(Sequences, Model(windowSize: 3)).MaxHistory);
        Assert.Equal(WindowedNextKeyPredictor.NGramLimit, new WindowedNextKeyPredictor(Sequences, model: null).MaxHistory);
    }

    /// <summary>Each key has its share of the predictions, so that a rare one is predicted as well as a frequent one.</summary>
    [Fact]
    public void PredictionsAreBoundedForEachKey()
    {
        var random = new Random(1);
        var sequence = new LogKeySequence([.. Enumerable.Range(0, 100_000).Select(_ => random.Next(1, 5))], HasStart: false, HasEnd: false);
        var model = new CountingModel(new SymbolMap([1, 2, 3, 4]), 8);
        var oracle = new WindowedNextKeyPredictor([sequence], model);

        oracle.Predict([1]);
        oracle.Predict([2, 1]);

        Assert.Equal(WindowedNextKeyPredictor.PredictedLimit / model.Symbols.InputCount, model.Count);
    }

    private static NGramModel Model(int windowSize)
    {
        var symbols = new SymbolMap(Some.Keys("a b c d"));
        var windows = WindowSet.Collect(Sequences.Select(sequence => (sequence, 1)), symbols, windowSize, withBoundaries: true);
        return new NGramModel(symbols, windows, knowsBoundaries: true);
    }

    private sealed class CountingModel(SymbolMap symbols, int windowSize) : NextKeyModel(symbols, windowSize, knowsBoundaries: false)
    {
        public int Count { get; private set; }

        public override void Predict(ReadOnlySpan<int> window, Span<float> probabilities)
        {
            Count++;
            probabilities.Fill(1f / Symbols.OutputCount);
        }
    }
}
