using LogGuard.Models.NextKey;
using LogGuard.Models.Windows;
using LogGuard.Neural;
using LogGuard.Sequences;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Models;

public class LogKeyModelTrainerTests
{
    private static readonly SymbolMap Symbols = new(Some.Keys("a b c d"));
    private static readonly NetworkDescription Small = LogKeyModel.Describe(Symbols, hiddenSize: 16, layerCount: 1);
    private static readonly WindowSet Cycle = Collect("a b c d a b c d a b c d");
    private static readonly LogKeyTrainingOptions FewSteps = new() { StepCount = 20, MinimumPasses = 1 };

    [Fact]
    public void ACycleIsLearntByHeart()
    {
        var trainer = new LogKeyModelTrainer(new ManagedEngine(threadCount: 1), new LogKeyTrainingOptions { StepCount = 200, LearningRate = 0.02f });

        var network = trainer.Train(Small, Cycle, null, null, default);

        Assert.InRange(LogKeyModelTrainer.Loss(network, Cycle), 0, 0.02);
    }

    [Fact]
    public void TheLossOfAnUntrainedNetworkIsThatOfGuessing()
    {
        var network = new ManagedEngine(threadCount: 1).Create(Small, seed: 1);

        Assert.Equal(Math.Log(Symbols.OutputCount), LogKeyModelTrainer.Loss(network, Cycle), 0.4);
    }

    [Fact]
    public void TheSameSeedGivesTheSameWeights()
    {
        var windows = Collect("a b c a a d c b b d a b d d c");

        var one = Train(windows, seed: 7);
        var other = Train(windows, seed: 7);

        NeuralAssert.Same(one.Weights, other.Weights);
    }

    [Fact]
    public void AnotherSeedGivesOtherWeights()
    {
        var one = Train(Cycle, seed: 7);
        var other = Train(Cycle, seed: 8);

        Assert.NotEqual(one.Weights[0].Values, other.Weights[0].Values);
    }

    [Fact]
    public void CancellingEndsTheTraining()
    {
        using var cancellation = new CancellationTokenSource();
        var engine = new ScriptedEngine(_ => 0.5f);
        var trainer = new LogKeyModelTrainer(engine, FewSteps with { StepCount = 10_000 });

        void CancelAtATenth(double share)
        {
            if (share >= 0.1)
            {
                cancellation.Cancel();
            }
        }

        Assert.Throws<OperationCanceledException>(() => trainer.Train(Small, Cycle, null, CancelAtATenth, cancellation.Token));
        Assert.InRange(engine.Batches.Count, 1000, 1016);
    }

    [Fact]
    public void TheWeightsThatDidBestOnHeldOutWindowsAreKept()
    {
        // Gets better until the twentieth step and worse from there.
        var engine = new ScriptedEngine(step => 1f / (2 + Math.Abs(step - 20)));
        var trainer = new LogKeyModelTrainer(engine, FewSteps with { StepCount = 60 });

        var network = trainer.Train(Small, Cycle, heldOut: Cycle, null, default);

        Assert.Equal(20, network.Weights[0].Values[0]);
        Assert.Equal(60, engine.Batches.Count);
    }

    [Fact]
    public void WithoutHeldOutWindowsTheLastWeightsAreKept()
    {
        var trainer = new LogKeyModelTrainer(new ScriptedEngine(step => 1f / (1 + step)), FewSteps);

        Assert.Equal(20, trainer.Train(Small, Cycle, heldOut: null, null, default).Weights[0].Values[0]);
        Assert.Equal(20, trainer.Train(Small, Cycle, heldOut: Collect(""), null, default).Weights[0].Values[0]);
    }

    [Fact]
    public void EveryPassShowsEachWindowOnceWithItsWeight()
    {
        var windows = Collect("a b c a a d c b b d a b d d c a b c a");
        var engine = new ScriptedEngine(_ => 0.5f);
        var trainer = new LogKeyModelTrainer(engine, FewSteps with { StepCount = 1, MinimumPasses = 3, BatchSize = 4 });

        trainer.Train(Small, windows, null, null, default);

        var stepsPerPass = (windows.Count + 3) / 4;
        Assert.Equal(3 * stepsPerPass, engine.Batches.Count);
        var passes = engine.Batches.Chunk(stepsPerPass).Select(batches => batches.SelectMany(rows => rows).ToArray()).ToArray();
        Assert.All(passes, pass => Assert.Equal(passes[0].Order(), pass.Order()));
        Assert.Equal(windows.Count, passes[0].Distinct().Count());
        Assert.NotEqual(passes[0], passes[1]);
        Assert.Contains(passes[0], row => row.EndsWith("x 2"));
    }

    [Fact]
    public void TheLearningRateFallsAlongACosine()
    {
        var engine = new ScriptedEngine(_ => 0.5f);
        var options = FewSteps with { StepCount = 100, LearningRate = 0.1f, FinalLearningRateShare = 0.1f };

        new LogKeyModelTrainer(engine, options).Train(Small, Cycle, null, null, default);

        Assert.Equal(0.1, engine.LearningRates[0], 1e-6);
        Assert.Equal(0.055, engine.LearningRates[50], 1e-6);
        Assert.Equal(0.01, engine.LearningRates[99], 1e-3);
        Assert.Equal(engine.LearningRates.OrderDescending(), engine.LearningRates);
    }

    [Fact]
    public void ALearningRateThatKeepsItsShareIsConstant()
    {
        var engine = new ScriptedEngine(_ => 0.5f);

        new LogKeyModelTrainer(engine, FewSteps with { LearningRate = 0.1f, FinalLearningRateShare = 1 }).Train(Small, Cycle, null, null, default);

        Assert.All(engine.LearningRates, rate => Assert.Equal(0.1f, rate));
    }

    [Fact]
    public void ProgressGoesFromZeroToOne()
    {
        var told = new List<double>();

        new LogKeyModelTrainer(new ScriptedEngine(_ => 0.5f), FewSteps with { StepCount = 100 }).Train(Small, Cycle, null, told.Add, default);

        Assert.Equal(0, told[0]);
        Assert.Equal(1, told[^1]);
        Assert.Equal(told.Order(), told);
    }

    private static INeuralNetwork Train(WindowSet windows, int seed) =>
        new LogKeyModelTrainer(new ManagedEngine(threadCount: 1), FewSteps with { Seed = seed, BatchSize = 4 }).Train(Small, windows, windows, null, default);

    private static WindowSet Collect(string letters) =>
        WindowSet.Collect([(Some.Session(letters), 1)], Symbols, windowSize: 3, withBoundaries: false);
}
