namespace LogGuard.Neural;

/// <summary>What the outputs of a network mean, and with it the loss that trains them.</summary>
internal enum NetworkHead
{
    /// <summary>Probabilities of classes of which one is true; cross entropy, with hard or soft labels.</summary>
    Softmax,

    /// <summary>Probabilities of facts of which each may be true; binary cross entropy.</summary>
    Sigmoid,

    /// <summary>Numbers; mean squared error.</summary>
    Linear,
}
