using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>The public masks against the values that the managed engine drops, which its gradients show.</summary>
public class DropoutMasksTests
{
    // More than one shard of the managed engine, and not a whole number of them.
    private const int Rows = 100;
    private const int Seed = 5;

    public static TheoryData<string> Places => ["pooled", "source layer", "layer"];

    [Theory]
    [MemberData(nameof(Places))]
    public void MasksOfRowsAreTheFactorsOfTheManagedEngine(string place)
    {
        const int Size = 37;
        var dense = new DenseLayer(Size, Dropout: 0.4f);
        var source = new NetworkSource
        {
            ValueCount = Size,
            Dropout = place == "pooled" ? 0.4f : 0,
            Layers = place == "source layer" ? [dense] : [],
        };
        var description = new NetworkDescription { OutputCount = 1, Sources = [source], Layers = place == "layer" ? [dense] : [], Head = NetworkHead.Linear };

        // Weights of the layer pass values on unchanged; those of fc are zero, so the gradient of fc.weight is -2·x·mask for the target 1.
        IReadOnlyList<NamedTensor> weights = WeightLayout.Make(description);
        for (int j = 0; j < Size && place != "pooled"; j++)
        {
            weights[0].Values[j * Size + j] = 1;
        }

        INeuralNetwork network = new ManagedEngine(threadCount: 1).Create(description, seed: 1);
        network.LoadWeights(weights);
        var trainer = (ManagedTrainer)network.BeginTraining(new SgdOptions { DropoutSeed = Seed, LearningRate = 0 });
        for (int step = 0; step < 2; step++)
        {
            var masks = new DropoutMasks(description, Seed, batch: step, Rows);
            for (int row = 0; row < Rows; row += 33)
            {
                trainer.ComputeGradients(Batch(Size, Ones(Rows * Size)), Only(row, [.. Enumerable.Repeat(1f, Rows)]));
                float[] expected = [.. trainer.Gradients[^2].Values.Select(gradient => gradient / -2)];

                float[] mask = place switch
                {
                    "pooled" => masks.AfterPooling(0, row, 1),
                    "layer" => masks.AfterLayer(0, row, 1),
                    _ => masks.AfterSourceLayer(0, 0, row, 1),
                };

                Assert.Equal(expected, mask);
                Assert.Contains(0f, mask);
            }

            trainer.TrainOnBatch(Batch(Size, Ones(Rows * Size)), Only(0, [.. Enumerable.Repeat(1f, Rows)]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void MasksBetweenRecurrentLayersDropTheValuesThatTheManagedEngineDrops(bool bidirectional)
    {
        const int Steps = 2;
        var stack = new RecurrentStack { HiddenSize = 7, LayerCount = 3, Bidirectional = bidirectional, Dropout = 0.5f };
        var description = new NetworkDescription
        {
            OutputCount = 1,
            Sources = [new NetworkSource { Name = "other", ValueCount = 1, Layers = [new DenseLayer(2, Dropout: 0.1f)] }, new NetworkSource { ValueCount = 1, Recurrent = stack }],
            Head = NetworkHead.Linear,
        };
        var trainer = (ManagedTrainer)new ManagedEngine(threadCount: 1).Create(description, seed: 1)
            .BeginTraining(new SgdOptions { DropoutSeed = Seed });
        var masks = new DropoutMasks(description, Seed, batch: 0, Rows);
        var batch = new NetworkBatch(
            new SourceBatch { Values = Ones(Rows) },
            new SourceBatch { StepCount = Steps, Values = Ones(Rows * Steps), Lengths = Enumerable.Repeat(1, Rows).ToArray() }) { RowCount = Rows };

        // A row of one step: the gradient of a weight of the upper layer is zero where its input is dropped at the first step.
        foreach (int row in (int[])[0, 31, 63, 64, 99])
        {
            trainer.ComputeGradients(batch, Only(row, [.. Enumerable.Repeat(1f, Rows)]));
            for (int layer = 0; layer < 2; layer++)
            {
                NamedTensor gradient = trainer.Gradients.Single(tensor => tensor.Name == $"lstm.weight_ih_l{layer + 1}");
                float[] mask = masks.BetweenRecurrent(1, layer, row, 1, Steps);

                Assert.Equal(Steps * stack.OutputSize, mask.Length);
                Assert.Equal(
                    Enumerable.Range(0, stack.OutputSize).Select(j => mask[j] == 0),
                    Enumerable.Range(0, stack.OutputSize).Select(j => gradient.Values.Where((_, place) => place % stack.OutputSize == j).All(value => value == 0)));
            }
        }
    }

    [Fact]
    public void MasksOfPartsAreTheMasksOfTheWhole()
    {
        var description = new NetworkDescription
        {
            OutputCount = 2,
            Sources = [new NetworkSource { SymbolCount = 3, Dropout = 0.2f, Recurrent = new RecurrentStack { HiddenSize = 5, LayerCount = 2, Dropout = 0.3f } }],
        };
        var masks = new DropoutMasks(description, Seed, batch: 3, Rows);

        Assert.Equal(masks.AfterPooling(0, 0, Rows), masks.AfterPooling(0, 0, 41).Concat(masks.AfterPooling(0, 41, Rows - 41)));
        Assert.Equal(masks.BetweenRecurrent(0, 0, 0, Rows, 4), masks.BetweenRecurrent(0, 0, 0, 70, 4).Concat(masks.BetweenRecurrent(0, 0, 70, Rows - 70, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => masks.AfterPooling(0, 60, 41));
        Assert.Throws<ArgumentOutOfRangeException>(() => masks.BetweenRecurrent(0, 1, 0, 1, 4));
    }

    private static NetworkBatch Batch(int size, float[] values)
    {
        Assert.Equal(Rows * size, values.Length);
        return new NetworkBatch(new SourceBatch { Values = values }) { RowCount = Rows };
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    // The weight of all other rows is zero, so the gradients are those of one row.
    private static NetworkTargets Only(int row, float[] values) =>
        new() { Values = values, Weights = Enumerable.Range(0, Rows).Select(other => other == row ? 1f : 0f).ToArray() };
}
