namespace LogGuard.Neural;

/// <summary>
/// The meaning of a network's outputs, and the loss L of a row that training reduces. In the equations z are the K scores of a row and y
/// its targets.
/// </summary>
public enum NetworkHead
{
    /// <summary>
    /// Probabilities p = softmax(z) of classes of which one is true. L = -Σ yⱼ·ln pⱼ, with a class or soft labels as the target:
    /// PyTorch's CrossEntropyLoss.
    /// </summary>
    Softmax,

    /// <summary>
    /// Probabilities σ(z) of facts of which each may be true. L = 1/K·Σ (1 - yⱼ)·zⱼ + (1 + (w₊ - 1)·yⱼ)·ln(1 + e^-zⱼ), with w₊ of
    /// <see cref="OptimizerOptions.PositiveWeight"/>: PyTorch's BCEWithLogitsLoss.
    /// </summary>
    Sigmoid,

    /// <summary>The numbers z themselves. L = 1/K·Σ (zⱼ - yⱼ)²: PyTorch's MSELoss.</summary>
    Linear,
}
