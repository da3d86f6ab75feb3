using System.Numerics;
using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>pⱼ = exp(zⱼ - max z) / Σₖ exp(zₖ - max z), in place, a row at a time.</summary>
internal static unsafe class Softmax
{
    /// <summary>Turns the scores of one row into probabilities.</summary>
    /// <param name="row">Scores, replaced by probabilities, zero in the padding, (padded count).</param>
    /// <param name="count">Number of classes.</param>
    /// <param name="paddedCount">Length of the row, whole panels.</param>
    /// <param name="target">A class.</param>
    /// <returns>-ln p of <paramref name="target"/>, exact even where p itself rounds to zero.</returns>
    public static double Apply(float* row, int count, int paddedCount, int target)
    {
        float max = row[0];
        for (int j = 1; j < count; j++)
        {
            max = Math.Max(max, row[j]);
        }

        double margin = (double)max - row[target];
        Vector<float> shift = Vector.Create(max);
        for (int j = 0; j < paddedCount; j += Vector<float>.Count)
        {
            VectorMath.Exp(Vector.Load(row + j) - shift).Store(row + j);
        }

        new Span<float>(row + count, paddedCount - count).Clear();

        // Always eight partial sums, so that the result is the same on every machine.
        Vector256<float> sums = Vector256<float>.Zero;
        for (int j = 0; j < paddedCount; j += Vector256<float>.Count)
        {
            sums += Vector256.Load(row + j);
        }

        float sum = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            sum += sums[lane];
        }

        Vector<float> scale = Vector.Create(1 / sum);
        for (int j = 0; j < paddedCount; j += Vector<float>.Count)
        {
            (Vector.Load(row + j) * scale).Store(row + j);
        }

        return Math.Log(sum) + margin;
    }
}
