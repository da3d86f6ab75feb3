using LogGuard.Detection;
using LogGuard.Detectors;
using LogGuard.Neural;
using LogGuard.TorchSharp.Tests.Support;

namespace LogGuard.TorchSharp.Tests;

/// <summary>The networks of LogGuard.Detectors: learnt on one engine, saved, loaded on the other, they judge alike.</summary>
public class DetectorModelTests
{
    private const double Tolerance = 1e-4;

    private static readonly NextTemplateOptions NextTemplate = new() { HiddenSize = 16, LearningRate = 0.01f };

    private static readonly PleGruOptions PleGru = new() { HiddenSize = 16, LearningRate = 0.01f, Epochs = 40 };

    private static readonly Dictionary<string, ILogModelTrainer> Trainers = new ILogModelTrainer[]
    {
        new SupervisedLstmTrainer(new SupervisedLstmOptions { EmbeddingSize = 8, HiddenSize = 16, LearningRate = 0.01f, Epochs = 40 }),
        new TfIdfLstmTrainer(new TfIdfLstmOptions { HiddenSize = 16, LearningRate = 0.01f, WindowSize = 2, Epochs = 40 }),
        new MergedLstmTrainer(new MergedLstmOptions { HiddenSize = 16, LearningRate = 0.01f, Epochs = 40 }),
        new CnnTrainer(new CnnOptions { EmbeddingSize = 8, FilterCount = 16, LearningRate = 0.01f, Epochs = 40 }),
        new LogRobustTrainer(new LogRobustOptions { HiddenSize = 16, LearningRate = 0.01f, Epochs = 40 }),
        new LogAnomalyTrainer(NextTemplate),
        new MsifLstmTrainer(NextTemplate),
        new PleGruTrainer(PleGru),
        new LogMsTrainer(NextTemplate, PleGru),
        Auto(AutoKind.Lstm),
        Auto(AutoKind.Blstm),
        Auto(AutoKind.Gru),
    }.ToDictionary(trainer => trainer.Name);

    public static TheoryData<string> Models => [.. Trainers.Keys];

    [TorchTheory]
    [MemberData(nameof(Models))]
    public void AModelLearntHereJudgesAlikeOnTheManagedEngine(string model) => LearnAndMove(model, SomeEngine.OnCpu(), new ManagedEngine(threadCount: 1));

    [TorchTheory]
    [MemberData(nameof(Models))]
    public void AModelLearntOnTheManagedEngineJudgesAlikeHere(string model) => LearnAndMove(model, new ManagedEngine(threadCount: 1), SomeEngine.OnCpu());

    [Fact]
    public void EveryModelWithANetworkIsAmongThem()
    {
        var types = typeof(CnnTrainer).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(ILogModelTrainer)));

        Assert.Equal([typeof(InvariantTrainer), typeof(PcaTrainer)], types.Except(Trainers.Values.Select(trainer => trainer.GetType())).OrderBy(type => type.Name));
    }

    private static AutoTrainer Auto(AutoKind kind) =>
        new(new AutoOptions { Kind = kind, WordCount = 8, HiddenSize = 16, Dropout = 0.1f, LearningRate = 0.01f, Epochs = 40 });

    private static void LearnAndMove(string model, INeuralEngine learning, INeuralEngine other)
    {
        ILogModelTrainer trainer = Trainers[model];
        var lesson = new ShopLesson();
        var told = new List<string>();

        ILogModel? learnt = trainer.Train(lesson.DataFor(learning, isOfLines: trainer is AutoTrainer, told.Add));
        Assert.True(learnt is not null, string.Join(Environment.NewLine, told));
        ILogModel moved = SavedModel.MoveTo(other, trainer, learnt);

        // The Auto models judge lines, and only the last of these orders has a line that is like an anomalous one.
        Assert.NotNull(lesson.Judge(learnt, trainer.WindowSize, trainer is AutoTrainer ? lesson.Unpaid[^1] : lesson.Unpaid[0]));
        Assert.InRange(lesson.Usual.Count(order => lesson.Judge(learnt, trainer.WindowSize, order) is not null), 0, 1);
        Assert.All(lesson.Usual.Concat(lesson.Unpaid), order => AssertAlike(lesson.Judge(learnt, trainer.WindowSize, order), lesson.Judge(moved, trainer.WindowSize, order)));
    }

    private static void AssertAlike(LogModelFinding? expected, LogModelFinding? actual)
    {
        Assert.Equal(expected is null, actual is null);
        if (expected is null || actual is null)
        {
            return;
        }

        Assert.Equal(expected.Score, actual.Score, Tolerance);
        Assert.Equal(expected.Threshold, actual.Threshold);
        Assert.Equal(expected.Key, actual.Key);
        Assert.Equal(expected.Expected.Select(step => step.Template), actual.Expected.Select(step => step.Template));
        Assert.All(expected.Expected.Zip(actual.Expected), pair => Assert.Equal(pair.First.Probability, pair.Second.Probability, Tolerance));
    }
}
