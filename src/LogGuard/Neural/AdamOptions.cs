namespace LogGuard.Neural;

/// <summary>Settings of the Adam optimiser (Kingma and Ba, 2015); the defaults are the paper's and PyTorch's.</summary>
internal sealed record AdamOptions : OptimizerOptions
{
    public AdamOptions() => LearningRate = 0.001f;

    /// <summary>Decay of the mean of gradients.</summary>
    public float Beta1 { get; init; } = 0.9f;

    /// <summary>Decay of the mean of squared gradients.</summary>
    public float Beta2 { get; init; } = 0.999f;

    /// <summary>Added to the root of the squared mean, so that nothing is divided by zero.</summary>
    public float Epsilon { get; init; } = 1e-8f;
}
