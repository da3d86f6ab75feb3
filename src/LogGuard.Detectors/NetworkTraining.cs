using LogGuard.Neural;

namespace LogGuard.Detectors;

/// <summary>
/// Trains a network in passes over its rows: the weights with the lowest loss on held-out rows are kept, and training ends when that loss does
/// not fall any more.
/// </summary>
/// <typeparam name="T">A row.</typeparam>
internal sealed class NetworkTraining<T>
{
    /// <summary>Most passes.</summary>
    public required int Epochs { get; init; }

    /// <summary>Passes without a lower loss after which the training is over.</summary>
    public required int Patience { get; init; }

    /// <summary>The rows of a pass in batches, in another order each time.</summary>
    public required Func<IEnumerable<T[]>> Batches { get; init; }

    /// <summary>The input of a batch.</summary>
    public required Func<T[], NetworkBatch> BatchOf { get; init; }

    /// <summary>The right answers of a batch.</summary>
    public required Func<T[], NetworkTargets> TargetsOf { get; init; }

    /// <summary>The loss of the held-out rows.</summary>
    public required Func<double> HeldOutLoss { get; init; }

    /// <summary>Rows in batches, shuffled before each pass.</summary>
    public static Func<IEnumerable<T[]>> Shuffled(T[] rows, int batchSize, Random random) => () =>
    {
        random.Shuffle(rows);
        return rows.Chunk(batchSize);
    };

    /// <summary>Trains.</summary>
    /// <param name="network">The network; has the best weights afterwards.</param>
    /// <param name="optimizer">The optimiser.</param>
    /// <param name="cancellation">Cancels the training.</param>
    /// <param name="progress">Receives the share of the passes that are done, 0..1; null if nobody asks.</param>
    /// <returns>The lowest loss.</returns>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public double Run(INeuralNetwork network, OptimizerOptions optimizer, CancellationToken cancellation, Action<double>? progress = null)
    {
        var trainer = network.BeginTraining(optimizer);
        var best = new BestWeights(network, Patience);
        for (var epoch = 0; epoch < Epochs && !best.IsOver; epoch++)
        {
            foreach (var batch in Batches())
            {
                cancellation.ThrowIfCancellationRequested();
                trainer.TrainOnBatch(BatchOf(batch), TargetsOf(batch));
            }

            best.Offer(HeldOutLoss());
            progress?.Invoke((epoch + 1.0) / Epochs);
        }

        best.Restore();
        return best.Loss;
    }
}
