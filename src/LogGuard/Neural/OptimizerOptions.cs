namespace LogGuard.Neural;

/// <summary>
/// Settings that all optimisers share. The optimiser is the derived type: <see cref="AdamOptions"/> or <see cref="SgdOptions"/>.
/// </summary>
/// <remarks>
/// A step first shortens the gradients to <see cref="GradientNormLimit"/>, then adds the penalties of <see cref="DenseLayer.L1"/> and
/// <see cref="WeightDecay"/>, then moves the weights. The loss that a trainer returns contains no penalty.
/// </remarks>
public abstract record OptimizerOptions
{
    // Engines must know every optimiser, so no other assembly can add one.
    private protected OptimizerOptions()
    {
    }

    /// <summary>Step size at the start; <see cref="INeuralTrainer.LearningRate"/> changes it later.</summary>
    public float LearningRate { get; init; }

    /// <summary>λ of the L2 penalty: λ·w is added to each gradient, as PyTorch's <c>weight_decay</c>. The default is <c>0</c>.</summary>
    public float WeightDecay { get; init; }

    /// <summary>
    /// Largest Euclidean norm of all gradients together; larger gradients are scaled down to it, as by PyTorch's
    /// <c>clip_grad_norm_</c>. The default is infinity: no limit.
    /// </summary>
    public float GradientNormLimit { get; init; } = float.PositiveInfinity;

    /// <summary>
    /// Weight w₊ of true facts against false ones with <see cref="NetworkHead.Sigmoid"/>, as <c>pos_weight</c> of PyTorch's
    /// BCEWithLogitsLoss. The default is <c>1</c>.
    /// </summary>
    public float PositiveWeight { get; init; } = 1;

    /// <summary>Seed of dropout: the same seed drops the same values; see <see cref="DropoutMasks"/>. The default is <c>1</c>.</summary>
    public int DropoutSeed { get; init; } = 1;
}
