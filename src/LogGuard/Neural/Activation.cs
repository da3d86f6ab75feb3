namespace LogGuard.Neural;

/// <summary>The function y = f(a) that a dense or convolution layer applies to each of its sums a.</summary>
public enum Activation
{
    /// <summary>y = a.</summary>
    Linear,

    /// <summary>y = tanh a.</summary>
    Tanh,

    /// <summary>y = max(a, 0).</summary>
    Relu,

    /// <summary>y = 1 / (1 + e^-a).</summary>
    Sigmoid,

    /// <summary>y = a if a > 0, else 0.01·a: PyTorch's LeakyReLU with its default slope.</summary>
    LeakyRelu,
}
