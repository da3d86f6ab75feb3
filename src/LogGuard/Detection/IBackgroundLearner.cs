using LogGuard.Neural;

namespace LogGuard.Detection;

/// <summary>A question that learns from answers in the background, because it takes longer than the reader can wait (DeepLog, section 3.3).</summary>
internal interface IBackgroundLearner : IQuestion
{
    /// <summary>Prepares the answers to learn. Called on the thread that judges.</summary>
    /// <param name="normal">All patterns that are marked normal now.</param>
    /// <param name="engine">Makes networks.</param>
    /// <param name="seed">Seed of everything random.</param>
    /// <returns>Null if all answers are learnt already.</returns>
    BackgroundLesson? Prepare(IReadOnlyList<AnomalyPattern> normal, INeuralEngine engine, int seed);
}
