using System.Numerics;

namespace LogGuard.Neural;

/// <summary>
/// The part of a GRU step that works on single units, fused into one pass over the rows. Equations, as in
/// torch.nn.GRU; the candidate n has two sums, a_x from the input and a_h from the state:
/// <code>
/// r = σ(aᵣ)   z = σ(a_z)   n = tanh(a_x + r·a_h)   h = (1 - z)·n + z·h'
/// </code>
/// </summary>
/// <remarks>A row of gates is a_x, aᵣ, a_z, a_h; where kept, n, r, z, a_h.</remarks>
internal static unsafe class GruCell
{
    /// <summary>From the products with the weights to the next state of each unit.</summary>
    public static void Forward(in CellStep s)
    {
        int width = s.Width;
        Vector<float> one = Vector<float>.One;
        for (int row = 0; row < s.Rows; row++)
        {
            float* a = s.Gates + (nint)row * s.GateStride;
            float* hidden = s.Hidden + (nint)row * s.HiddenStride;
            float* before = s.HiddenBefore + (nint)row * s.HiddenStride;
            int symbol = s.Symbols[row];
            if (symbol < 0)
            {
                new Span<float>(hidden, width).Clear();
                continue;
            }

            float* b = s.Bias + (nint)symbol * 4 * width;
            for (int unit = 0; unit < width; unit += Vector<float>.Count)
            {
                Vector<float> rBelow = VectorMath.SigmoidDenominator(Vector.Load(a + width + unit) + Vector.Load(b + width + unit));
                Vector<float> zBelow = VectorMath.SigmoidDenominator(Vector.Load(a + 2 * width + unit) + Vector.Load(b + 2 * width + unit));
                Vector<float> both = one / (rBelow * zBelow);
                Vector<float> r = both * zBelow;
                Vector<float> z = both * rBelow;

                Vector<float> fromHidden = Vector.Load(a + 3 * width + unit) + Vector.Load(b + 3 * width + unit);
                Vector<float> n = VectorMath.Tanh(Vector.FusedMultiplyAdd(r, fromHidden, Vector.Load(a + unit) + Vector.Load(b + unit)));
                Vector.FusedMultiplyAdd(z, Vector.Load(before + unit) - n, n).Store(hidden + unit);

                if (s.Keep)
                {
                    n.Store(a + unit);
                    r.Store(a + width + unit);
                    z.Store(a + 2 * width + unit);
                    fromHidden.Store(a + 3 * width + unit);
                }
            }
        }
    }

    /// <summary>From the gradient of the next state to the gradient of the products with the weights.</summary>
    public static void Backward(in CellStep s)
    {
        int width = s.Width;
        Vector<float> one = Vector<float>.One;
        for (int row = 0; row < s.Rows; row++)
        {
            float* a = s.Gates + (nint)row * s.GateStride;
            float* before = s.HiddenBefore + (nint)row * s.HiddenStride;
            float* outputGradient = s.OutputGradient + (nint)row * s.HiddenStride;
            float* hiddenGradient = s.HiddenGradient + (nint)row * width;
            int symbol = s.Symbols[row];
            if (symbol < 0)
            {
                new Span<float>(a, 4 * width).Clear();
                new Span<float>(hiddenGradient, width).Clear();
                continue;
            }

            float* b = s.Bias + (nint)symbol * 4 * width;
            for (int unit = 0; unit < width; unit += Vector<float>.Count)
            {
                Vector<float> n = Vector.Load(a + unit);
                Vector<float> r = Vector.Load(a + width + unit);
                Vector<float> z = Vector.Load(a + 2 * width + unit);
                Vector<float> fromHidden = Vector.Load(a + 3 * width + unit);
                Vector<float> dh = Vector.Load(hiddenGradient + unit) + Vector.Load(outputGradient + unit);
                (dh * z).Store(hiddenGradient + unit);

                Vector<float> dn = dh * (one - z) * (one - n * n);
                Put(dn, a + unit, b + unit);
                Put(dn * fromHidden * r * (one - r), a + width + unit, b + width + unit);
                Put(dh * (Vector.Load(before + unit) - n) * z * (one - z), a + 2 * width + unit, b + 2 * width + unit);
                Put(dn * r, a + 3 * width + unit, b + 3 * width + unit);
            }
        }
    }

    private static void Put(Vector<float> gradient, float* place, float* sum)
    {
        gradient.Store(place);
        (Vector.Load(sum) + gradient).Store(sum);
    }
}
