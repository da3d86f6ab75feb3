using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Models.NextKey;

/// <summary>
/// The log key model of Du et al., DeepLog (CCS 2017), section 3.1.2: one-hot keys of the last h events, stacked
/// LSTM, softmax over the next key. Differs from the paper if trained with boundaries: START pads the window before a
/// session's first key and END is a key to predict, so that the model also judges first events, short sessions and sessions
/// cut short.
/// </summary>
internal sealed class LogKeyModel(INeuralNetwork network, SymbolMap symbols, int windowSize, bool knowsBoundaries)
    : NextKeyModel(symbols, windowSize, knowsBoundaries)
{
    /// <summary>The network; it reads input symbols and predicts output symbols.</summary>
    public INeuralNetwork Network { get; } = network;

    /// <summary>Describes the network of a model.</summary>
    public static NetworkDescription Describe(SymbolMap symbols, int hiddenSize, int layerCount) => new()
    {
        SymbolCount = symbols.InputCount,
        OutputCount = symbols.OutputCount,
        HiddenSize = hiddenSize,
        LayerCount = layerCount,

        // A one-hot input of thousands of keys learns each key's row separately; an embedding shares weights between keys.
        Input = symbols.InputCount <= MaxOneHotSymbols ? NetworkInput.OneHot : NetworkInput.Embedding,
        EmbeddingSize = Math.Min(hiddenSize, 32),
    };

    /// <summary>Largest number of symbols with a one-hot input, as in the paper; more are embedded.</summary>
    internal const int MaxOneHotSymbols = 512;

    public override void Predict(ReadOnlySpan<int> window, Span<float> probabilities) =>
        Network.Predict(window, WindowSize, probabilities[..Symbols.OutputCount]);

    public override void PredictBatch(ReadOnlySpan<int> windows, Span<float> probabilities) =>
        Network.Predict(windows, WindowSize, probabilities);
}
