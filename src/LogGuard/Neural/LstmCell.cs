using System.Numerics;

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
/// The four quotients share one division, the slowest instruction here: 1/A = B·(1/AB). So that the product of the
/// denominators stays a float32, σ's arguments are held within ±25, where σ is within 1.4e-11 of its end.
/// </remarks>
internal static unsafe class LstmCell
{
    /// <summary>From the products with the weights to the next state of each unit.</summary>
    public static void Forward(in CellStep s)
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
            for (int unit = 0; unit < width; unit += Vector<float>.Count)
            {
                Vector<float> iBelow = VectorMath.SigmoidDenominator(Vector.Load(a + unit) + Vector.Load(b + unit));
                Vector<float> fBelow = VectorMath.SigmoidDenominator(Vector.Load(a + width + unit) + Vector.Load(b + width + unit));
                Vector<float> oBelow = VectorMath.SigmoidDenominator(Vector.Load(a + 3 * width + unit) + Vector.Load(b + 3 * width + unit));
                Vector<float> gAbove = VectorMath.TanhParts(
                    Vector.Load(a + 2 * width + unit) + Vector.Load(b + 2 * width + unit), out Vector<float> gBelow);

                Vector<float> ifBelow = iBelow * fBelow;
                Vector<float> goBelow = gBelow * oBelow;
                Vector<float> all = Vector<float>.One / (ifBelow * goBelow);
                Vector<float> ifOver = all * goBelow;
                Vector<float> goOver = all * ifBelow;
                Vector<float> i = ifOver * fBelow;
                Vector<float> f = ifOver * iBelow;
                Vector<float> g = gAbove * (goOver * oBelow);
                Vector<float> o = goOver * gBelow;

                Vector<float> c = Vector.FusedMultiplyAdd(f, Vector.Load(s.CellBefore + state + unit), i * g);
                Vector<float> tanh = VectorMath.Tanh(c);
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

    /// <summary>From the gradient of the next state to the gradient of the products with the weights.</summary>
    public static void Backward(in CellStep s)
    {
        int width = s.Width;
        Vector<float> one = Vector<float>.One;
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
            for (int unit = 0; unit < width; unit += Vector<float>.Count)
            {
                Vector<float> i = Vector.Load(a + unit);
                Vector<float> f = Vector.Load(a + width + unit);
                Vector<float> g = Vector.Load(a + 2 * width + unit);
                Vector<float> o = Vector.Load(a + 3 * width + unit);
                Vector<float> tanh = Vector.Load(s.CellTanh + state + unit);
                Vector<float> dh = Vector.Load(s.HiddenGradient + state + unit) + Vector.Load(outputGradient + unit);
                Vector<float> dc = Vector.Load(s.CellGradient + state + unit);

                dc = Vector.FusedMultiplyAdd(dh * o, one - tanh * tanh, dc);
                (dc * f).Store(s.CellGradient + state + unit);

                Put(dc * g * i * (one - i), a + unit, b + unit);
                Put(dc * Vector.Load(s.CellBefore + state + unit) * f * (one - f), a + width + unit, b + width + unit);
                Put(dc * i * (one - g * g), a + 2 * width + unit, b + 2 * width + unit);
                Put(dh * tanh * o * (one - o), a + 3 * width + unit, b + 3 * width + unit);
            }
        }
    }

    private static void Put(Vector<float> gradient, float* place, float* sum)
    {
        gradient.Store(place);
        (Vector.Load(sum) + gradient).Store(sum);
    }
}
