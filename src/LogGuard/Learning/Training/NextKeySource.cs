using LogGuard.Detection;
using LogGuard.Detection.Questions;

namespace LogGuard.Learning.Training;

/// <summary>Makes <see cref="NextKeyQuestion"/> with a calibrated threshold, including the ends of sessions.</summary>
internal sealed class NextKeySource : IQuestionSource
{
    public string Name => NextKeyQuestion.QuestionName;

    public IQuestion? Train(TrainingData data) => new NextKeyTrainer(data).TrainCalibrated();

    public IQuestion Read(IQuestionReader reader) => NextKeyFormat.Read(reader);
}
