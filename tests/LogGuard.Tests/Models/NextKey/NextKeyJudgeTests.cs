using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class NextKeyJudgeTests
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c d"));

    [Theory]
    [InlineData(0, 0.2f)]
    [InlineData(2, 0f)]
    public void TheCacheChangesNoVerdict(int topG, float floor)
    {
        var model = MakeNetworkModel();
        var rule = new ExpectationRule(topG, floor);
        NextKeyJudge[] judges = [new(model, rule, cacheLimit: 0), new(model, rule, cacheLimit: 2), new(model, rule)];
        var random = new Random(1);
        var window = new int[5];
        window.AsSpan().Fill(Boundary.Start);
        var expectedCount = 0;

        for (var step = 0; step < 3000; step++)
        {
            // Keys 1..4 are learnt, 0 and 5 are not.
            var next = random.Next(20) == 0 ? Boundary.End : random.Next(6);
            var judgements = judges.Select(judge => judge.Judge(window, next)).ToArray();

            Assert.Equal(judgements[0], judgements[1]);
            Assert.Equal(judgements[0], judgements[2]);
            expectedCount += judgements[0].IsExpected ? 1 : 0;
            window.AsSpan(1).CopyTo(window);
            window[^1] = next == Boundary.End ? Boundary.Start : next;
        }

        Assert.InRange(expectedCount, 300, 2700);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AModelIsNoSurerThanItsEvidence(bool isPrepared)
    {
        // d comes behind b and behind c; a was followed three times and d nine times, never by d.
        var evidence = new StepEvidence(Symbols, [1, 2, 3, 4], [2, 4, 4, 1], [3, 1, 1, 9]);
        var judge = new NextKeyJudge(MakeBigram("a b a b d a"), new ExpectationRule(0, 0.2f), evidence: evidence);
        var steps = (string[])["a d", "d d", "a b", "d b"];
        if (isPrepared)
        {
            Array.ForEach(steps, step => judge.Prepare(Some.Keys(step[..1]), Some.Key(step[2])));
            judge.JudgePrepared();
            Assert.Equal(4, judge.TakeMissCount());
        }

        var judgements = steps.Select(step => judge.Judge(Some.Keys(step[..1]), Some.Key(step[2]))).ToArray();

        Assert.Equal(isPrepared ? 0 : 4, judge.TakeMissCount());
        Assert.Equal(new NextKeyJudgement(true, 1 / 4f, 1, Own: 0), judgements[0]);
        Assert.Equal(new NextKeyJudgement(false, 1 / 10f, 1, Own: 0), judgements[1]);
        Assert.Equal(new NextKeyJudgement(true, 1, 0), judgements[2]);
        Assert.Equal(new NextKeyJudgement(false, 0, 1), judgements[3]);
    }

    [Fact]
    public void AJudgementIsRememberedWithoutAllocating()
    {
        var judge = new NextKeyJudge(MakeNetworkModel(), new ExpectationRule(2, 0));
        var window = Some.Keys("a b c d a");
        var first = judge.Judge(window, 2);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var again = judge.Judge(window, 2);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(first, again);
    }

    [Fact]
    public void TheLastKeysOfALongerWindowCount()
    {
        var judge = new NextKeyJudge(MakeNetworkModel(), new ExpectationRule(2, 0));

        Assert.Equal(judge.Judge(Some.Keys("b c d"), 1), judge.Judge(Some.Keys("a a b c d"), 1));
        Assert.Equal(judge.Expect(Some.Keys("b c d"), 3), judge.Expect(Some.Keys("a a b c d"), 3));
    }

    [Fact]
    public void ProbabilityAndRankAreThoseOfTheModel()
    {
        var judge = new NextKeyJudge(MakeBigram("a b a b a c a d a b"), new ExpectationRule(0, 0.5f));

        Assert.Equal(new NextKeyJudgement(true, 3 / 5f, 0), judge.Judge(Some.Keys("a"), Some.Key('b')));
        Assert.Equal(new NextKeyJudgement(false, 1 / 5f, 1), judge.Judge(Some.Keys("a"), Some.Key('c')));
        Assert.Equal(new NextKeyJudgement(false, 1 / 5f, 1), judge.Judge(Some.Keys("a"), Some.Key('d')));
        Assert.Equal(new NextKeyJudgement(false, 0, 3), judge.Judge(Some.Keys("a"), Some.Key('a')));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(1000)]
    public void AKeyNeverLearntIsNeverExpected(int key)
    {
        var judge = new NextKeyJudge(MakeNetworkModel(), new ExpectationRule(100, 0));

        Assert.Equal(new NextKeyJudgement(false, 0, Symbols.OutputCount), judge.Judge(Some.Keys("a b c"), key));
    }

    [Fact]
    public void WhatWasExpectedIsListedMostLikelyFirst()
    {
        var judge = new NextKeyJudge(MakeBigram("a c a b a b a c a b a d"), new ExpectationRule(0, 0));

        var expected = judge.Expect(Some.Keys("a"), limit: 10);

        Assert.Equal([(Some.Key('b'), 3 / 6f), (Some.Key('c'), 2 / 6f), (Some.Key('d'), 1 / 6f)], expected);
        Assert.Equal(expected.Take(2), judge.Expect(Some.Keys("a"), limit: 2));
        Assert.Empty(judge.Expect(Some.Keys("d"), limit: 10));
    }

    [Fact]
    public void WhatIsExpectedOfANetworkIsSortedToo()
    {
        var judge = new NextKeyJudge(MakeNetworkModel(), new ExpectationRule(0, 0));

        var expected = judge.Expect(Some.Keys("a b c"), limit: 10);

        Assert.Equal(5, expected.Count);
        Assert.Equal(expected.OrderByDescending(entry => entry.Probability), expected);
        Assert.Equal(1, expected.Sum(entry => entry.Probability), 1e-5);
        Assert.Contains(expected, entry => entry.Key == Boundary.End);
    }

    [Fact]
    public void AModelThatNeverLearntTheEndDoesNotExpectIt()
    {
        var judge = new NextKeyJudge(MakeNetworkModel(knowsBoundaries: false), new ExpectationRule(0, 0));

        Assert.DoesNotContain(judge.Expect(Some.Keys("a b c"), limit: 10), entry => entry.Key == Boundary.End);
    }

    [Fact]
    public void WhatIsVeryUnlikelyIsNotListed()
    {
        var letters = string.Concat(Enumerable.Repeat("ab", 2000)) + "ac";
        var judge = new NextKeyJudge(MakeBigram(letters), new ExpectationRule(0, 0));

        Assert.Equal([Some.Key('b')], judge.Expect(Some.Keys("a"), limit: 10).Select(entry => entry.Key));
    }

    // As initialised: its probabilities are all different, which is all that is asked for here.
    private static LogKeyModel MakeNetworkModel(bool knowsBoundaries = true)
    {
        var network = new ManagedEngine(threadCount: 1).Create(LogKeyModel.Describe(Symbols, hiddenSize: 8, layerCount: 1), seed: 3);
        return new LogKeyModel(network, Symbols, windowSize: 3, knowsBoundaries);
    }

    private static NGramModel MakeBigram(string letters) => new(
        Symbols, WindowSet.Collect([(Some.Session(letters), 1)], Symbols, 1, withBoundaries: false), knowsBoundaries: false);
}
