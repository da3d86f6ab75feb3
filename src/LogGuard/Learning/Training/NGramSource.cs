using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="NextKeyQuestion"/> on N-grams, the baseline of Du et al., DeepLog (CCS 2017), section 5.1.1.</summary>
internal sealed class NGramSource : IQuestionSource
{
    /// <summary>The paper's best N, section 5.1.2.</summary>
    internal const int PaperNGram = 1;

    public string Name => NextKeyQuestion.QuestionName;

    public IQuestion Train(TrainingData data)
    {
        var windows = WindowSet.Collect(data.Corpus.Weighted(Range.All), data.Symbols, PaperNGram, withBoundaries: false);
        var model = new NGramModel(data.Symbols, windows, knowsBoundaries: false);
        return new NextKeyQuestion(new NextKeyJudge(model, new ExpectationRule(data.Options.Model.TopG ?? DeepLogSource.PaperTopG, 0)));
    }

    public IQuestion Read(IQuestionReader reader) => NextKeyFormat.Read(reader);
}
