namespace LogGuard.Neural;

/// <summary>Moves weights along their gradients and keeps the state that it needs from step to step.</summary>
internal interface IOptimizer
{
    /// <summary>Does one step on all weights.</summary>
    /// <param name="weights">The weights, the same ones at every step.</param>
    /// <param name="gradients">Their gradients, in the same order; may be overwritten.</param>
    /// <param name="gradientScale">Factor applied to each gradient.</param>
    /// <param name="learningRate">Step size.</param>
    void Step(IReadOnlyList<NamedTensor> weights, IReadOnlyList<NamedTensor> gradients, float gradientScale, float learningRate);
}
