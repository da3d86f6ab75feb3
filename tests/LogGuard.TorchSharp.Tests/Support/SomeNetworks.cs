using LogGuard.Models.NextKey;
using LogGuard.Models.Values;
using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.TorchSharp.Tests.Support;

/// <summary>A network and how it is trained.</summary>
/// <param name="Description">The network.</param>
/// <param name="Options">Its optimiser.</param>
/// <param name="HasLengths">Whether its rows have different lengths.</param>
/// <param name="HasSoftTargets">Whether its targets are numbers.</param>
/// <param name="HasUnitsThatFlip">
/// Whether a rectified unit is so near zero that it is on in one engine and off in the other after some steps. Its gradient is then there
/// or not, so gradients are compared at the first step only.
/// </param>
internal sealed record SomeNetwork(
    NetworkDescription Description, OptimizerOptions Options, bool HasLengths = false, bool HasSoftTargets = false, bool HasUnitsThatFlip = false);

/// <summary>The networks of the detector's own models, those of the papers, and one of everything that a description can say.</summary>
internal static class SomeNetworks
{
    private const int Keys = 12;

    public static IReadOnlyDictionary<string, SomeNetwork> All { get; } = new Dictionary<string, SomeNetwork>
    {
        ["log keys"] = new(LogKeyModel.Describe(Symbols(28), hiddenSize: 64, layerCount: 2), new AdamOptions { LearningRate = 0.004f }),
        ["log keys, many"] = new(LogKeyModel.Describe(Symbols(600), hiddenSize: 32, layerCount: 2), new AdamOptions { LearningRate = 0.004f }),
        ["log keys, updated"] = new(LogKeyModel.Describe(Symbols(28), hiddenSize: 64, layerCount: 2), new AdamOptions { LearningRate = 0.0003f }, HasSoftTargets: true),
        ["values"] = new(
            ParameterValueModel.Describe(inputCount: 3, hiddenSize: 16),
            new AdamOptions { LearningRate = 0.01f, GradientNormLimit = 1, WeightDecay = 0.001f }),
        ["merged"] = new(
            new() { OutputCount = 1, Head = NetworkHead.Sigmoid, Sources = [new() { SymbolCount = Keys, ValueCount = 4, Recurrent = new() { LayerCount = 2 } }] },
            new AdamOptions { PositiveWeight = 5 }),
        ["LogAnomaly"] = new(
            new()
            {
                OutputCount = Keys,
                Sources =
                [
                    new() { Name = "keys", SymbolCount = Keys, Input = NetworkInput.Embedding, Recurrent = new() { LayerCount = 2 } },
                    new() { Name = "counts", ValueCount = Keys, Recurrent = new() { LayerCount = 2 } },
                ],
            },
            new AdamOptions()),
        ["LogMS, first stage"] = new(
            new() { OutputCount = Keys, Sources = [new() { Name = "semantics", ValueCount = 20, Recurrent = new() }, new() { Name = "counts", ValueCount = Keys, Recurrent = new() }] },
            new SgdOptions { LearningRate = 0.01f, Momentum = 0.9f, WeightDecay = 1e-4f }),
        ["LogMS, second stage"] = new(
            new() { OutputCount = 2, Sources = [new() { ValueCount = 20, Recurrent = new() { Kind = RecurrentKind.Gru } }] },
            new AdamOptions(), HasSoftTargets: true),
        ["autoencoder"] = new(
            new() { OutputCount = 40, Sources = [new() { ValueCount = 40 }], Layers = [new(400, Activation.Relu), new(200, Activation.Relu), new(200, Activation.Relu)] },
            new AdamOptions(), HasSoftTargets: true, HasUnitsThatFlip: true),

        // With four fifths dropped many gradients are all rounding, and Adam makes whole steps of them: small ones here.
        ["Auto-LSTM"] = new(Auto(new() { HiddenSize = 100 }), new AdamOptions { LearningRate = 0.0002f }),
        ["Auto-BLSTM"] = new(Auto(new() { HiddenSize = 100, Bidirectional = true }), new AdamOptions { LearningRate = 0.0002f }),
        ["Auto-GRU"] = new(Auto(new() { HiddenSize = 100, Kind = RecurrentKind.Gru }), new AdamOptions { LearningRate = 0.0002f }),
        ["Hadoop, blocks of different length"] = new(
            new()
            {
                OutputCount = 1,
                Head = NetworkHead.Sigmoid,
                Sources = [new() { SymbolCount = Keys, Input = NetworkInput.Embedding, EmbeddingSize = 128, Recurrent = new() { HiddenSize = 64 } }],
            },
            new AdamOptions(), HasLengths: true),
        ["both ways, lengths, dropout everywhere"] = new(Everything(RecurrentKind.Lstm, StepPooling.Last), new AdamOptions(), HasLengths: true),
        ["both ways, lengths, dropout everywhere, mean of GRU"] = new(Everything(RecurrentKind.Gru, StepPooling.Mean), new SgdOptions { Momentum = 0.5f, GradientNormLimit = 0.1f }, HasLengths: true),
        ["symbols and numbers, pooled without recurrent layers"] = new(
            new()
            {
                OutputCount = 3,
                Head = NetworkHead.Linear,
                Sources =
                [
                    new() { Name = "mean", SymbolCount = Keys, ValueCount = 2, Pooling = StepPooling.Mean, Layers = [new(5, Activation.Tanh)] },
                    new() { Name = "last", SymbolCount = Keys, Input = NetworkInput.Embedding, EmbeddingSize = 6, Layers = [new(7, Activation.Sigmoid)] },
                ],
                Layers = [new(9, Activation.Relu)],
            },
            new AdamOptions { WeightDecay = 0.01f }, HasLengths: true),
        ["convolutions, some longer than the rows"] = new(
            new()
            {
                OutputCount = 3,
                Sources =
                [
                    new()
                    {
                        Name = "text",
                        SymbolCount = Keys,
                        Input = NetworkInput.Embedding,
                        EmbeddingSize = 8,
                        ValueCount = 2,
                        Convolutions = [new(3, 10, Activation.LeakyRelu), new(4, 7, Activation.Tanh), new(11, 5, Activation.Sigmoid)],
                        Dropout = 0.3f,
                        Layers = [new(6, Activation.LeakyRelu) { L1 = 0.01f }],
                    },
                    new() { Name = "keys", SymbolCount = Keys, Convolutions = [new(2, 6, Activation.Linear)] },
                ],
            },
            new SgdOptions { LearningRate = 0.05f, Momentum = 0.9f, GradientNormLimit = 0.5f, WeightDecay = 1e-3f }, HasLengths: true),
        ["convolution of full rows"] = new(
            new() { OutputCount = 2, Sources = [new() { SymbolCount = Keys, Input = NetworkInput.Embedding, Convolutions = [new(3, 9, Activation.Tanh)] }] },
            new AdamOptions()),
        ["LogRobust"] = new(
            new()
            {
                OutputCount = 2,
                Sources = [new() { ValueCount = 20, Recurrent = new() { HiddenSize = 16, LayerCount = 2, Bidirectional = true }, Pooling = StepPooling.Attention }],
            },
            new AdamOptions(), HasLengths: true),
        ["attention with and without recurrent layers"] = new(
            new()
            {
                OutputCount = 2,
                Sources =
                [
                    new() { Name = "learnt", SymbolCount = Keys, Input = NetworkInput.Embedding, EmbeddingSize = 7, ValueCount = 1, Pooling = StepPooling.Attention },
                    new() { Name = "gated", ValueCount = 3, Recurrent = new() { Kind = RecurrentKind.Gru, HiddenSize = 9 }, Pooling = StepPooling.Attention },
                ],
                Layers = [new(5, Activation.Tanh) { L1 = 0.02f }],
            },
            new AdamOptions { GradientNormLimit = 0.5f }),
        ["LogMS, first stage with its cell"] = new(
            new() { OutputCount = Keys, Sources = [new() { ValueCount = 20, Recurrent = new() { Kind = RecurrentKind.Msif } }] },
            new SgdOptions { LearningRate = 0.01f, Momentum = 0.9f, WeightDecay = 1e-4f }),
        ["both ways, lengths, dropout everywhere, of MSIF"] = new(Everything(RecurrentKind.Msif, StepPooling.Last), new SgdOptions { Momentum = 0.5f }, HasLengths: true),
    };

    private static SymbolMap Symbols(int count) => new([.. Enumerable.Range(1, count)]);

    private static NetworkDescription Auto(RecurrentStack stack) => new()
    {
        OutputCount = 2,
        Sources = [new() { SymbolCount = Keys, Input = NetworkInput.Embedding, EmbeddingSize = 50, Recurrent = stack, Dropout = 0.8f }],
    };

    private static NetworkDescription Everything(RecurrentKind kind, StepPooling pooling) => new()
    {
        OutputCount = 4,
        Sources =
        [
            new()
            {
                Name = "one",
                SymbolCount = Keys,
                ValueCount = 3,
                Recurrent = new() { Kind = kind, HiddenSize = 11, LayerCount = 3, Bidirectional = true, Dropout = 0.3f },
                Pooling = pooling,
                Dropout = 0.2f,
                Layers = [new(10, Activation.Tanh, 0.4f)],
            },
            new() { Name = "two", ValueCount = 5, Recurrent = new() { Kind = kind, HiddenSize = 6 }, Layers = [new(6, Activation.Relu)] },
        ],
        Layers = [new(8, Activation.Sigmoid, 0.1f)],
    };
}
