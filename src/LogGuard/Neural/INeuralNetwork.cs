namespace LogGuard.Neural;

/// <summary>A network that reads sequences of symbols and numbers and gives probabilities or numbers.</summary>
/// <remarks>Confined to one thread at a time. Prediction never changes weights; only a trainer does.</remarks>
internal interface INeuralNetwork
{
    /// <summary>What the network looks like.</summary>
    NetworkDescription Description { get; }

    /// <summary>The weights, in a fixed order, with PyTorch's names and shapes. The memory is the network's own.</summary>
    IReadOnlyList<NamedTensor> Weights { get; }

    /// <summary>Replaces all weights.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing, unknown, of another shape or holds NaN or infinity.</exception>
    void LoadWeights(IReadOnlyList<NamedTensor> weights);

    /// <summary>Predicts a batch of windows of equal size; for networks with one source of symbols.</summary>
    /// <param name="windows">Symbols 0..SymbolCount-1, row-major, (batch, windowSize).</param>
    /// <param name="windowSize">Number of symbols in each window; at least 1.</param>
    /// <param name="probabilities">Receives what the head gives, row-major, (batch, OutputCount).</param>
    void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities);

    /// <summary>Predicts a batch.</summary>
    /// <param name="batch">What the network reads.</param>
    /// <param name="outputs">Receives what the head gives, row-major, (rows, OutputCount).</param>
    void Predict(NetworkBatch batch, Span<float> outputs);

    /// <summary>Starts training; the trainer owns gradients and optimiser state, so a served network carries none.</summary>
    /// <param name="options">The optimiser, <see cref="AdamOptions"/> or <see cref="SgdOptions"/>, and its settings.</param>
    INeuralTrainer BeginTraining(OptimizerOptions options);
}
