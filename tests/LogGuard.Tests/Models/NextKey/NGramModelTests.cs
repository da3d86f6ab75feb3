using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class NGramModelTests
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c"));

    [Fact]
    public void ProbabilitiesAreCountsOfTheKeyOverCountsOfItsHistory()
    {
        // a is followed by b twice and by c once in each of the first; by c in each of the second.
        var model = Make(1, withBoundaries: false, ("a b a b a c", 3), ("a c", 1));

        Assert.Equal([0, 0, 6 / 10f, 4 / 10f], Predict(model, "a"));
        Assert.Equal([0, 1, 0, 0], Predict(model, "b"));
    }

    [Fact]
    public void ALongerHistoryTellsMore()
    {
        var model = Make(2, withBoundaries: false, ("a b c", 1), ("c b a", 3));

        Assert.Equal([0, 0, 0, 1], Predict(model, "a b"));
        Assert.Equal([0, 1, 0, 0], Predict(model, "c b"));
    }

    [Fact]
    public void AHistoryNeverSeenPredictsNothing()
    {
        var model = Make(1, withBoundaries: false, ("a b", 1));

        Assert.Equal([0, 0, 0, 0], Predict(model, "c"));
        Assert.Equal([0, 0, 0, 0], Predict(model, "z"));
    }

    [Fact]
    public void WithBoundariesTheFirstKeyAndTheEndArePredicted()
    {
        var model = Make(1, withBoundaries: true, ("a b", 3), ("c", 1));

        Assert.Equal([0, 0.75f, 0, 0.25f], Predict(model, Boundary.Start));
        Assert.Equal([1, 0, 0, 0], Predict(model, "b"));
    }

    private static NGramModel Make(int n, bool withBoundaries, params (string Letters, int Count)[] sessions) => new(
        Symbols,
        WindowSet.Collect(sessions.Select(session => (Some.Session(session.Letters), session.Count)), Symbols, n, withBoundaries),
        withBoundaries);

    private static float[] Predict(NGramModel model, string letters) => Predict(model, Some.Keys(letters));

    private static float[] Predict(NGramModel model, params int[] keys)
    {
        var probabilities = new float[Symbols.OutputCount];
        probabilities.AsSpan().Fill(-1);
        model.Predict([.. keys.Select(Symbols.ToInput)], probabilities);
        return probabilities;
    }
}
