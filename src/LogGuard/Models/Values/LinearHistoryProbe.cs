namespace LogGuard.Models.Values;

/// <summary>
/// A linear prediction of the next vector from the last ones (ridge regression): takes a millisecond, and tells whether
/// a series has a memory worth a network. A network learns more than this, but rarely where this finds nothing.
/// </summary>
internal static class LinearHistoryProbe
{
    // The penalty in vectors' worth of evidence: enough to make the equations solvable, too little to matter else.
    private const double Penalty = 1;

    /// <summary>The largest share, of all inputs, of the validation error that the history takes off.</summary>
    /// <param name="rows">Normalised vectors, (vectors, inputs).</param>
    /// <param name="inputCount">Inputs of a vector.</param>
    /// <param name="fitCount">Vectors to learn from; the rest is validation.</param>
    /// <param name="history">Vectors to look back on.</param>
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

    // Cholesky, in place, in the lower half.
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
