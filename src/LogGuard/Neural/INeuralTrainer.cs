namespace LogGuard.Neural;

/// <summary>Changes the weights of one network, a batch at a time.</summary>
/// <remarks>Used by the thread that uses the network.</remarks>
public interface INeuralTrainer
{
    /// <summary>Step size of the next batch. Begins as <see cref="OptimizerOptions.LearningRate"/>; may be changed between batches.</summary>
    float LearningRate { get; set; }

    /// <summary>
    /// Does one optimiser step on a batch of windows; for networks with a softmax head whose only source reads symbols and no values.
    /// </summary>
    /// <param name="windows">Symbols, each 0..SymbolCount-1, row-major, (rows, <paramref name="windowSize"/>).</param>
    /// <param name="windowSize">Number of symbols in each window, 1 or more.</param>
    /// <param name="targets">The symbol that followed each window, (rows).</param>
    /// <param name="weights">How often each window occurred, (rows).</param>
    /// <returns>The loss before the step: the weighted mean of the rows' cross entropies, in nats.</returns>
    /// <exception cref="ArgumentException">The sizes do not match, or a symbol, target or weight is out of range.</exception>
    double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights) =>
        TrainOnBatch(
            NetworkBatch.OfWindows(windows.ToArray(), windowSize),
            new NetworkTargets { Classes = targets.ToArray(), Weights = weights.ToArray() });

    /// <summary>Does one optimiser step on a batch.</summary>
    /// <param name="batch">The rows to read.</param>
    /// <param name="targets">The right answers.</param>
    /// <returns>The loss before the step: Σ wᵢ·Lᵢ / Σ wᵢ, with the row weights wᵢ and the loss L of <see cref="NetworkHead"/>.</returns>
    /// <exception cref="ArgumentException">
    /// The batch does not match the description (see <see cref="NetworkBatch.Check"/>), or the targets not the batch (see
    /// <see cref="NetworkTargets.Check"/>).
    /// </exception>
    double TrainOnBatch(NetworkBatch batch, NetworkTargets targets);
}
