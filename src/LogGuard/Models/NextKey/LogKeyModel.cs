using LogGuard.Models.Windows;
using LogGuard.Neural;

namespace LogGuard.Models.NextKey;

/// <summary>
/// The log key model of Du et al., DeepLog (CCS 2017), section 3.1.2: one-hot keys of the last h events, stacked
/// LSTM, softmax over the next key. Differs from the paper where it was trained with boundaries: START fills the
/// window before a session's first key and END is a key to predict, so that first events, short sessions and
/// sessions cut short are judged by the model instead of not at all.
/// </summary>
internal sealed class LogKeyModel(INeuralNetwork network, SymbolMap symbols, int windowSize, bool knowsBoundaries)
    : NextKeyModel(symbols, windowSize, knowsBoundaries)
{
    /// <summary>The network; input symbols in, output symbols out.</summary>
    public INeuralNetwork Network { get; } = network;

    /// <summary>What a network must look like to serve a model.</summary>
    public static NetworkDescription Describe(SymbolMap symbols, int hiddenSize, int layerCount) => new()
    {
        SymbolCount = symbols.InputCount,
        OutputCount = symbols.OutputCount,
        HiddenSize = hiddenSize,
        LayerCount = layerCount,

        // A one-hot layer of thousands of keys learns each key's row on its own; an embedding shares what it learns.
        Input = symbols.InputCount <= MaxOneHotSymbols ? NetworkInput.OneHot : NetworkInput.Embedding,
        EmbeddingSize = Math.Min(hiddenSize, 32),
    };

    /// <summary>Up to this many symbols the input is one-hot, as in the paper.</summary>
    internal const int MaxOneHotSymbols = 512;

    public override void Predict(ReadOnlySpan<int> window, Span<float> probabilities) =>
        Network.Predict(window, WindowSize, probabilities[..Symbols.OutputCount]);

    public override void PredictBatch(ReadOnlySpan<int> windows, Span<float> probabilities) =>
        Network.Predict(windows, WindowSize, probabilities);
}
