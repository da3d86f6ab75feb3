using LogGuard.Detection;
using LogGuard.Detection.Questions;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="NewKeyQuestion"/>.</summary>
internal sealed class NewKeySource : IQuestionSource
{
    public string Name => NewKeyQuestion.QuestionName;

    public IQuestion Train(TrainingData data) => new NewKeyQuestion(data.Symbols, data.Corpus.EventCount);

    public IQuestion Read(IQuestionReader reader) => new NewKeyQuestion(reader.Symbols, reader.EventCount);
}
