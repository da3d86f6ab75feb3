using LogGuard.Detection;
using LogGuard.Models.Counts;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Models;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Evaluation;

public class SessionEvaluationTests
{
    private readonly SessionEvaluation _evaluation;

    public SessionEvaluationTests()
    {
        var corpus = Some.Corpus(Enumerable.Repeat("a b b c", 60));
        var symbols = new SymbolMap(Some.Keys("a b c"));
        var bigram = new NGramModel(symbols, WindowSet.Collect(corpus.Weighted(Range.All), symbols, 1, withBoundaries: true), knowsBoundaries: true);
        var counts = CountModelTrainer.Train(corpus, 0.001);
        _evaluation = new SessionEvaluation(ModelQuestions.Make(
            symbols, corpus.Count, corpus.EventCount, asksForNewKeys: true, new NextKeyJudge(bigram, new ExpectationRule(0, 0.1f)), counts));
    }

    [Theory]
    [InlineData("a b b c", false, "as learnt")]
    [InlineData("a b b z c", true, "a key never learnt")]
    [InlineData("b b c", true, "another beginning")]
    [InlineData("a b b", true, "cut short")]
    [InlineData("a b c", true, "a count too low, known at the end only")]
    [InlineData("a b b b c", true, "a count too high")]
    public void AllQuestionsAreAsked(string session, bool isReported, string why)
    {
        Assert.True(isReported == _evaluation.IsReported(Some.Keys(session)), why);
    }

    [Fact]
    public void OneSessionDoesNotChangeTheVerdictOnTheNext()
    {
        Assert.True(_evaluation.IsReported(Some.Keys("a b b z")));
        Assert.False(_evaluation.IsReported(Some.Keys("a b b c")));
        Assert.True(_evaluation.IsReported(Some.Keys("a b")));
        Assert.False(_evaluation.IsReported(Some.Keys("a b b c")));
    }
}
