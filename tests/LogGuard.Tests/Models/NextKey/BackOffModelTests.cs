using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class BackOffModelTests
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c d e f"));

    [Fact]
    public void AProbabilityIsBackedOffAsWittenAndBellDo()
    {
        // Behind a: b six times, c twice. Behind "a" at the beginning of a session, the same counts.
        var model = Train(["ab", "ab", "ab", "ab", "ab", "ab", "ac", "ac"], windowSize: 1);

        // Twenty-four steps to four symbols: a, b, c and the end. P(b) = (6 + 4 · 0) / (24 + 4), P(b | a) = (6 + 2 · P(b)) / (8 + 2).
        var single = 6.0 / 28;
        Assert.Equal((6 + 2 * single) / 10, Probability(model, "ab"), 1e-6);
    }

    [Fact]
    public void AStepThatNoSessionHadIsTheNetworks()
    {
        var model = Train(Enumerable.Repeat("abcd", 500));

        Assert.Equal(0, Probability(model, "STARTac"));
        Assert.True(Probability(model, "STARTab") > 0.9);
    }

    [Fact]
    public void SessionsWithManyNewStepsExpectMore()
    {
        // Each tenth session has an order of its own.
        string[] orders = ["abcdef", "bacdef", "acbdef", "abdcef", "abcedf", "abcdfe", "fbcdea", "cbadef", "ebcdaf", "abfdec"];
        var few = Train([.. Enumerable.Repeat("abcdef", 90), .. orders]);
        var regular = Train(Enumerable.Repeat("abcdef", 100));

        Assert.True(few.ExpectsNewSteps);
        Assert.False(regular.ExpectsNewSteps);
    }

    [Fact]
    public void AContextThatShowedSomethingElseAThousandTimesIsBelowTheFloor()
    {
        // c follows b, unless the session began with d: then e does.
        var model = Train([.. Enumerable.Repeat("abc", 1_000), .. Enumerable.Repeat("dbe", 1_000)]);

        Assert.True(Probability(model, "STARTabc") >= model.Floor);
        Assert.InRange(Probability(model, "STARTabe"), 1e-9, model.Floor);
    }

    [Fact]
    public void TheShareOfSessionsThatTheOthersDoNotExpectStaysNearTheTarget() => Properties.Hold<byte[][]>(sessions =>
    {
        var corpus = new SessionCorpus();
        for (var i = 0; i < 200; i++)
        {
            var keys = sessions.Length == 0 ? [1] : sessions[i % sessions.Length] ?? [];
            corpus.Add(new LogKeySequence([.. keys.Select(key => 1 + key % 6)]));
        }

        var model = BackOffModel.Train(Symbols, corpus, 10, 0.005, 0.01f)!;

        // One session of 200 is the target; a second one may lie beside it.
        return !model.ExpectsNewSteps || model.ExpectedAlarmRate <= 0.01;
    });

    [Fact]
    public void ContextsAreNoLongerThanTheWindow()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("abcd", 60));

        Assert.Equal(2, BackOffModel.Train(Symbols, corpus, windowSize: 2, 0.001, 0.01f)!.Steps.WindowSize);
        Assert.Equal(BackOffModel.LongestContext, BackOffModel.Train(Symbols, corpus, windowSize: 10, 0.001, 0.01f)!.Steps.WindowSize);
    }

    private static BackOffModel Train(IEnumerable<string> sessions, int windowSize = 10) =>
        BackOffModel.Train(Symbols, Some.Corpus(sessions), windowSize, 0.001, 0.01f)!;

    // The last letter behind those before it.
    private static double Probability(BackOffModel model, string letters)
    {
        var row = new List<int>();
        if (letters.StartsWith("START", StringComparison.Ordinal))
        {
            row.AddRange(Enumerable.Repeat(SymbolMap.BoundarySymbol, 3));
            letters = letters["START".Length..];
        }

        row.AddRange(Some.Keys(letters[..^1]).Select(Symbols.ToInput));
        while (row.Count < model.Steps.WindowSize)
        {
            row.Insert(0, SymbolMap.BoundarySymbol);
        }

        row.Add(Symbols.ToOutput(Some.Key(letters[^1])));
        return model.Probability(row.ToArray());
    }
}
