using LogGuard.Models.Windows;

namespace LogGuard.Models.NextKey;

/// <summary>
/// Predicts what follows a window: Pr(next key | last h keys). Confined to one thread; prediction changes nothing.
/// </summary>
internal abstract class NextKeyModel(SymbolMap symbols, int windowSize, bool knowsBoundaries)
{
    /// <summary>The keys that it learnt.</summary>
    public SymbolMap Symbols { get; } = symbols;

    /// <summary>Number of keys that a prediction looks back on (the paper's h).</summary>
    public int WindowSize { get; } = windowSize;

    /// <summary>Whether it was trained with START before a session's first key and END behind its last.</summary>
    public bool KnowsBoundaries { get; } = knowsBoundaries;

    /// <summary>Predicts what follows one window.</summary>
    /// <param name="window">Input symbols, oldest first, length = window size.</param>
    /// <param name="probabilities">Receives a probability for each output symbol; they sum to 1, or are all 0.</param>
    public abstract void Predict(ReadOnlySpan<int> window, Span<float> probabilities);

    /// <summary>Predicts what follows each of several windows, with the same results as one by one.</summary>
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
