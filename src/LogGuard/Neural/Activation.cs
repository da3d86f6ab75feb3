namespace LogGuard.Neural;

/// <summary>What a dense layer does to its sums.</summary>
internal enum Activation
{
    /// <summary>y = a.</summary>
    Linear,

    /// <summary>y = tanh a.</summary>
    Tanh,

    /// <summary>y = max(a, 0).</summary>
    Relu,

    /// <summary>y = 1 / (1 + e^-a).</summary>
    Sigmoid,
}
