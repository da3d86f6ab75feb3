using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>A question that takes longer than the reader can wait to learn from answers (DeepLog, section 3.3).</summary>
internal interface IBackgroundLearner : IQuestion
{
    /// <summary>Prepares what is to be learnt. On the thread that judges.</summary>
    /// <param name="normal">All patterns that are marked normal now.</param>
    /// <param name="engine">Makes networks.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <returns>Null where there is nothing to learn that is not learnt already.</returns>
    BackgroundLesson? Prepare(IReadOnlyList<AnomalyPattern> normal, INeuralEngine engine, int seed);
}
