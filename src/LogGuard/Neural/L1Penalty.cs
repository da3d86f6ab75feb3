namespace LogGuard.Neural;

/// <summary>The gradient of <see cref="DenseLayer.L1"/>: g = s·∂L/∂w + λ·sign(w), with sign(0) = 0 and s the factor of gradient clipping.</summary>
internal static class L1Penalty
{
    /// <summary>Adds the penalty of a tensor, if it has one.</summary>
    /// <param name="lambda">λ; 0 leaves the gradients as they are.</param>
    /// <param name="weights">w.</param>
    /// <param name="gradients">∂L/∂w; overwritten with g if λ is not 0.</param>
    /// <param name="scale">s.</param>
    /// <returns>The factor that is left to apply: 1 if s was applied, else s.</returns>
    public static float Add(float lambda, ReadOnlySpan<float> weights, Span<float> gradients, float scale)
    {
        if (lambda == 0)
        {
            return scale;
        }

        for (int j = 0; j < weights.Length; j++)
        {
            float sign = weights[j] > 0 ? lambda : weights[j] < 0 ? -lambda : 0;
            gradients[j] = gradients[j] * scale + sign;
        }

        return 1;
    }
}
