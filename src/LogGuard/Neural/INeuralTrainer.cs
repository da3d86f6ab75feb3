namespace LogGuard.Neural;

/// <summary>Changes the weights of one network, a batch at a time.</summary>
internal interface INeuralTrainer
{
    /// <summary>The step size of the next batch; may be changed between batches.</summary>
    float LearningRate { get; set; }

    /// <summary>One optimiser step on a batch of windows; for networks with one source of symbols and a softmax head.</summary>
    /// <param name="windows">Symbols, row-major, (batch, windowSize).</param>
    /// <param name="windowSize">Number of symbols in each window.</param>
    /// <param name="targets">The symbol that came next, (batch).</param>
    /// <param name="weights">How often each window occurred, (batch); the loss is the weighted mean of the cross entropies.</param>
    /// <returns>The loss before the step, in nats.</returns>
    double TrainOnBatch(ReadOnlySpan<int> windows, int windowSize, ReadOnlySpan<int> targets, ReadOnlySpan<float> weights);

    /// <summary>One optimiser step on a batch.</summary>
    /// <param name="batch">What the network reads.</param>
    /// <param name="targets">What it should answer.</param>
    /// <returns>The loss before the step.</returns>
    double TrainOnBatch(NetworkBatch batch, NetworkTargets targets);
}
