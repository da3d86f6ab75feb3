namespace LogGuard.Neural;

/// <summary>A network that reads sequences of symbols and numbers and computes probabilities or numbers.</summary>
/// <remarks>Used by one thread at a time. Prediction never changes weights; only a trainer does.</remarks>
public interface INeuralNetwork
{
    /// <summary>The description that the network was made from.</summary>
    NetworkDescription Description { get; }

    /// <summary>
    /// The current weights, with the names, shapes and order of <see cref="WeightLayout"/>. The arrays belong to the network: copy
    /// them to keep them, read this property again after training, and call <see cref="WeightsChanged"/> after writing to them.
    /// </summary>
    IReadOnlyList<NamedTensor> Weights { get; }

    /// <summary>Replaces all weights by copies of the given ones.</summary>
    /// <param name="weights">One tensor for each of <see cref="Weights"/>, in any order.</param>
    /// <exception cref="InvalidDataException">
    /// A tensor is missing, unknown, of another shape or holds NaN or infinity; no weight has been changed then.
    /// </exception>
    void LoadWeights(IReadOnlyList<NamedTensor> weights);

    /// <summary>
    /// Tells the network that the caller has written to the arrays of <see cref="Weights"/>, so that copies made of them are renewed.
    /// </summary>
    void WeightsChanged() => LoadWeights(Weights);

    /// <summary>Predicts a batch of windows of equal size; for networks whose only source reads symbols and no values.</summary>
    /// <param name="windows">Symbols, each 0..SymbolCount-1, row-major, (rows, <paramref name="windowSize"/>).</param>
    /// <param name="windowSize">Number of symbols in each window, 1 or more.</param>
    /// <param name="probabilities">Receives the outputs, row-major, (rows, OutputCount).</param>
    /// <exception cref="ArgumentException">The sizes do not match, or a symbol is out of range.</exception>
    void Predict(ReadOnlySpan<int> windows, int windowSize, Span<float> probabilities) =>
        Predict(NetworkBatch.OfWindows(windows.ToArray(), windowSize), probabilities);

    /// <summary>Predicts a batch.</summary>
    /// <param name="batch">The rows to read.</param>
    /// <param name="outputs">Receives the outputs, row-major, (rows, OutputCount).</param>
    /// <exception cref="ArgumentException">
    /// The batch does not match the description (see <see cref="NetworkBatch.Check"/>), or <paramref name="outputs"/> not the batch.
    /// </exception>
    void Predict(NetworkBatch batch, Span<float> outputs);

    /// <summary>Starts training. The trainer owns gradients and optimiser state, so a network that only predicts has none.</summary>
    /// <param name="options">The optimiser, <see cref="AdamOptions"/> or <see cref="SgdOptions"/>, and its settings.</param>
    INeuralTrainer BeginTraining(OptimizerOptions options);
}
