using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Learning.Training;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Detection.Questions;

public class NewKeyQuestionTests
{
    [Theory]
    [InlineData(4_000, 1, true)]
    [InlineData(4_000, 2, true)]
    [InlineData(4_000, 3, false)]
    [InlineData(1_000, 1, false)]
    [InlineData(10_000, 4, false)]
    public void AKeyOfHardlyAnySessionIsReportedAgainAsFarAsTheTargetAdmits(int sessions, int with, bool isReported)
    {
        var question = Train([.. Enumerable.Repeat("a b", sessions - with), .. Enumerable.Repeat("a x b", with)]);

        Assert.Equal(isReported, question.SeenRarely.Contains(Some.Key('x')));
        Assert.DoesNotContain(Some.Key('a'), question.SeenRarely);
        Assert.Equal(isReported, Reports(question, 'x'));
        Assert.True(Reports(question, 'z'));
        Assert.False(Reports(question, 'b'));
    }

    [Fact]
    public void AsManyNewKeysAreExpectedAsSessionsHadOneOfTheirOwn()
    {
        var question = Train([.. Enumerable.Repeat("a b", 198), "a x b", "a y b"]);

        Assert.Equal(0.01, question.ExpectedAlarmRate!.Value, 1e-9);
    }

    private static bool Reports(NewKeyQuestion question, char letter)
    {
        var judgement = new EventJudgement(Some.OpenSession("a"), Some.Key(letter), marks: null);
        question.Judge(ref judgement);
        return judgement.IsAnomalous;
    }

    private static NewKeyQuestion Train(IEnumerable<string> sessions)
    {
        var corpus = Some.Corpus(sessions);
        return (NewKeyQuestion)new NewKeySource().Train(new TrainingData
        {
            Corpus = corpus,
            Symbols = new SymbolMap([.. corpus.Distinct.SelectMany(sequence => sequence.Keys).Distinct().Order()]),
            Options = new AnomalyDetectorOptions(),
            Engine = new ManagedEngine(),
        });
    }
}
