using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>
/// The part of a step of <see cref="RecurrentKind.Lstm"/> and <see cref="RecurrentKind.Msif"/> that works on single units, fused into one pass
/// over the rows. Equations, as in torch.nn.LSTM with gates in the order i, f, g, o, for each kind of information k (LogMS, Yu et al., 2024,
/// section 3.2.1, equations 5 to 10); an LSTM has one kind:
/// <code>
/// iᵏ = σ(aᵢᵏ)   fᵏ = σ(a_fᵏ)   gᵏ = tanh(a_gᵏ)   oᵏ = σ(aₒᵏ)
/// cᵏ = fᵏ·c'ᵏ + iᵏ·gᵏ           h = Σ oᵏ·tanh(cᵏ)
/// </code>
/// A row of gates holds i, f, g, o of the first kind, then of the second; a row of cell states and of their tanh one state for each kind.
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
        int gates = 4 * s.Width;
        nint states = (nint)s.KindCount * s.Width;
        for (int row = 0; row < s.Rows; row++)
        {
            float* hidden = s.Hidden + (nint)row * s.HiddenStride;
            int symbol = s.Symbols[row];
            if (symbol < 0)
            {
                new Span<float>(hidden, s.Width).Clear();
                new Span<float>(s.Cell + row * states, (int)states).Clear();
                continue;
            }

            for (int kind = 0; kind < s.KindCount; kind++)
            {
                float* a = s.Gates + (nint)row * s.GateStride + kind * gates;
                float* b = s.Bias + ((nint)symbol * s.KindCount + kind) * gates;
                Forward<T>(s, a, b, hidden, row * states + kind * s.Width, isFirst: kind == 0);
            }
        }
    }

    private static void Forward<T>(in CellStep s, float* a, float* b, float* hidden, nint state, bool isFirst)
        where T : struct, ILanes<T>
    {
        int width = s.Width;
        for (int unit = 0; unit < width; unit += T.Count)
        {
            T iBelow = VectorMath.SigmoidDenominator(T.Load(a + unit) + T.Load(b + unit));
            T fBelow = VectorMath.SigmoidDenominator(T.Load(a + width + unit) + T.Load(b + width + unit));
            T oBelow = VectorMath.SigmoidDenominator(T.Load(a + 3 * width + unit) + T.Load(b + 3 * width + unit));
            T gAbove = VectorMath.TanhParts(T.Load(a + 2 * width + unit) + T.Load(b + 2 * width + unit), out T gBelow);

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
            T part = o * tanh;
            (isFirst ? part : T.Load(hidden + unit) + part).Store(hidden + unit);

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
        int gates = 4 * s.Width;
        nint states = (nint)s.KindCount * s.Width;
        for (int row = 0; row < s.Rows; row++)
        {
            float* a = s.Gates + (nint)row * s.GateStride;
            int symbol = s.Symbols[row];
            if (symbol < 0)
            {
                new Span<float>(a, s.KindCount * gates).Clear();
                new Span<float>(s.CellGradient + row * states, (int)states).Clear();
                continue;
            }

            for (int kind = 0; kind < s.KindCount; kind++)
            {
                float* b = s.Bias + ((nint)symbol * s.KindCount + kind) * gates;
                Backward<T>(s, a + kind * gates, b, row, row * states + kind * s.Width);
            }
        }
    }

    // Each kind adds to h, so each has the whole gradient of h.
    private static void Backward<T>(in CellStep s, float* a, float* b, nint row, nint state)
        where T : struct, ILanes<T>
    {
        int width = s.Width;
        T one = T.Create(1);
        float* hiddenGradient = s.HiddenGradient + row * width;
        float* outputGradient = s.OutputGradient + row * s.HiddenStride;
        for (int unit = 0; unit < width; unit += T.Count)
        {
            T i = T.Load(a + unit);
            T f = T.Load(a + width + unit);
            T g = T.Load(a + 2 * width + unit);
            T o = T.Load(a + 3 * width + unit);
            T tanh = T.Load(s.CellTanh + state + unit);
            T dh = T.Load(hiddenGradient + unit) + T.Load(outputGradient + unit);
            T dc = T.Load(s.CellGradient + state + unit);

            dc = T.FusedMultiplyAdd(dh * o, one - tanh * tanh, dc);
            (dc * f).Store(s.CellGradient + state + unit);

            Put(dc * g * i * (one - i), a + unit, b + unit);
            Put(dc * T.Load(s.CellBefore + state + unit) * f * (one - f), a + width + unit, b + width + unit);
            Put(dc * i * (one - g * g), a + 2 * width + unit, b + 2 * width + unit);
            Put(dh * tanh * o * (one - o), a + 3 * width + unit, b + 3 * width + unit);
        }
    }

    private static void Put<T>(T gradient, float* place, float* sum)
        where T : struct, ILanes<T>
    {
        gradient.Store(place);
        (T.Load(sum) + gradient).Store(sum);
    }
}
