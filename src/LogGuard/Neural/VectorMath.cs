using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Neural;

/// <summary>
/// exp, σ and tanh on vectors, with a relative error below 1e-6: enough for gates, and several times faster than the
/// framework's functions, which compute in double precision.
/// </summary>
/// <remarks>Each lane is a fixed chain of IEEE operations, so the result does not depend on the width of the vectors.</remarks>
internal static class VectorMath
{
    /// <summary>
    /// e^x, with x clamped to -87..88. Equation: e^x = 2^n·e^r with n = round(x/ln 2) and |r| ≤ ln 2 / 2; e^r is a polynomial of
    /// fifth degree, exact to 1.1e-7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => Exp(new NativeLanes(x)).Value;

    /// <summary>σ(x) = 1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>tanh(x), see <see cref="TanhParts{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x) => Tanh(new NativeLanes(x)).Value;

    /// <inheritdoc cref="Exp(Vector{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : struct, ILanes<T> => ExpOfMinus(T.Clamp(T.Create(0) - x, T.Create(-88f), T.Create(87f)));

    /// <summary>1 + e^-x, with x clamped to ±25.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SigmoidDenominator<T>(T x)
        where T : struct, ILanes<T> => T.Create(1) + ExpOfMinus(T.Clamp(x, T.Create(-25f), T.Create(25f)));

    // e^-x rather than e^x: σ, the most frequent use, then needs no change of sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T ExpOfMinus<T>(T x)
        where T : struct, ILanes<T>
    {
        // Adding 1.5·2^23 leaves no bits for a fraction, so the last bits of the sum are n.
        T shifted = T.FusedMultiplyAdd(x, T.Create(-1.44269504f), T.Create(12582912f));
        T n = shifted - T.Create(12582912f);

        // ln 2 as a float32 is off by 1.9e-9, so for |n| ≤ 127 this is exact to 2.4e-7.
        // Without the instruction, a first part of ln 2 with few bits keeps the product exact, and the rest is added.
        T minusR = FusedArithmetic.IsAccelerated
            ? T.FusedMultiplyAdd(n, T.Create(0.693147182f), x)
            : (x + n * T.Create(0.693359375f)) + n * T.Create(-2.12194440e-4f);

        T p = T.Create(-0.008312477730214596f);
        p = T.FusedMultiplyAdd(p, minusR, T.Create(0.041890550404787064f));
        p = T.FusedMultiplyAdd(p, minusR, T.Create(-0.16667115688323975f));
        p = T.FusedMultiplyAdd(p, minusR, T.Create(0.4999922811985016f));
        p = T.FusedMultiplyAdd(p, minusR, T.Create(-1));
        p = T.FusedMultiplyAdd(p, minusR, T.Create(1));
        return T.ScaleByPower(p, shifted);
    }

    /// <summary>
    /// tanh(x) as the quotient of polynomials that Eigen uses: unlike (1 - e^-2x) / (1 + e^-2x) it loses no digits near zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x)
        where T : struct, ILanes<T> => TanhParts(x, out T below) / below;

    /// <summary>Returns the numerator of tanh(x) and, in <paramref name="below"/>, the denominator, between 0.004 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T TanhParts<T>(T x, out T below)
        where T : struct, ILanes<T>
    {
        x = T.Clamp(x, T.Create(-7.90531110f), T.Create(7.90531110f));
        T square = x * x;

        T odd = T.Create(-2.76076847742355e-16f);
        odd = T.FusedMultiplyAdd(odd, square, T.Create(2.00018790482477e-13f));
        odd = T.FusedMultiplyAdd(odd, square, T.Create(-8.60467152213735e-11f));
        odd = T.FusedMultiplyAdd(odd, square, T.Create(5.12229709037114e-08f));
        odd = T.FusedMultiplyAdd(odd, square, T.Create(1.48572235717979e-05f));
        odd = T.FusedMultiplyAdd(odd, square, T.Create(6.37261928875436e-04f));
        odd = T.FusedMultiplyAdd(odd, square, T.Create(4.89352455891786e-03f));

        T even = T.Create(1.19825839466702e-06f);
        even = T.FusedMultiplyAdd(even, square, T.Create(1.18534705686654e-04f));
        even = T.FusedMultiplyAdd(even, square, T.Create(2.26843463243900e-03f));
        below = T.FusedMultiplyAdd(even, square, T.Create(4.89352518554385e-03f));
        return x * odd;
    }

    /// <summary>sum += values·scale, for any number of values.</summary>
    public static unsafe void AddScaled(float* values, float scale, float* sum, int count)
    {
        Vector<float> factor = Vector.Create(scale);
        int j = 0;
        for (; j + Vector<float>.Count <= count; j += Vector<float>.Count)
        {
            (Vector.Load(sum + j) + Vector.Load(values + j) * factor).Store(sum + j);
        }

        for (; j < count; j++)
        {
            sum[j] += values[j] * scale;
        }
    }

    /// <summary>Σ xⱼ·yⱼ in double precision, in an order that does not depend on the processor.</summary>
    /// <param name="x">The one side, (count).</param>
    /// <param name="y">The other side, (count).</param>
    /// <param name="count">Number of values, a multiple of 4.</param>
    public static unsafe double Dot(float* x, float* y, int count)
    {
        (double first, double second, double third, double fourth) = (0, 0, 0, 0);
        for (int j = 0; j < count; j += 4)
        {
            first += (double)x[j] * y[j];
            second += (double)x[j + 1] * y[j + 1];
            third += (double)x[j + 2] * y[j + 2];
            fourth += (double)x[j + 3] * y[j + 3];
        }

        return (first + second) + (third + fourth);
    }

    /// <summary>Σ x², summed in double precision.</summary>
    public static double SquareSum(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
        {
            sum += (double)value * value;
        }

        return sum;
    }

    /// <summary>Whether no value is NaN or infinite.</summary>
    public static bool AllFinite(ReadOnlySpan<float> values)
    {
        // x - x is 0 for finite numbers and NaN otherwise, and a sum with NaN is NaN.
        Vector<float> sum = Vector<float>.Zero;
        int j = 0;
        for (; j + Vector<float>.Count <= values.Length; j += Vector<float>.Count)
        {
            var value = new Vector<float>(values[j..]);
            sum += value - value;
        }

        float rest = Vector.Sum(sum);
        for (; j < values.Length; j++)
        {
            rest += values[j] - values[j];
        }

        return rest == 0;
    }
}
