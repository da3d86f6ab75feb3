using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

public class EarlyStoppingTests
{
    private static readonly NetworkDescription Small = new() { SymbolCount = 4, OutputCount = 4, HiddenSize = 4, LayerCount = 1 };

    [Fact]
    public void ItStopsAfterItsPatienceAndGivesTheBestWeightsBack()
    {
        INeuralNetwork network = new ManagedEngine().Create(Small, seed: 1);
        INeuralTrainer trainer = network.BeginTraining(new AdamOptions { LearningRate = 0.1f });
        var batch = new NeuralBatch(Small, rows: 20, windowSize: 3, seed: 2);
        var stopping = new EarlyStopping(patience: 2);
        NamedTensor[] best = [];
        var goesOn = new List<bool>();

        foreach (double loss in (double[])[3, 2, 2, 1, double.NaN, 1])
        {
            batch.Train(trainer);
            goesOn.Add(stopping.Report(loss, network));
            best = goesOn.Count == 4 ? [.. network.Weights.Select(tensor => tensor with { Values = [.. tensor.Values] })] : best;
        }

        stopping.Restore(network);

        Assert.Equal([true, true, true, true, true, false], goesOn);
        Assert.Equal(1, stopping.BestLoss);
        NeuralAssert.Same(best, network.Weights);
    }

    [Fact]
    public void SmallImprovementsDoNotCountIfSoAsked()
    {
        INeuralNetwork network = new ManagedEngine().Create(Small, seed: 1);
        var stopping = new EarlyStopping(patience: 1, minimumImprovement: 0.5);

        Assert.True(stopping.Report(3, network));
        Assert.False(stopping.Report(2.6, network));
        Assert.True(stopping.Report(2.4, network));
    }

    [Fact]
    public void WithoutAReportNothingIsRestored()
    {
        INeuralNetwork network = new ManagedEngine().Create(Small, seed: 1);
        float before = network.Weights[0].Values[0];

        new EarlyStopping().Restore(network);

        Assert.Equal(before, network.Weights[0].Values[0]);
    }
}
