using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// The functions y = f(a) of <see cref="Activation"/> and, from y, their derivatives: tanh' = 1 - y², relu' = 1 where y > 0, σ' = y·(1 - y),
/// leaky relu' = 1 where y > 0, else 0.01.
/// </summary>
internal static unsafe class ActivationMath
{
    /// <summary>Slope of <see cref="Activation.LeakyRelu"/> below zero.</summary>
    public const float LeakySlope = 0.01f;

    /// <summary>Replaces each a by y.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="values">a, replaced by y, (count).</param>
    /// <param name="count">Number of values, whole panels.</param>
    public static void Apply(Activation activation, float* values, nint count)
    {
        if (activation == Activation.Linear)
        {
            return;
        }

        for (nint j = 0; j < count; j += Vector<float>.Count)
        {
            Vector<float> a = Vector.Load(values + j);
            (activation switch
            {
                Activation.Tanh => VectorMath.Tanh(a),
                Activation.Relu => Vector.Max(a, Vector<float>.Zero),
                Activation.LeakyRelu => Vector.Max(a, a * LeakySlope),
                _ => VectorMath.Sigmoid(a),
            }).Store(values + j);
        }
    }

    /// <summary>Turns the gradients of y into those of a.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="keptShare">
    /// 1 - p of the dropout after it. Dropped values already have a gradient of zero; kept ones are scaled down by it to recover y.
    /// </param>
    /// <param name="outputs">y after dropout, (count).</param>
    /// <param name="gradients">Gradients of y, replaced by those of a, (count).</param>
    /// <param name="count">Number of values, whole panels.</param>
    public static void Derive(Activation activation, float keptShare, float* outputs, float* gradients, nint count)
    {
        if (activation == Activation.Linear)
        {
            return;
        }

        Vector<float> one = Vector<float>.One;
        for (nint j = 0; j < count; j += Vector<float>.Count)
        {
            Vector<float> y = Vector.Load(outputs + j) * keptShare;
            Vector<float> gradient = Vector.Load(gradients + j);
            (activation switch
            {
                Activation.Tanh => gradient * (one - y * y),
                Activation.Relu => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), gradient, Vector<float>.Zero),
                Activation.LeakyRelu => Vector.ConditionalSelect(Vector.GreaterThan(y, Vector<float>.Zero), gradient, gradient * LeakySlope),
                _ => gradient * y * (one - y),
            }).Store(gradients + j);
        }
    }
}
