using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

public class GradientTests
{
    public static TheoryData<bool, int, int> Shapes => new()
    {
        { false, 1, 6 },
        { false, 2, 9 },
        { true, 1, 5 },
        { true, 3, 7 },
    };

    /// <summary>
    /// (L(w + ε) - L(w - ε)) / 2ε against the backward pass. The loss is computed in float32, so with ε = 1e-2 about
    /// 1e-5 of noise and 1e-4 of curvature remain; a wrong gradient is off by far more.
    /// </summary>
    [Theory]
    [MemberData(nameof(Shapes))]
    public void GradientsAreTheSlopesOfTheLoss(bool embedding, int layerCount, int hiddenSize)
    {
        const float Step = 1e-2f;
        var description = new NetworkDescription
        {
            SymbolCount = 5,
            OutputCount = 6,
            Input = embedding ? NetworkInput.Embedding : NetworkInput.OneHot,
            EmbeddingSize = 3,
            HiddenSize = hiddenSize,
            LayerCount = layerCount,
        };
        var network = (ManagedNetwork)new ManagedEngine(threadCount: 1).Create(description, seed: 11);
        var trainer = (ManagedTrainer)network.BeginTraining(new AdamOptions());
        var batch = new NeuralBatch(description, rows: 13, windowSize: 4, seed: 12);
        batch.ComputeGradients(trainer);
        float[][] gradients = [.. trainer.Gradients.Select(tensor => tensor.Values.ToArray())];

        for (int tensor = 0; tensor < gradients.Length; tensor++)
        {
            float[] values = network.Weights[tensor].Values;
            for (int j = 0; j < values.Length; j++)
            {
                float before = values[j];
                double above = LossWith(before + Step, out float high);
                double below = LossWith(before - Step, out float low);
                LossWith(before, out _);

                double slope = (above - below) / ((double)high - low);
                Assert.True(Math.Abs(slope - gradients[tensor][j]) < 5e-4,
                    $"{network.Weights[tensor].Name}[{j}]: slope {slope}, gradient {gradients[tensor][j]}");

                double LossWith(float value, out float used)
                {
                    used = values[j] = value;
                    network.WeightsChanged();
                    return batch.ComputeGradients(trainer);
                }
            }
        }
    }

    [Fact]
    public void AWindowOfWeightThreeCountsLikeThreeWindows()
    {
        var description = new NetworkDescription { SymbolCount = 4, OutputCount = 4, HiddenSize = 8 };
        var trainer = (ManagedTrainer)new ManagedEngine(threadCount: 1).Create(description, seed: 1).BeginTraining(new AdamOptions());

        double weighted = trainer.ComputeGradients([0, 1, 2, 3], 2, [3, 0], [3, 1]);
        float[] gradient = trainer.Gradients[0].Values.ToArray();
        double repeated = trainer.ComputeGradients([0, 1, 0, 1, 0, 1, 2, 3], 2, [3, 3, 3, 0], [1, 1, 1, 1]);

        Assert.Equal(weighted, repeated, 1e-6);
        NeuralAssert.Close(gradient, trainer.Gradients[0].Values, 1e-6, "gradient");
    }

    [Fact]
    public void TrainingLearnsASequenceByHeart()
    {
        var description = new NetworkDescription { SymbolCount = 4, OutputCount = 4, HiddenSize = 16 };
        INeuralNetwork network = new ManagedEngine().Create(description, seed: 5);
        INeuralTrainer trainer = network.BeginTraining(new AdamOptions { LearningRate = 0.02f });
        int[] windows = [0, 1, 2, 1, 2, 3, 2, 3, 0, 3, 0, 1];
        int[] targets = [3, 0, 1, 2];

        double loss = double.MaxValue;
        for (int step = 0; step < 150; step++)
        {
            loss = trainer.TrainOnBatch(windows, 3, targets, [1, 1, 1, 1]);
        }

        var probabilities = new float[16];
        network.Predict(windows, 3, probabilities);
        Assert.True(loss < 0.05, $"loss {loss}");
        Assert.All(targets.Select((target, row) => probabilities[row * 4 + target]), probability => Assert.True(probability > 0.95));
    }
}
