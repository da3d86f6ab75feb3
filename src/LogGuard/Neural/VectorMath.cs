using System.Numerics;
using System.Runtime.CompilerServices;

namespace LogGuard.Neural;

/// <summary>
/// exp, σ and tanh on vectors, with a relative error below 1e-6: ample for gates, and several times faster than the
/// library's, which compute in double precision.
/// </summary>
/// <remarks>Each lane is a fixed chain of IEEE operations, so the result does not depend on the width of the vectors.</remarks>
internal static class VectorMath
{
    /// <summary>
    /// e^x for x in -87..88; beyond these the value at the end. Equation: e^x = 2^n·e^r with n = round(x/ln 2) and
    /// |r| ≤ ln 2 / 2; e^r by the polynomial of Cephes' expf.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x) => ExpWithin(Vector.MinNative(Vector.MaxNative(x, Constant(-87f)), Constant(88f)));

    /// <summary>σ(x) = 1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>1 + e^-x for x in ±25; beyond these the value at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SigmoidDenominator(Vector<float> x) =>
        Vector<float>.One + ExpWithin(Vector.MinNative(Vector.MaxNative(-x, Constant(-25f)), Constant(25f)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ExpWithin(Vector<float> x)
    {
        // Adding 1.5·2^23 leaves no bits for a fraction: n stands in the last bits of the sum.
        Vector<float> shifted = Vector.FusedMultiplyAdd(x, Constant(1.44269504f), Constant(12582912f));
        Vector<float> n = shifted - Constant(12582912f);
        Vector<float> r = Vector.FusedMultiplyAdd(n, Constant(-0.693359375f), x);
        r = Vector.FusedMultiplyAdd(n, Constant(2.12194440e-4f), r);

        Vector<float> p = Constant(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, r, Constant(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, Constant(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, Constant(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, Constant(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, Constant(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p * r, r, r) + Vector<float>.One;

        // Times 2^n: n is added to the exponent, which begins at bit 23.
        return Vector.AsVectorSingle(Vector.AsVectorInt32(p) + Vector.ShiftLeft(Vector.AsVectorInt32(shifted), 23));
    }

    /// <summary>
    /// tanh(x) as a quotient of polynomials, the one of Eigen: unlike (1 - e^-2x) / (1 + e^-2x) it loses no digits
    /// near zero.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x) => TanhParts(x, out Vector<float> below) / below;

    /// <summary>The numerator of tanh(x) and, below it, the denominator, between 0.004 and 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> TanhParts(Vector<float> x, out Vector<float> below)
    {
        x = Vector.MinNative(Vector.MaxNative(x, Constant(-7.90531110f)), Constant(7.90531110f));
        Vector<float> square = x * x;

        Vector<float> odd = Constant(-2.76076847742355e-16f);
        odd = Vector.FusedMultiplyAdd(odd, square, Constant(2.00018790482477e-13f));
        odd = Vector.FusedMultiplyAdd(odd, square, Constant(-8.60467152213735e-11f));
        odd = Vector.FusedMultiplyAdd(odd, square, Constant(5.12229709037114e-08f));
        odd = Vector.FusedMultiplyAdd(odd, square, Constant(1.48572235717979e-05f));
        odd = Vector.FusedMultiplyAdd(odd, square, Constant(6.37261928875436e-04f));
        odd = Vector.FusedMultiplyAdd(odd, square, Constant(4.89352455891786e-03f));

        Vector<float> even = Constant(1.19825839466702e-06f);
        even = Vector.FusedMultiplyAdd(even, square, Constant(1.18534705686654e-04f));
        even = Vector.FusedMultiplyAdd(even, square, Constant(2.26843463243900e-03f));
        even = Vector.FusedMultiplyAdd(even, square, Constant(4.89352518554385e-03f));

        below = even;
        return x * odd;
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
        // x - x is 0 for finite numbers and NaN for all others, and NaN stays NaN in a sum.
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Constant(float value) => Vector.Create(value);
}
