namespace LogGuard.Neural;

/// <summary>A network that reads windows of symbols and gives a probability to each possible next symbol.</summary>
/// <remarks>Confined to one thread at a time. Prediction never changes weights; only a trainer does.</remarks>
internal interface INeuralNetwork
{
    /// <summary>What the network looks like.</summary>
    NetworkDescription Description { get; }

    /// <summary>The weights, in a fixed order, with PyTorch's names and shapes. The memory is the network's own.</summary>
    IReadOnlyList<NamedTensor> Weights { get; }

    /// <summary>Replaces all weights.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown or of another shape.</exception>
    void LoadWeights(IReadOnlyList<NamedTensor> weights);

    /// <summary>Predicts a batch of windows of equal size.</summary>
    /// <param name="windows">Symbols 0..SymbolCount-1, row-major, (batch, windowSize).</param>
    /// <param name="windowSize">Number of symbols in each window; at least 1.</param>
    /// <param name="probabilities">Receives the softmax output, row-major, (batch, OutputCount).</param>
    void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities);

    /// <summary>Starts training with Adam; the trainer owns gradients and optimiser state, so a served network carries none.</summary>
    INeuralTrainer BeginTraining(AdamOptions options);
}
