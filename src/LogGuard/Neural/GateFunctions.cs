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
internal static unsafe class GateFunctions
{
    /// <summary>From the products with the weights to the next state of each unit.</summary>
    /// <param name="sizes">Row lengths.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="gates">Products with the weights, (rows, gates); becomes i, f, g, o if <paramref name="keep"/>.</param>
    /// <param name="bias">What is added to the products: a row for each symbol, or one row for all, (…, gates).</param>
    /// <param name="symbols">Chooses the row of <paramref name="bias"/>; none if all take the first.</param>
    /// <param name="cellBefore">c' of the step before, (rows, hidden).</param>
    /// <param name="cell">Receives c, (rows, hidden).</param>
    /// <param name="cellTanh">Receives tanh(c) if <paramref name="keep"/>, (rows, hidden).</param>
    /// <param name="hidden">Receives h, (rows, hidden).</param>
    /// <param name="keep">Whether the values that the backward pass needs are written.</param>
    public static void Forward(PaddedSizes sizes, int rows, float* gates, float* bias, SymbolColumn symbols,
        float* cellBefore, float* cell, float* cellTanh, float* hidden, bool keep)
    {
        int width = sizes.Hidden;
        for (int row = 0; row < rows; row++)
        {
            float* a = gates + (nint)row * sizes.GateStride;
            float* b = bias + (nint)symbols[row] * sizes.Gates;
            nint state = (nint)row * width;

            for (int unit = 0; unit < width; unit += Vector<float>.Count)
            {
                Vector<float> i = VectorMath.Sigmoid(Vector.Load(a + unit) + Vector.Load(b + unit));
                Vector<float> f = VectorMath.Sigmoid(Vector.Load(a + width + unit) + Vector.Load(b + width + unit));
                Vector<float> g = VectorMath.Tanh(Vector.Load(a + 2 * width + unit) + Vector.Load(b + 2 * width + unit));
                Vector<float> o = VectorMath.Sigmoid(Vector.Load(a + 3 * width + unit) + Vector.Load(b + 3 * width + unit));

                Vector<float> c = Vector.FusedMultiplyAdd(f, Vector.Load(cellBefore + state + unit), i * g);
                Vector<float> tanh = VectorMath.Tanh(c);
                c.Store(cell + state + unit);
                (o * tanh).Store(hidden + state + unit);

                if (keep)
                {
                    i.Store(a + unit);
                    f.Store(a + width + unit);
                    g.Store(a + 2 * width + unit);
                    o.Store(a + 3 * width + unit);
                    tanh.Store(cellTanh + state + unit);
                }
            }
        }
    }

    /// <summary>From the gradient of the next state to the gradient of the products with the weights.</summary>
    /// <param name="sizes">Row lengths.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="gates">i, f, g, o as the forward pass left them; become the gradients of aᵢ, a_f, a_g, aₒ, (rows, gates).</param>
    /// <param name="biasGradient">The gradients of the products are added to these rows, (…, gates).</param>
    /// <param name="symbols">Chooses the row of <paramref name="biasGradient"/>.</param>
    /// <param name="cellBefore">c' of the step before, (rows, hidden).</param>
    /// <param name="cellTanh">tanh(c), (rows, hidden).</param>
    /// <param name="hiddenGradient">Gradient of h, (rows, hidden).</param>
    /// <param name="cellGradient">Gradient of c from the step after; becomes that of c', (rows, hidden).</param>
    public static void Backward(PaddedSizes sizes, int rows, float* gates, float* biasGradient, SymbolColumn symbols,
        float* cellBefore, float* cellTanh, float* hiddenGradient, float* cellGradient)
    {
        int width = sizes.Hidden;
        Vector<float> one = Vector<float>.One;
        for (int row = 0; row < rows; row++)
        {
            float* a = gates + (nint)row * sizes.GateStride;
            float* b = biasGradient + (nint)symbols[row] * sizes.Gates;
            nint state = (nint)row * width;

            for (int unit = 0; unit < width; unit += Vector<float>.Count)
            {
                Vector<float> i = Vector.Load(a + unit);
                Vector<float> f = Vector.Load(a + width + unit);
                Vector<float> g = Vector.Load(a + 2 * width + unit);
                Vector<float> o = Vector.Load(a + 3 * width + unit);
                Vector<float> tanh = Vector.Load(cellTanh + state + unit);
                Vector<float> dh = Vector.Load(hiddenGradient + state + unit);
                Vector<float> dc = Vector.Load(cellGradient + state + unit);

                dc = Vector.FusedMultiplyAdd(dh * o, one - tanh * tanh, dc);
                (dc * f).Store(cellGradient + state + unit);

                Put(dc * g * i * (one - i), a + unit, b + unit);
                Put(dc * Vector.Load(cellBefore + state + unit) * f * (one - f), a + width + unit, b + width + unit);
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
