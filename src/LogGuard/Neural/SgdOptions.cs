namespace LogGuard.Neural;

/// <summary>Settings of stochastic gradient descent, as torch.optim.SGD.</summary>
public sealed record SgdOptions : OptimizerOptions
{
    /// <summary>Makes settings with a <see cref="OptimizerOptions.LearningRate"/> of 0.01.</summary>
    public SgdOptions() => LearningRate = 0.01f;

    /// <summary>Share of the previous step that is added to the next one, 0..1. The default is <c>0</c>.</summary>
    public float Momentum { get; init; }
}
