using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Stochastic gradient descent with momentum and penalties, as torch.optim.SGD. Equations, with s the factor of
/// gradient clipping and λ₁ of <see cref="DenseLayer.L1"/>:
/// <code>
/// g = s·∂L/∂w + λ₁·sign(w) + λ·w     m = μ·m + g     w = w - α·m
/// </code>
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="weights">The weights that it will change.</param>
/// <param name="l1">λ₁ of each of them.</param>
internal sealed class Sgd(SgdOptions options, IReadOnlyList<NamedTensor> weights, IReadOnlyList<float> l1) : IOptimizer
{
    private readonly float[][] _means = [.. weights.Select(tensor => new float[tensor.Values.Length])];

    public void Step(IReadOnlyList<NamedTensor> weights, IReadOnlyList<NamedTensor> gradients, float gradientScale, float learningRate)
    {
        for (int tensor = 0; tensor < weights.Count; tensor++)
        {
            float scale = L1Penalty.Add(l1[tensor], weights[tensor].Values, gradients[tensor].Values, gradientScale);
            Step(weights[tensor].Values, gradients[tensor].Values, _means[tensor], scale, learningRate);
        }
    }

    private void Step(Span<float> weights, ReadOnlySpan<float> gradients, Span<float> means, float gradientScale, float learningRate)
    {
        int j = 0;
        for (; j + Vector<float>.Count <= weights.Length; j += Vector<float>.Count)
        {
            var w = new Vector<float>(weights[j..]);
            Vector<float> g = new Vector<float>(gradients[j..]) * gradientScale + w * options.WeightDecay;
            Vector<float> m = new Vector<float>(means[j..]) * options.Momentum + g;
            m.CopyTo(means[j..]);
            (w - m * learningRate).CopyTo(weights[j..]);
        }

        // Same operations as above, so that results do not depend on the vector width.
        for (; j < weights.Length; j++)
        {
            float g = gradients[j] * gradientScale + weights[j] * options.WeightDecay;
            means[j] = means[j] * options.Momentum + g;
            weights[j] -= means[j] * learningRate;
        }
    }
}
