namespace LogGuard.Models;

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
}
