using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>
/// Predicts the key after a window: Pr(next key | last h keys). Confined to one thread; prediction does not change the model.
/// </summary>
internal abstract class NextKeyModel(SymbolMap symbols, int windowSize, bool knowsBoundaries)
{
    /// <summary>The learnt keys.</summary>
    public SymbolMap Symbols { get; } = symbols;

    /// <summary>Number of previous keys that a prediction uses (the paper's h).</summary>
    public int WindowSize { get; } = windowSize;

    /// <summary>Whether it was trained with START before a session's first key and END after its last.</summary>
    public bool KnowsBoundaries { get; } = knowsBoundaries;

    /// <summary>Predicts the key after one window.</summary>
    /// <param name="window">Input symbols, oldest first, length = window size.</param>
    /// <param name="probabilities">Receives a probability for each output symbol; they sum to 1, or are all 0.</param>
    public abstract void Predict(ReadOnlySpan<int> window, Span<float> probabilities);

    /// <summary>Predicts the key after each of several windows, with the same results as one by one.</summary>
    /// <param name="windows">Input symbols, row-major, (count, window size).</param>
    /// <param name="probabilities">Receives the probabilities, row-major, (count, output symbols).</param>
    public virtual void PredictBatch(ReadOnlySpan<int> windows, Span<float> probabilities)
    {
        for (var i = 0; i < windows.Length / WindowSize; i++)
        {
            Predict(windows.Slice(i * WindowSize, WindowSize), probabilities.Slice(i * Symbols.OutputCount, Symbols.OutputCount));
        }
    }
}
