using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

public class ComposedNetworkTests
{
    internal static readonly Dictionary<string, NetworkDescription> Descriptions = new()
    {
        ["two ways, dropped"] = new()
        {
            OutputCount = 5,
            Sources =
            [
                new()
                {
                    SymbolCount = 6,
                    ValueCount = 2,
                    Recurrent = new() { HiddenSize = 7, LayerCount = 2, Bidirectional = true, Dropout = 0.4f },
                    Dropout = 0.3f,
                },
            ],
            Layers = [new(9, Activation.Tanh, Dropout: 0.25f)],
        },
        ["gated, mean, sigmoid"] = new()
        {
            OutputCount = 3,
            Head = NetworkHead.Sigmoid,
            Sources =
            [
                new()
                {
                    SymbolCount = 5,
                    Input = NetworkInput.Embedding,
                    EmbeddingSize = 4,
                    Pooling = StepPooling.Mean,
                    Recurrent = new() { Kind = RecurrentKind.Gru, HiddenSize = 35, LayerCount = 2, Dropout = 0.5f },
                },
            ],
        },
        ["several sources, linear"] = new()
        {
            OutputCount = 4,
            Head = NetworkHead.Linear,
            Sources =
            [
                new() { Name = "keys", SymbolCount = 5, Recurrent = new() { Kind = RecurrentKind.Gru, HiddenSize = 6, Bidirectional = true } },
                new() { Name = "counts", ValueCount = 5, Recurrent = new() { HiddenSize = 5 } },
                new() { Name = "bag", SymbolCount = 4, Input = NetworkInput.Embedding, EmbeddingSize = 3, Pooling = StepPooling.Mean },
                new() { Name = "row", ValueCount = 3, Layers = [new(4, Activation.Sigmoid), new(6, Activation.Linear, Dropout: 0.5f)] },
            ],
            Layers = [new(8, Activation.Tanh)],
        },
        ["convolutions, dropped"] = new()
        {
            OutputCount = 4,
            Sources =
            [
                new()
                {
                    Name = "keys",
                    SymbolCount = 7,
                    Input = NetworkInput.Embedding,
                    EmbeddingSize = 5,
                    ValueCount = 2,
                    Convolutions = [new(2, 3, Activation.Tanh), new(6, 34, Activation.Sigmoid), new(1, 2, Activation.Linear)],
                    Dropout = 0.3f,
                    Layers = [new(6, Activation.Tanh)],
                },
                new() { Name = "hot", SymbolCount = 4, Convolutions = [new(3, 5, Activation.LeakyRelu)] },
                new() { Name = "values", ValueCount = 3, Convolutions = [new(2, 4)] },
            ],
        },
        ["attention, dropped"] = new()
        {
            OutputCount = 3,
            Head = NetworkHead.Sigmoid,
            Sources =
            [
                new()
                {
                    Name = "both",
                    SymbolCount = 5,
                    ValueCount = 2,
                    Pooling = StepPooling.Attention,
                    Recurrent = new() { HiddenSize = 6, LayerCount = 2, Bidirectional = true, Dropout = 0.2f },
                    Dropout = 0.3f,
                },
                new() { Name = "learnt", SymbolCount = 6, Input = NetworkInput.Embedding, EmbeddingSize = 5, ValueCount = 2, Pooling = StepPooling.Attention },
                new() { Name = "values", ValueCount = 3, Pooling = StepPooling.Attention },
            ],
        },
        ["several kinds of information"] = new()
        {
            OutputCount = 4,
            Sources =
            [
                new()
                {
                    SymbolCount = 6,
                    Input = NetworkInput.Embedding,
                    EmbeddingSize = 4,
                    ValueCount = 2,
                    Pooling = StepPooling.Mean,
                    Recurrent = new() { Kind = RecurrentKind.Msif, KindCount = 3, HiddenSize = 7, LayerCount = 2, Bidirectional = true, Dropout = 0.3f },
                },
                new() { Name = "one", ValueCount = 3, Recurrent = new() { Kind = RecurrentKind.Msif, HiddenSize = 35 } },
            ],
        },
    };

    public static TheoryData<string> Names => [.. Descriptions.Keys];

    /// <summary>
    /// (L(w + ε) - L(w - ε)) / 2ε against the backward pass, for every weight; the same values are dropped as long as
    /// the optimiser has not stepped. The loss is computed in float32, so about 1e-5 of noise and 1e-4 of curvature remain. Where
    /// another window becomes the largest, a maximum has another slope to the left than to the right: with convolutions steps are smaller, and
    /// one of the three slopes must fit.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void GradientsAreTheSlopesOfTheLoss(string name)
    {
        NetworkDescription description = Descriptions[name];
        bool hasMaximum = description.Sources.Any(source => source.Convolutions.Count > 0);
        float step = hasMaximum ? 1e-3f : 1e-2f;
        var network = (ManagedNetwork)new ManagedEngine(threadCount: 1).Create(description, seed: 11);
        var trainer = (ManagedTrainer)network.BeginTraining(new AdamOptions { PositiveWeight = 2.5f });
        var batch = new ComposedBatch(description, rows: 13, steps: 4, seed: 12, lengths: true);
        trainer.ComputeGradients(batch.Batch, batch.Targets);
        float[][] gradients = [.. trainer.Gradients.Select(tensor => tensor.Values.ToArray())];

        for (int tensor = 0; tensor < gradients.Length; tensor++)
        {
            float[] values = network.Weights[tensor].Values;
            for (int j = 0; j < values.Length; j += 1 + values.Length / 60)
            {
                float before = values[j];
                (double above, double below, double here) = (LossWith(before + step), LossWith(before - step), LossWith(before));
                double[] slopes = [(above - below) / (2 * step), (above - here) / step, (here - below) / step];
                Assert.True(slopes.Take(hasMaximum ? 3 : 1).Any(slope => Math.Abs(slope - gradients[tensor][j]) < 5e-4),
                    $"{network.Weights[tensor].Name}[{j}]: slopes {string.Join(", ", slopes)}, gradient {gradients[tensor][j]}");

                double LossWith(float value)
                {
                    values[j] = value;
                    network.WeightsChanged();
                    return trainer.ComputeGradients(batch.Batch, batch.Targets);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void ARowOfAPaddedBatchIsWhatItIsAlone(string name)
    {
        NetworkDescription description = Descriptions[name];
        INeuralNetwork network = new ManagedEngine(threadCount: 2).Create(description, seed: 3);
        var batch = new ComposedBatch(description, rows: 150, steps: 9, seed: 4, lengths: true);
        int[] together = NeuralAssert.Bits(batch.Predict(network));

        for (int row = 0; row < batch.Batch.RowCount; row += 7)
        {
            var alone = new float[description.OutputCount];
            network.Predict(Alone(description, batch.Batch, row), alone);
            Assert.Equal(together[(row * alone.Length)..((row + 1) * alone.Length)], NeuralAssert.Bits(alone));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PaddingHasNoGradient(string name)
    {
        NetworkDescription description = Descriptions[name];
        var trainer = (ManagedTrainer)new ManagedEngine(threadCount: 1).Create(description, seed: 3).BeginTraining(new AdamOptions());
        var batch = new ComposedBatch(description, rows: 1, steps: 6, seed: 4);
        foreach (SourceBatch source in batch.Batch.Sources.Where(source => source.StepCount > 1))
        {
            source.Lengths = new[] { 4 };
        }

        // One row draws its dropout by step, so that padding at its end moves none of it.
        double padded = trainer.ComputeGradients(batch.Batch, batch.Targets);
        NamedTensor[] gradients = [.. trainer.Gradients.Select(tensor => tensor with { Values = [.. tensor.Values] })];
        double alone = trainer.ComputeGradients(Alone(description, batch.Batch, 0), batch.Targets);

        Assert.Equal(alone, padded);
        NeuralAssert.Close(gradients, trainer.Gradients, 1e-7);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void TheSameSeedGivesTheSameWeightsOnAnyNumberOfThreads(string name)
    {
        NetworkDescription description = Descriptions[name];
        INeuralNetwork[] networks = [.. new[] { 1, 2, 5, 2 }.Select(threads => new ManagedEngine(threads).Create(description, seed: 9))];

        foreach (INeuralNetwork network in networks)
        {
            INeuralTrainer trainer = network.BeginTraining(new SgdOptions { Momentum = 0.9f, GradientNormLimit = 1 });
            for (int step = 0; step < 4; step++)
            {
                new ComposedBatch(description, rows: 1 + step * 300, steps: 5, seed: step, lengths: step % 2 == 0).Train(trainer);
            }
        }

        Assert.All(networks, network => NeuralAssert.Same(networks[0].Weights, network.Weights));
    }

    [Fact]
    public void NothingIsDroppedInPrediction()
    {
        NetworkDescription dropped = Descriptions["two ways, dropped"];
        NetworkDescription plain = dropped with
        {
            Sources = [dropped.Sources[0] with { Dropout = 0, Recurrent = dropped.Sources[0].Recurrent! with { Dropout = 0 } }],
            Layers = [new(9, Activation.Tanh)],
        };
        var batch = new ComposedBatch(dropped, rows: 20, steps: 5, seed: 1);

        Assert.Equal(
            batch.Predict(new ManagedEngine().Create(plain, seed: 6)), batch.Predict(new ManagedEngine().Create(dropped, seed: 6)));
    }

    [Fact]
    public void DropoutDropsItsShareAndKeepsTheMean()
    {
        const int Rows = 1000;
        var values = new AlignedBuffer(Rows * 64);
        values.Span.Fill(1);
        unsafe
        {
            new Dropout(0.3f, Dropout.Key(seed: 1, batch: 2, site: 3)).Apply(values.Start, values.Start, 0, Rows, 64);
        }

        float[] first = values.Span[..(Rows * 64)].ToArray();
        Assert.Equal(0.3, first.Count(value => value == 0) / (double)first.Length, 0.01);
        Assert.All(first, value => Assert.True(value == 0 || Math.Abs(value - 1 / 0.7f) < 1e-6));
        Assert.Equal(1, first.Average(), 0.01);
    }

    [Fact]
    public void EachBatchDropsOthersAndTheSeedDecidesWhich()
    {
        NetworkDescription description = Descriptions["two ways, dropped"];
        var batch = new ComposedBatch(description, rows: 20, steps: 5, seed: 1);
        double[] Losses(int seed)
        {
            INeuralTrainer trainer = new ManagedEngine().Create(description, seed: 1).BeginTraining(new SgdOptions { LearningRate = 0, DropoutSeed = seed });
            return [batch.Train(trainer), batch.Train(trainer)];
        }

        double[] losses = Losses(1);

        Assert.NotEqual(losses[0], losses[1]);
        Assert.Equal(losses, Losses(1));
        Assert.NotEqual(losses, Losses(2));
    }

    [Fact]
    public void WeightsHaveNamesThatTellTheSources()
    {
        string[] names = [.. new ManagedEngine().Create(Descriptions["several sources, linear"], seed: 0).Weights.Select(tensor => tensor.Name)];

        Assert.Equal(
            [
                "keys.gru.weight_ih_l0", "keys.gru.weight_hh_l0", "keys.gru.bias_ih_l0", "keys.gru.bias_hh_l0",
                "keys.gru.weight_ih_l0_reverse", "keys.gru.weight_hh_l0_reverse", "keys.gru.bias_ih_l0_reverse", "keys.gru.bias_hh_l0_reverse",
                "counts.lstm.weight_ih_l0", "counts.lstm.weight_hh_l0", "counts.lstm.bias_ih_l0", "counts.lstm.bias_hh_l0",
                "bag.embedding.weight", "row.mlp.0.weight", "row.mlp.0.bias", "row.mlp.1.weight", "row.mlp.1.bias",
                "dense.0.weight", "dense.0.bias", "fc.weight", "fc.bias",
            ],
            names);
    }

    [Fact]
    public void WeightsThatAreNotFiniteAreRefused()
    {
        INeuralNetwork network = new ManagedEngine().Create(Descriptions["gated, mean, sigmoid"], seed: 1);
        foreach (float wrong in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            NamedTensor[] weights = [.. network.Weights.Select(tensor => tensor with { Values = [.. tensor.Values] })];
            weights[^2].Values[^1] = wrong;

            Assert.Contains("fc.weight", Assert.Throws<InvalidDataException>(() => network.LoadWeights(weights)).Message);
        }
    }

    [Fact]
    public void WrongDescriptionsAndBatchesAreRefused()
    {
        NetworkDescription description = Descriptions["several sources, linear"];
        var engine = new ManagedEngine();
        void Refuse(NetworkDescription wrong) => Assert.ThrowsAny<ArgumentException>(() => engine.Create(wrong, seed: 1));
        Refuse(description with { Sources = [] });
        Refuse(description with { Sources = [new() { Name = "nothing" }] });
        Refuse(description with { Sources = [.. description.Sources, description.Sources[0]] });
        Refuse(description with { Layers = [new(0)] });
        Refuse(description with { Layers = [new(3, Dropout: 1)] });
        Refuse(description with { Layers = [new(3, Dropout: float.NaN)] });
        Refuse(description with { Layers = [new(3) { L1 = -0.1f }] });
        Refuse(description with { Layers = [new(3) { L1 = float.NaN }] });
        Refuse(description with { Layers = [new(3) { L1 = float.PositiveInfinity }] });
        Refuse(description with { Sources = [new() { ValueCount = 2, Convolutions = [new(0, 3)] }] });
        Refuse(description with { Sources = [new() { ValueCount = 2, Convolutions = [new(3, 0)] }] });
        Refuse(description with { Sources = [new() { Convolutions = [new(3, 3)] }] });
        Refuse(description with { Sources = [new() { ValueCount = 2, Convolutions = [new(3, 3)], Recurrent = new() }] });
        Refuse(description with { Sources = [new() { ValueCount = 2, Convolutions = [new(3, 3)], Pooling = StepPooling.Mean }] });
        Refuse(description with { Sources = [new() { ValueCount = 2, Convolutions = [new(3, 3)], Pooling = StepPooling.Attention }] });
        Refuse(description with { Sources = [new() { ValueCount = 2, Recurrent = new() { Kind = RecurrentKind.Msif, KindCount = 0 } }] });

        INeuralNetwork network = engine.Create(description, seed: 1);
        void RefuseBatch(Action<SourceBatch[]> spoil)
        {
            var batch = new ComposedBatch(description, rows: 3, steps: 4, seed: 1);
            spoil(batch.Batch.Sources);
            Assert.ThrowsAny<ArgumentException>(() => batch.Predict(network));
        }

        RefuseBatch(sources => sources[0].Symbols = new int[11]);
        RefuseBatch(sources => sources[0].Symbols = Enumerable.Repeat(5, 12).ToArray());
        RefuseBatch(sources => sources[0].Lengths = new[] { 1, 2, 5 });
        RefuseBatch(sources => sources[0].Lengths = new[] { 1, 2 });
        RefuseBatch(sources => sources[0].StepCount = 0);
        RefuseBatch(sources => sources[1].Values = Enumerable.Repeat(float.NaN, 60).ToArray());
        RefuseBatch(sources => sources[3].Values = new float[8]);
        Assert.ThrowsAny<ArgumentException>(() => network.Predict([0, 1], 2, new float[4]));

        var good = new ComposedBatch(description, rows: 3, steps: 4, seed: 1);
        INeuralTrainer trainer = network.BeginTraining(new SgdOptions());
        Assert.ThrowsAny<ArgumentException>(() => trainer.TrainOnBatch(good.Batch, new NetworkTargets { Classes = new int[3] }));
        Assert.ThrowsAny<ArgumentException>(() => trainer.TrainOnBatch(good.Batch, new NetworkTargets { Values = new float[11] }));
    }

    // The row without its padding.
    private static NetworkBatch Alone(NetworkDescription description, NetworkBatch batch, int row) => new(
        [
            .. batch.Sources.Zip(description.Sources).Select(pair =>
            {
                (SourceBatch part, NetworkSource source) = pair;
                int length = part.Lengths.IsEmpty ? part.StepCount : part.Lengths.Span[row];
                return new SourceBatch
                {
                    StepCount = length,
                    Symbols = source.SymbolCount == 0 ? default : part.Symbols.Slice(row * part.StepCount, length),
                    Values = part.Values.Slice(row * part.StepCount * source.ValueCount, length * source.ValueCount),
                };
            }),
        ])
    {
        RowCount = 1,
    };
}
