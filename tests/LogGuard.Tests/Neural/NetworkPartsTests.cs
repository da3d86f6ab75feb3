using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>Convolutions, attention, MSIF cells and L1 penalties, where a case is easier to state than to compare with PyTorch.</summary>
public class NetworkPartsTests
{
    [Fact]
    public void MsifOfOneKindIsAnLstmToTheLastBit()
    {
        NetworkDescription lstm = Recurrent(new() { HiddenSize = 19, LayerCount = 2, Bidirectional = true, Dropout = 0.3f });
        NetworkDescription msif = Recurrent(lstm.Sources[0].Recurrent! with { Kind = RecurrentKind.Msif, KindCount = 1 });
        INeuralNetwork one = new ManagedEngine(threadCount: 1).Create(lstm, seed: 4);
        INeuralNetwork other = new ManagedEngine(threadCount: 1).Create(msif, seed: 4);
        (INeuralTrainer oneTrainer, INeuralTrainer otherTrainer) = (one.BeginTraining(new AdamOptions()), other.BeginTraining(new AdamOptions()));
        var batch = new ComposedBatch(lstm, rows: 70, steps: 6, seed: 5, lengths: true);
        float[] before = batch.Predict(one);

        for (int step = 0; step < 5; step++)
        {
            Assert.Equal(batch.Train(oneTrainer), batch.Train(otherTrainer));
        }

        float[] outputs = batch.Predict(one);
        Assert.NotEqual(before, outputs);
        Assert.Equal(NeuralAssert.Bits(outputs), NeuralAssert.Bits(batch.Predict(other)));
        Assert.Equal("lstm.weight_ih_l0", one.Weights[0].Name);
        Assert.Equal("msif.weight_ih_l0", other.Weights[0].Name);
        NeuralAssert.Same(one.Weights, [.. other.Weights.Select(tensor => tensor with { Name = tensor.Name.Replace("msif", "lstm", StringComparison.Ordinal) })]);
    }

    [Fact]
    public void KindCountOfOtherCellsIsIgnored()
    {
        NetworkDescription description = Recurrent(new() { HiddenSize = 3, KindCount = -1 });

        IReadOnlyList<NamedTensor> weights = new ManagedEngine().Create(description, seed: 1).Weights;

        Assert.Equal([12, 5], weights[0].Shape);
    }

    [Fact]
    public void TheWeightsOfNewPartsHaveTheNamesAndShapesOfPyTorch()
    {
        var description = new NetworkDescription
        {
            OutputCount = 2,
            Sources =
            [
                new() { Name = "text", SymbolCount = 9, Input = NetworkInput.Embedding, EmbeddingSize = 4, ValueCount = 1, Convolutions = [new(3, 6), new(4, 7)] },
                new()
                {
                    ValueCount = 5,
                    Recurrent = new() { Kind = RecurrentKind.Msif, KindCount = 3, HiddenSize = 2, Bidirectional = true },
                    Pooling = StepPooling.Attention,
                },
            ],
            Layers = [new(8) { L1 = 0.5f }],
        };

        IReadOnlyList<NamedTensor> weights = WeightLayout.Make(description);

        Assert.Equal(
            [
                "text.embedding.weight (9, 4)", "text.conv.0.weight (6, 5, 3)", "text.conv.0.bias (6)", "text.conv.1.weight (7, 5, 4)", "text.conv.1.bias (7)",
                "msif.weight_ih_l0 (24, 5)", "msif.weight_hh_l0 (24, 2)", "msif.bias_ih_l0 (24)", "msif.bias_hh_l0 (24)",
                "msif.weight_ih_l0_reverse (24, 5)", "msif.weight_hh_l0_reverse (24, 2)", "msif.bias_ih_l0_reverse (24)", "msif.bias_hh_l0_reverse (24)",
                "attention.weight (1, 4)", "attention.bias (1)", "dense.0.weight (8, 17)", "dense.0.bias (8)", "fc.weight (2, 8)", "fc.bias (2)",
            ],
            weights.Select(tensor => $"{tensor.Name} ({string.Join(", ", tensor.Shape)})"));
        Assert.Equal(weights.Select(tensor => tensor.Name == "dense.0.weight" ? 0.5f : 0), WeightLayout.L1Penalties(description));
    }

    [Fact]
    public void InitialConvolutionsAndAttentionAreUniformAsInPyTorch()
    {
        var description = new NetworkDescription
        {
            OutputCount = 2,
            Sources =
            [
                new() { Name = "text", ValueCount = 10, Convolutions = [new(5, 200)] },
                new() { Name = "numbers", ValueCount = 400, Pooling = StepPooling.Attention },
            ],
        };

        IReadOnlyList<NamedTensor> weights = WeightLayout.Make(description, seed: 1);

        AssertUniform(weights.Single(tensor => tensor.Name == "text.conv.0.weight"), 1 / Math.Sqrt(50));
        AssertUniform(weights.Single(tensor => tensor.Name == "text.conv.0.bias"), 1 / Math.Sqrt(50));
        AssertUniform(weights.Single(tensor => tensor.Name == "numbers.attention.weight"), 1 / Math.Sqrt(400));
    }

    /// <summary>A filter of ones adds up a window of numbers; the sums are easy to see.</summary>
    [Theory]
    [InlineData(5, 9)] // 1 + 2 + 6
    [InlineData(3, 6)] // 3 + 1 + 2
    [InlineData(2, 4)] // 3 + 1 and a step of zero
    [InlineData(1, 3)]
    public void AConvolutionTakesTheBestWindowOfARowsOwnSteps(int length, float expected)
    {
        var description = new NetworkDescription
        {
            OutputCount = 1,
            Head = NetworkHead.Linear,
            Sources = [new() { ValueCount = 1, Convolutions = [new(3, 1, Activation.Linear)] }],
        };
        INeuralNetwork network = new ManagedEngine().Create(description, seed: 1);
        network.LoadWeights([new("conv.0.weight", [1, 1, 3], [1, 1, 1]), new("conv.0.bias", [1], [0]), new("fc.weight", [1, 1], [1]), new("fc.bias", [1], [0])]);
        var outputs = new float[2];

        // The other row's large numbers, and those after the end, are in no window of the first row.
        network.Predict(
            new NetworkBatch(new SourceBatch { StepCount = 5, Values = (float[])[3, 1, 2, 6, 0, 100, 100, 100, 100, 100], Lengths = (int[])[length, 5] }) { RowCount = 2 },
            outputs);

        Assert.Equal([expected, 300], outputs);
    }

    [Fact]
    public void ConvolutionsWithRecurrentLayersOrAnotherPoolingAreRefusedInPlainWords()
    {
        static string Message(NetworkSource source) => Assert.Throws<ArgumentException>(
            () => new NetworkDescription { OutputCount = 1, Sources = [source] }.Check()).Message;

        Assert.Equal(
            "NetworkSource 'text' has Convolutions and Recurrent; it can have one of them.",
            Message(new() { Name = "text", ValueCount = 1, Convolutions = [new(1, 1)], Recurrent = new() }));
        Assert.Equal(
            "NetworkSource 'text' has Convolutions, which pool the steps by their maximum, and Pooling is Mean; leave it at Last.",
            Message(new() { Name = "text", ValueCount = 1, Convolutions = [new(1, 1)], Pooling = StepPooling.Mean }));
    }

    /// <summary>The output is the target, so the loss has no gradient and a step moves the weights by the penalty alone.</summary>
    [Fact]
    public void TheL1PenaltyMovesWeightsTowardsZeroAndIsNotPartOfTheLoss()
    {
        NetworkDescription Describe(float l1) => new()
        {
            OutputCount = 1,
            Head = NetworkHead.Linear,
            Sources = [new() { ValueCount = 2, Layers = [new(2) { L1 = l1 }] }],
        };
        NamedTensor[] weights =
        [
            new("mlp.0.weight", [2, 2], [0.5f, -0.5f, 0, 0.25f]), new("mlp.0.bias", [2], [0.5f, -0.5f]),
            new("fc.weight", [1, 2], [0, 0]), new("fc.bias", [1], [1]),
        ];
        var batch = new NetworkBatch(new SourceBatch { Values = (float[])[1, 2] }) { RowCount = 1 };
        var targets = new NetworkTargets { Values = (float[])[1] };

        foreach (float l1 in (float[])[0, 0.125f])
        {
            INeuralNetwork network = new ManagedEngine().Create(Describe(l1), seed: 1);
            network.LoadWeights(weights);
            INeuralTrainer trainer = network.BeginTraining(new SgdOptions { LearningRate = 0.5f, GradientNormLimit = 1e-9f });

            Assert.Equal(0, trainer.TrainOnBatch(batch, targets));

            float moved = 0.5f * l1;
            Assert.Equal([0.5f - moved, -0.5f + moved, 0, 0.25f - moved], network.Weights[0].Values);
            Assert.Equal(weights[1].Values, network.Weights[1].Values);
        }
    }

    private static NetworkDescription Recurrent(RecurrentStack stack) =>
        new() { OutputCount = 3, Sources = [new() { SymbolCount = 4, ValueCount = 1, Recurrent = stack }] };

    private static void AssertUniform(NamedTensor tensor, double bound)
    {
        Assert.InRange(tensor.Values.Max(), 0.95 * bound, bound);
        Assert.InRange(tensor.Values.Min(), -bound, -0.95 * bound);
    }
}
