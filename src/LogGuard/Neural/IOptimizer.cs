namespace LogGuard.Neural;

/// <summary>Moves weights down their gradients, and remembers what it needs from step to step.</summary>
internal interface IOptimizer
{
    /// <summary>One step on all weights.</summary>
    /// <param name="weights">The weights, always the same ones.</param>
    /// <param name="gradients">Their gradients, in the same order.</param>
    /// <param name="gradientScale">What each gradient is multiplied by.</param>
    /// <param name="learningRate">Step size.</param>
    void Step(IReadOnlyList<NamedTensor> weights, IReadOnlyList<NamedTensor> gradients, float gradientScale, float learningRate);
}
