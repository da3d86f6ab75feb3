namespace LogGuard.Neural;

/// <summary>What all optimisers have in common, and how the loss is formed.</summary>
internal abstract record OptimizerOptions
{
    /// <summary>Step size.</summary>
    public float LearningRate { get; init; }

    /// <summary>λ of the L2 penalty: λ·w is added to each gradient, as PyTorch's <c>weight_decay</c>.</summary>
    public float WeightDecay { get; init; }

    /// <summary>Largest Euclidean length of all gradients together; longer ones are shortened to it.</summary>
    public float GradientNormLimit { get; init; } = float.PositiveInfinity;

    /// <summary>Weight of true facts against false ones with a sigmoid head, as <c>pos_weight</c> of BCEWithLogitsLoss.</summary>
    public float PositiveWeight { get; init; } = 1;

    /// <summary>Seed of what dropout drops: the same seed drops the same values.</summary>
    public int DropoutSeed { get; init; } = 1;
}
