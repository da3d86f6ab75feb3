namespace LogGuard.Neural;

/// <summary>A fully connected layer, y = dropout(f(x·Wᵀ + b)): torch.nn.Linear, then an activation, then dropout.</summary>
/// <param name="Size">Number of outputs, 1 or more.</param>
/// <param name="Activation">The function f. The default is none.</param>
/// <param name="Dropout">Share of the outputs dropped in training, 0..1, 1 excluded. The default is <c>0</c>.</param>
public sealed record DenseLayer(int Size, Activation Activation = Activation.Linear, float Dropout = 0)
{
    /// <summary>
    /// λ of the L1 penalty λ·Σ|w| over the weights W of this layer, not its bias: λ·sign(w) is added to each gradient of W, with sign(0) = 0,
    /// 0 or more, finite. The default is <c>0</c>: no penalty.
    /// </summary>
    /// <remarks>
    /// Applied as <see cref="OptimizerOptions.WeightDecay"/> is: after the gradients were shortened, and the loss that a trainer returns does
    /// not contain it. A larger λ sets more weights to nearly zero.
    /// </remarks>
    public float L1 { get; init; }
}
