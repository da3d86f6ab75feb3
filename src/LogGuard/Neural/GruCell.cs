using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>
/// The part of a GRU step that works on single units, fused into one pass over the rows. Equations, as in
/// torch.nn.GRU; the candidate n has two sums, a_x from the input and a_h from the state:
/// <code>
/// r = σ(aᵣ)   z = σ(a_z)   n = tanh(a_x + r·a_h)   h = (1 - z)·n + z·h'
/// </code>
/// </summary>
/// <remarks>A row of gates holds a_x, aᵣ, a_z, a_h before the forward pass and, if kept, n, r, z, a_h after it.</remarks>
internal static unsafe class GruCell
{
    /// <summary>Computes the next state of each unit from the products with the weights.</summary>
    public static void Forward(in CellStep s)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Forward<Lanes512>(s);
        }
        else
        {
            Forward<NativeLanes>(s);
        }
    }

    /// <summary>The same with a given vector width; tests call it with each one.</summary>
    internal static void Forward<T>(in CellStep s)
        where T : struct, ILanes<T>
    {
        int width = s.Width;
        T one = T.Create(1);
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
            for (int unit = 0; unit < width; unit += T.Count)
            {
                T rBelow = VectorMath.SigmoidDenominator(T.Load(a + width + unit) + T.Load(b + width + unit));
                T zBelow = VectorMath.SigmoidDenominator(T.Load(a + 2 * width + unit) + T.Load(b + 2 * width + unit));
                T both = one / (rBelow * zBelow);
                T r = both * zBelow;
                T z = both * rBelow;

                T fromHidden = T.Load(a + 3 * width + unit) + T.Load(b + 3 * width + unit);
                T n = VectorMath.Tanh(T.FusedMultiplyAdd(r, fromHidden, T.Load(a + unit) + T.Load(b + unit)));
                T.FusedMultiplyAdd(z, T.Load(before + unit) - n, n).Store(hidden + unit);

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

    /// <summary>Computes the gradient of the products with the weights from the gradient of the next state.</summary>
    public static void Backward(in CellStep s)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Backward<Lanes512>(s);
        }
        else
        {
            Backward<NativeLanes>(s);
        }
    }

    /// <summary>The same with a given vector width; tests call it with each one.</summary>
    internal static void Backward<T>(in CellStep s)
        where T : struct, ILanes<T>
    {
        int width = s.Width;
        T one = T.Create(1);
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
            for (int unit = 0; unit < width; unit += T.Count)
            {
                T n = T.Load(a + unit);
                T r = T.Load(a + width + unit);
                T z = T.Load(a + 2 * width + unit);
                T fromHidden = T.Load(a + 3 * width + unit);
                T dh = T.Load(hiddenGradient + unit) + T.Load(outputGradient + unit);
                (dh * z).Store(hiddenGradient + unit);

                T dn = dh * (one - z) * (one - n * n);
                Put(dn, a + unit, b + unit);
                Put(dn * fromHidden * r * (one - r), a + width + unit, b + width + unit);
                Put(dh * (T.Load(before + unit) - n) * z * (one - z), a + 2 * width + unit, b + 2 * width + unit);
                Put(dn * r, a + 3 * width + unit, b + 3 * width + unit);
            }
        }
    }

    private static void Put<T>(T gradient, float* place, float* sum)
        where T : struct, ILanes<T>
    {
        gradient.Store(place);
        (T.Load(sum) + gradient).Store(sum);
    }
}
