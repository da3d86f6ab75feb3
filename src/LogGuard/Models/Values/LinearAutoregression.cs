namespace LogGuard.Models.Values;

/// <summary>
/// A linear prediction of the next vector from the last ones (ridge regression). It takes a millisecond and decides whether a
/// network is worth training: a network learns more, but rarely where this finds nothing.
/// </summary>
internal static class LinearAutoregression
{
    // The ridge penalty, as much as one vector: it makes the equations solvable and has no other visible effect.
    private const double Penalty = 1;

    /// <summary>The share of the validation error that the history explains, of the input where it is largest.</summary>
    /// <param name="rows">Normalised vectors, (vectors, inputs).</param>
    /// <param name="inputCount">Number of inputs in a vector.</param>
    /// <param name="fitCount">Number of vectors to learn from; the others are for validation.</param>
    /// <param name="history">Number of previous vectors that a prediction uses.</param>
    public static double Gain(ReadOnlySpan<float> rows, int inputCount, int fitCount, int history)
    {
        var size = history * inputCount + 1;
        var count = rows.Length / inputCount;
        if (fitCount - history < size || count - fitCount < 2)
        {
            return 0;
        }

        var normal = new double[size * size];
        var right = new double[inputCount][];
        for (var output = 0; output < inputCount; output++)
        {
            right[output] = new double[size];
        }

        var inputs = new double[size];
        for (var row = history; row < fitCount; row++)
        {
            Fill(inputs, rows, row, history, inputCount);
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j <= i; j++)
                {
                    normal[i * size + j] += inputs[i] * inputs[j];
                }

                for (var output = 0; output < inputCount; output++)
                {
                    right[output][i] += inputs[i] * rows[row * inputCount + output];
                }
            }
        }

        for (var i = 0; i < size; i++)
        {
            normal[i * size + i] += Penalty;
        }

        Factorise(normal, size);
        var largest = 0.0;
        for (var output = 0; output < inputCount; output++)
        {
            Solve(normal, size, right[output]);
            double linear = 0, mean = 0;
            for (var row = fitCount; row < count; row++)
            {
                Fill(inputs, rows, row, history, inputCount);
                var (actual, predicted) = ((double)rows[row * inputCount + output], 0.0);
                for (var i = 0; i < size; i++)
                {
                    predicted += right[output][i] * inputs[i];
                }

                linear += (actual - predicted) * (actual - predicted);
                mean += actual * actual;
            }

            largest = mean > 0 ? Math.Max(largest, 1 - linear / mean) : largest;
        }

        return largest;
    }

    private static void Fill(double[] inputs, ReadOnlySpan<float> rows, int row, int history, int inputCount)
    {
        inputs[0] = 1;
        for (var i = 1; i < inputs.Length; i++)
        {
            inputs[i] = rows[(row - history) * inputCount + i - 1];
        }
    }

    // Cholesky factorisation in place, in the lower half.
    private static void Factorise(double[] matrix, int size)
    {
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i * size + j];
                for (var k = 0; k < j; k++)
                {
                    sum -= matrix[i * size + k] * matrix[j * size + k];
                }

                matrix[i * size + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / matrix[j * size + j];
            }
        }
    }

    private static void Solve(double[] factor, int size, double[] values)
    {
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
            {
                values[i] -= factor[i * size + k] * values[k];
            }

            values[i] /= factor[i * size + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
            {
                values[i] -= factor[k * size + i] * values[k];
            }

            values[i] /= factor[i * size + i];
        }
    }
}
