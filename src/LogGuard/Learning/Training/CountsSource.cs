using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.Counts;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="CountsQuestion"/>, if there are enough sessions to train it.</summary>
internal sealed class CountsSource : IQuestionSource
{
    public string Name => CountsQuestion.QuestionName;

    public IQuestion? Train(TrainingData data) =>
        CountModelTrainer.Train(data.Corpus, data.AlarmRate) is { } counts ? new CountsQuestion(counts) : null;

    public IQuestion Read(IQuestionReader reader) => CountsQuestion.Read(reader);
}
