namespace LogGuard.Neural;

/// <summary>Settings of stochastic gradient descent.</summary>
internal sealed record SgdOptions : OptimizerOptions
{
    public SgdOptions() => LearningRate = 0.01f;

    /// <summary>Share of the step before that is kept, 0..1.</summary>
    public float Momentum { get; init; }
}
