using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>
/// The part of an LSTM step that works on single units, fused into one pass over the rows. Equations, as in
/// torch.nn.LSTM, with gates in the order i, f, g, o:
/// <code>
/// i = σ(aᵢ)   f = σ(a_f)   g = tanh(a_g)   o = σ(aₒ)
/// c = f·c' + i·g           h = o·tanh(c)
/// </code>
/// </summary>
/// <remarks>
/// The four quotients share one division, the slowest instruction here: 1/A = B·(1/AB). The arguments of σ are clamped to
/// ±25, where σ is within 1.4e-11 of its limit, so that the product of the denominators does not overflow.
/// </remarks>
internal static unsafe class LstmCell
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
        for (int row = 0; row < s.Rows; row++)
        {
            float* a = s.Gates + (nint)row * s.GateStride;
            float* hidden = s.Hidden + (nint)row * s.HiddenStride;
            nint state = (nint)row * width;
            int symbol = s.Symbols[row];
            if (symbol < 0)
            {
                new Span<float>(hidden, width).Clear();
                new Span<float>(s.Cell + state, width).Clear();
                continue;
            }

            float* b = s.Bias + (nint)symbol * 4 * width;
            for (int unit = 0; unit < width; unit += T.Count)
            {
                T iBelow = VectorMath.SigmoidDenominator(T.Load(a + unit) + T.Load(b + unit));
                T fBelow = VectorMath.SigmoidDenominator(T.Load(a + width + unit) + T.Load(b + width + unit));
                T oBelow = VectorMath.SigmoidDenominator(T.Load(a + 3 * width + unit) + T.Load(b + 3 * width + unit));
                T gAbove = VectorMath.TanhParts(
                    T.Load(a + 2 * width + unit) + T.Load(b + 2 * width + unit), out T gBelow);

                T ifBelow = iBelow * fBelow;
                T goBelow = gBelow * oBelow;
                T all = T.Create(1) / (ifBelow * goBelow);
                T ifOver = all * goBelow;
                T goOver = all * ifBelow;
                T i = ifOver * fBelow;
                T f = ifOver * iBelow;
                T g = gAbove * (goOver * oBelow);
                T o = goOver * gBelow;

                T c = T.FusedMultiplyAdd(f, T.Load(s.CellBefore + state + unit), i * g);
                T tanh = VectorMath.Tanh(c);
                c.Store(s.Cell + state + unit);
                (o * tanh).Store(hidden + unit);

                if (s.Keep)
                {
                    i.Store(a + unit);
                    f.Store(a + width + unit);
                    g.Store(a + 2 * width + unit);
                    o.Store(a + 3 * width + unit);
                    tanh.Store(s.CellTanh + state + unit);
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
            float* outputGradient = s.OutputGradient + (nint)row * s.HiddenStride;
            nint state = (nint)row * width;
            int symbol = s.Symbols[row];
            if (symbol < 0)
            {
                new Span<float>(a, 4 * width).Clear();
                new Span<float>(s.CellGradient + state, width).Clear();
                continue;
            }

            float* b = s.Bias + (nint)symbol * 4 * width;
            for (int unit = 0; unit < width; unit += T.Count)
            {
                T i = T.Load(a + unit);
                T f = T.Load(a + width + unit);
                T g = T.Load(a + 2 * width + unit);
                T o = T.Load(a + 3 * width + unit);
                T tanh = T.Load(s.CellTanh + state + unit);
                T dh = T.Load(s.HiddenGradient + state + unit) + T.Load(outputGradient + unit);
                T dc = T.Load(s.CellGradient + state + unit);

                dc = T.FusedMultiplyAdd(dh * o, one - tanh * tanh, dc);
                (dc * f).Store(s.CellGradient + state + unit);

                Put(dc * g * i * (one - i), a + unit, b + unit);
                Put(dc * T.Load(s.CellBefore + state + unit) * f * (one - f), a + width + unit, b + width + unit);
                Put(dc * i * (one - g * g), a + 2 * width + unit, b + 2 * width + unit);
                Put(dh * tanh * o * (one - o), a + 3 * width + unit, b + 3 * width + unit);
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
