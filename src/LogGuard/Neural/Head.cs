using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// Computes the outputs of a row from its scores z and, for targets y, the loss L and its gradient. Equations, with K
/// outputs and w₊ the weight of true facts:
/// <code>
/// softmax   L = -Σ yⱼ·ln pⱼ                                       ∂zⱼ = pⱼ·Σ y - yⱼ
/// sigmoid   L = 1/K·Σ (1 - yⱼ)·zⱼ + (1 + (w₊ - 1)·yⱼ)·ln(1 + e^-zⱼ)   ∂zⱼ = (σ(zⱼ)·(1 + (w₊ - 1)·yⱼ) - w₊·yⱼ) / K
/// linear    L = 1/K·Σ (zⱼ - yⱼ)²                                  ∂zⱼ = 2·(zⱼ - yⱼ) / K
/// </code>
/// These are PyTorch's CrossEntropyLoss, BCEWithLogitsLoss and MSELoss of one row.
/// </summary>
internal static unsafe class Head
{
    /// <summary>Turns the scores of a row into outputs.</summary>
    /// <param name="head">The meaning of the outputs.</param>
    /// <param name="row">Scores, replaced by outputs, (padded count).</param>
    /// <param name="count">Number of outputs.</param>
    /// <param name="paddedCount">Length of the row, whole panels.</param>
    public static void Finish(NetworkHead head, float* row, int count, int paddedCount)
    {
        if (head == NetworkHead.Softmax)
        {
            Softmax.Apply(row, count, paddedCount, target: 0);
        }
        else if (head == NetworkHead.Sigmoid)
        {
            for (int j = 0; j < paddedCount; j += Vector<float>.Count)
            {
                VectorMath.Sigmoid(Vector.Load(row + j)).Store(row + j);
            }
        }
    }

    /// <summary>The loss of a row with one true class, and its gradient.</summary>
    /// <param name="scores">Scores, (padded count); overwritten.</param>
    /// <param name="count">Number of outputs.</param>
    /// <param name="paddedCount">Length of the row, whole panels.</param>
    /// <param name="target">The true class.</param>
    /// <param name="scale">Factor applied to the gradient.</param>
    /// <param name="gradient">Receives the gradient, zero in the padding, (padded count).</param>
    public static double Loss(float* scores, int count, int paddedCount, int target, float scale, float* gradient)
    {
        double loss = Softmax.Apply(scores, count, paddedCount, target);
        scores[target] -= 1;
        Vector<float> factor = Vector.Create(scale);
        for (int j = 0; j < paddedCount; j += Vector<float>.Count)
        {
            (Vector.Load(scores + j) * factor).Store(gradient + j);
        }

        return loss;
    }

    /// <summary>The loss of a row with a target for each output, and its gradient.</summary>
    /// <param name="head">The meaning of the outputs.</param>
    /// <param name="scores">Scores, (padded count); overwritten.</param>
    /// <param name="count">Number of outputs.</param>
    /// <param name="paddedCount">Length of the row, whole panels.</param>
    /// <param name="targets">The right value of each output, (count).</param>
    /// <param name="positiveWeight">w₊.</param>
    /// <param name="scale">Factor applied to the gradient.</param>
    /// <param name="gradient">Receives the gradient, zero in the padding, (padded count).</param>
    public static double Loss(NetworkHead head, float* scores, int count, int paddedCount, float* targets,
        float positiveWeight, float scale, float* gradient)
    {
        new Span<float>(gradient + count, paddedCount - count).Clear();
        return head switch
        {
            NetworkHead.Softmax => SoftLoss(scores, count, paddedCount, targets, scale, gradient),
            NetworkHead.Sigmoid => BinaryLoss(scores, count, targets, positiveWeight, scale, gradient),
            _ => SquaredLoss(scores, count, targets, scale, gradient),
        };
    }

    private static double SoftLoss(float* scores, int count, int paddedCount, float* targets, float scale, float* gradient)
    {
        double sum = 0;
        double expected = 0;
        double first = scores[0];
        for (int j = 0; j < count; j++)
        {
            sum += targets[j];
            expected += (double)targets[j] * scores[j];
        }

        // ln Σ e^z is the loss of class 0 plus the score of class 0.
        double logSum = Softmax.Apply(scores, count, paddedCount, target: 0) + first;
        for (int j = 0; j < count; j++)
        {
            gradient[j] = (scores[j] * (float)sum - targets[j]) * scale;
        }

        return logSum * sum - expected;
    }

    private static double BinaryLoss(float* scores, int count, float* targets, float positiveWeight, float scale, float* gradient)
    {
        double sum = 0;
        for (int j = 0; j < count; j++)
        {
            double z = scores[j];
            double y = targets[j];
            double weight = 1 + (positiveWeight - 1.0) * y;

            // ln(1 + e^-z) without overflow, and σ(z) from the same power.
            double power = Math.Exp(-Math.Abs(z));
            double sigmoid = z >= 0 ? 1 / (1 + power) : power / (1 + power);
            sum += (1 - y) * z + weight * (Math.Log(1 + power) + Math.Max(-z, 0));
            gradient[j] = (float)((sigmoid * weight - positiveWeight * y) / count * scale);
        }

        return sum / count;
    }

    private static double SquaredLoss(float* scores, int count, float* targets, float scale, float* gradient)
    {
        double sum = 0;
        for (int j = 0; j < count; j++)
        {
            double difference = (double)scores[j] - targets[j];
            sum += difference * difference;
            gradient[j] = (float)(2 * difference / count * scale);
        }

        return sum / count;
    }
}
