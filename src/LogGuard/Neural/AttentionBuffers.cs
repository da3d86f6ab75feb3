namespace LogGuard.Neural;

/// <summary>
/// Pools the steps of rows by <see cref="StepPooling.Attention"/>, with one worker's buffers. Forward, by the equations there; backward, for
/// a row with the gradient ∂p of the pooled vector:
/// <code>
/// ∂α_t = ∂p·x_t       ∂e_t = α_t·(∂α_t - Σ α_s·∂α_s)       ∂a_t = ∂e_t·(1 - e_t²)
/// ∂w += Σ ∂a_t·x_t    ∂b += Σ ∂a_t                         ∂x_t = α_t·∂p + ∂a_t·w
/// </code>
/// </summary>
/// <param name="attention">The weights.</param>
/// <param name="width">Length of a vector, padded.</param>
internal sealed unsafe class AttentionBuffers(PackedAttention attention, int width)
{
    private double[] _scores = [];
    private double[] _shares = [];
    private int _steps;

    /// <summary>Grows the buffers to the size of a shard.</summary>
    public void Begin(int rows, int steps)
    {
        _steps = steps;
        int length = checked(rows * steps);
        if (_scores.Length < length)
        {
            _scores = new double[length];
            _shares = new double[length];
        }
    }

    /// <summary>Pools a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="vectors">The vector of its first step.</param>
    /// <param name="stride">Distance between the vectors of two steps.</param>
    /// <param name="length">Number of steps of the row.</param>
    /// <param name="pooled">Receives the pooled vector, (width).</param>
    public void Forward(int row, float* vectors, nint stride, int length, float* pooled)
    {
        Span<double> scores = _scores.AsSpan(row * _steps, length);
        Span<double> shares = _shares.AsSpan(row * _steps, length);
        double sum = 0;
        for (int step = 0; step < length; step++)
        {
            scores[step] = Math.Tanh(VectorMath.Dot(attention.Weights.Start, vectors + step * stride, width) + attention.Bias);

            // No overflow: the score is at most 1.
            shares[step] = Math.Exp(scores[step]);
            sum += shares[step];
        }

        new Span<float>(pooled, width).Clear();
        for (int step = 0; step < length; step++)
        {
            shares[step] /= sum;
            VectorMath.AddScaled(vectors + step * stride, (float)shares[step], pooled, width);
        }
    }

    /// <summary>Runs back through a row and adds the gradients of weights.</summary>
    /// <param name="row">The row.</param>
    /// <param name="vectors">The vector of its first step.</param>
    /// <param name="stride">Distance between the vectors of two steps, and between their gradients.</param>
    /// <param name="length">Number of steps of the row.</param>
    /// <param name="pooledGradient">∂p, (width).</param>
    /// <param name="gradients">The gradients of the vectors are added to it, from the first step on; null if they are not needed.</param>
    /// <param name="sums">Receives the gradients of weights.</param>
    public void Backward(int row, float* vectors, nint stride, int length, float* pooledGradient, float* gradients, GradientSums sums)
    {
        ReadOnlySpan<double> scores = _scores.AsSpan(row * _steps, length);
        ReadOnlySpan<double> shares = _shares.AsSpan(row * _steps, length);
        double mean = 0;
        for (int step = 0; step < length; step++)
        {
            mean += shares[step] * VectorMath.Dot(pooledGradient, vectors + step * stride, width);
        }

        for (int step = 0; step < length; step++)
        {
            float* vector = vectors + step * stride;
            double score = shares[step] * (VectorMath.Dot(pooledGradient, vector, width) - mean);
            var sum = (float)(score * (1 - scores[step] * scores[step]));
            VectorMath.AddScaled(vector, sum, sums.At(attention.WeightSum), width);
            *sums.At(attention.BiasSum) += sum;
            if (gradients is not null)
            {
                VectorMath.AddScaled(pooledGradient, (float)shares[step], gradients + step * stride, width);
                VectorMath.AddScaled(attention.Weights.Start, sum, gradients + step * stride, width);
            }
        }
    }
}
