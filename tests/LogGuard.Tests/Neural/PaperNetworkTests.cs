using LogGuard.Neural;
using LogGuard.Tests.Support;

namespace LogGuard.Tests.Neural;

/// <summary>The networks of the papers, each as the description it becomes, trained a few steps.</summary>
public class PaperNetworkTests
{
    private const int Keys = 12;

    private static readonly Dictionary<string, NetworkDescription> Papers = new()
    {
        // Du et al., DeepLog (CCS 2017), section 3.1: the last h keys, one-hot; 2 × LSTM 64; softmax over the next key.
        ["DeepLog, keys"] = new() { SymbolCount = Keys, OutputCount = Keys },

        // Section 3.2: the parameter value vectors of one key; LSTM; the next vector, mean squared error.
        ["DeepLog, values"] = new()
        {
            OutputCount = 3,
            Head = NetworkHead.Linear,
            Sources = [new() { ValueCount = 3, Recurrent = new() { LayerCount = 2 } }],
        },

        // Kuzník, Deep Learning for Log File Anomaly Detection using DeepLog (2024), section 3: key and attributes of each
        // event in one vector; 2 × LSTM; one linear layer and a sigmoid, the probability of an anomaly; its imbalance
        // factor of 5 is the weight of true facts.
        ["DeepLog, merged"] = new()
        {
            OutputCount = 1,
            Head = NetworkHead.Sigmoid,
            Sources = [new() { SymbolCount = Keys, ValueCount = 4, Recurrent = new() { LayerCount = 2 } }],
        },

        // Meng et al., LogAnomaly (IJCAI 2019): keys and count vectors of the same window, an LSTM each, joined.
        ["LogAnomaly"] = new()
        {
            OutputCount = Keys,
            Sources =
            [
                new() { Name = "keys", SymbolCount = Keys, Input = NetworkInput.Embedding, Recurrent = new() { LayerCount = 2 } },
                new() { Name = "counts", ValueCount = Keys, Recurrent = new() { LayerCount = 2 } },
            ],
        },

        // Yu et al., LogMS (2024), section 3.2, MSIF-LSTM: semantic vectors and count vectors, cells and gates of each
        // kind of their own. The paper adds up the kinds' hidden states at every step; here they are joined at the last.
        ["LogMS, first stage"] = new()
        {
            OutputCount = Keys,
            Sources =
            [
                new() { Name = "semantics", ValueCount = 20, Recurrent = new() },
                new() { Name = "counts", ValueCount = Keys, Recurrent = new() },
            ],
        },

        // Section 3.3, PLE-GRU: semantic vectors; GRU; normal or not, trained on the probabilities that clustering gave.
        ["LogMS, second stage"] = new()
        {
            OutputCount = 2,
            Sources = [new() { ValueCount = 20, Recurrent = new() { Kind = RecurrentKind.Gru } }],
        },

        // Farzad and Gulliver, section 2.5: an autoencoder of 400, 200 and 200 units over a message's 40 words, ...
        ["Auto, autoencoder"] = new()
        {
            OutputCount = 40,
            Sources = [new() { ValueCount = 40 }],
            Layers = [new(400, Activation.Relu), new(200, Activation.Relu), new(200, Activation.Relu)],
        },

        // ... whose output, embedded, is read by one layer of 100 units, LSTM or BLSTM or GRU, then dropout, softmax.
        ["Auto-LSTM"] = Auto(new() { HiddenSize = 100 }),
        ["Auto-BLSTM"] = Auto(new() { HiddenSize = 100, Bidirectional = true }),
        ["Auto-GRU"] = Auto(new() { HiddenSize = 100, Kind = RecurrentKind.Gru }),

        // Bulcock and Kerford: the keys of a whole block, embedded; LSTM; one sigmoid. Blocks differ in length.
        ["Hadoop"] = new()
        {
            OutputCount = 1,
            Head = NetworkHead.Sigmoid,
            Sources = [new() { SymbolCount = Keys, Input = NetworkInput.Embedding, EmbeddingSize = 128, Recurrent = new() { HiddenSize = 256 } }],
        },
    };

    public static TheoryData<string> Names => [.. Papers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ThePapersNetworkLearns(string name)
    {
        NetworkDescription description = Papers[name];
        INeuralNetwork network = new ManagedEngine(threadCount: 2).Create(description, seed: 1);
        INeuralTrainer trainer = network.BeginTraining(name switch
        {
            // LogMS, section 4: momentum 0.9, weight decay 0.0001, learning rate 0.01.
            "LogMS, first stage" => new SgdOptions { LearningRate = 0.01f, Momentum = 0.9f, WeightDecay = 1e-4f },
            "DeepLog, merged" => new AdamOptions { PositiveWeight = 5 },
            _ => new AdamOptions(),
        });
        var batch = new ComposedBatch(description, rows: 40, steps: 8, seed: 2,
            lengths: name is "Hadoop", soft: name is "LogMS, second stage" or "Auto, autoencoder");

        double[] losses = [.. Enumerable.Range(0, 15).Select(_ => batch.Train(trainer))];

        // With four fifths of the values dropped, single losses jump about.
        Assert.All(losses, loss => Assert.True(double.IsFinite(loss)));
        Assert.True(losses[^3..].Average() < losses[..3].Average(), string.Join(' ', losses));
        Assert.All(batch.Predict(network), value => Assert.True(float.IsFinite(value)));
    }

    private static NetworkDescription Auto(RecurrentStack stack) => new()
    {
        OutputCount = 2,
        Sources = [new() { SymbolCount = Keys, Input = NetworkInput.Embedding, EmbeddingSize = 50, Recurrent = stack, Dropout = 0.8f }],
    };
}
