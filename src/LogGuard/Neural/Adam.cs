using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Adam (Kingma and Ba, 2015, algorithm 1) with penalties, in the order of operations of torch.optim.Adam. Equations for
/// step t, with s the factor of gradient clipping and λ₁ of <see cref="DenseLayer.L1"/>:
/// <code>
/// g = s·∂L/∂w + λ₁·sign(w) + λ·w
/// m = β₁·m + (1 - β₁)·g     v = β₂·v + (1 - β₂)·g²
/// w = w - α / (1 - β₁ᵗ) · m / (√v / √(1 - β₂ᵗ) + ε)
/// </code>
/// </summary>
internal sealed class Adam : IOptimizer
{
    private readonly AdamOptions _options;
    private readonly IReadOnlyList<float> _l1;
    private readonly float[][] _means;
    private readonly float[][] _squares;
    private double _beta1Power = 1;
    private double _beta2Power = 1;

    /// <param name="options">The settings.</param>
    /// <param name="weights">The weights that it will change.</param>
    /// <param name="l1">λ₁ of each of them.</param>
    public Adam(AdamOptions options, IReadOnlyList<NamedTensor> weights, IReadOnlyList<float> l1)
    {
        _options = options;
        _l1 = l1;
        _means = [.. weights.Select(tensor => new float[tensor.Values.Length])];
        _squares = [.. weights.Select(tensor => new float[tensor.Values.Length])];
    }

    public void Step(IReadOnlyList<NamedTensor> weights, IReadOnlyList<NamedTensor> gradients, float gradientScale, float learningRate)
    {
        _beta1Power *= _options.Beta1;
        _beta2Power *= _options.Beta2;
        float stepSize = (float)(learningRate / (1 - _beta1Power));
        float rootScale = (float)Math.Sqrt(1 - _beta2Power);

        for (int tensor = 0; tensor < weights.Count; tensor++)
        {
            float scale = L1Penalty.Add(_l1[tensor], weights[tensor].Values, gradients[tensor].Values, gradientScale);
            Step(weights[tensor].Values, gradients[tensor].Values, _means[tensor], _squares[tensor], scale, stepSize, rootScale);
        }
    }

    private void Step(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> means, Span<float> squares,
        float gradientScale, float stepSize, float rootScale)
    {
        float beta1 = _options.Beta1;
        float beta2 = _options.Beta2;
        float epsilon = _options.Epsilon;
        float decay = _options.WeightDecay;

        int j = 0;
        for (; j + Vector<float>.Count <= weights.Length; j += Vector<float>.Count)
        {
            var w = new Vector<float>(weights[j..]);
            Vector<float> g = new Vector<float>(gradients[j..]) * gradientScale + w * decay;
            Vector<float> m = new Vector<float>(means[j..]) * beta1 + g * (1 - beta1);
            Vector<float> v = new Vector<float>(squares[j..]) * beta2 + g * g * (1 - beta2);
            Vector<float> root = Vector.SquareRoot(v) / Vector.Create(rootScale) + Vector.Create(epsilon);
            m.CopyTo(means[j..]);
            v.CopyTo(squares[j..]);
            (w - m / root * stepSize).CopyTo(weights[j..]);
        }

        // Same operations as above, so that results do not depend on the vector width.
        for (; j < weights.Length; j++)
        {
            float g = gradients[j] * gradientScale + weights[j] * decay;
            float m = means[j] * beta1 + g * (1 - beta1);
            float v = squares[j] * beta2 + g * g * (1 - beta2);
            float root = MathF.Sqrt(v) / rootScale + epsilon;
            means[j] = m;
            squares[j] = v;
            weights[j] -= m / root * stepSize;
        }
    }
}
