namespace LogGuard.Neural;

/// <summary>Settings of the Adam optimiser (Kingma and Ba, 2015). The defaults are the paper's and PyTorch's.</summary>
public sealed record AdamOptions : OptimizerOptions
{
    /// <summary>Makes settings with a <see cref="OptimizerOptions.LearningRate"/> of 0.001.</summary>
    public AdamOptions() => LearningRate = 0.001f;

    /// <summary>Decay β₁ of the mean of the gradients, 0..1, 1 excluded. The default is <c>0.9</c>.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay β₂ of the mean of the squared gradients, 0..1, 1 excluded. The default is <c>0.999</c>.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Number ε added to the root of the mean of squares, so that nothing is divided by zero. The default is <c>1e-8</c>.</summary>
    public float Epsilon { get; init; } = 1e-8f;
}
