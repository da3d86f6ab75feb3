namespace LogGuard.Neural;

/// <summary>One step of one direction of a recurrent layer: where its cells find and leave what they work on.</summary>
internal unsafe struct CellStep
{
    /// <summary>Number of rows.</summary>
    public int Rows;

    /// <summary>Length of a row of states, padded.</summary>
    public int Width;

    /// <summary>Symbols that choose rows of <see cref="Bias"/>, and rows that have ended.</summary>
    public SymbolColumn Symbols;

    /// <summary>Forward: what is added to the products. Backward: receives the sum of gates' gradients. (bias rows, 4·width).</summary>
    public float* Bias;

    /// <summary>
    /// Forward: products with the weights, become the gates' values if those are kept. Backward: these, become the
    /// gradients of the products. (rows, 4·width).
    /// </summary>
    public float* Gates;

    /// <summary>Distance of two rows of <see cref="Gates"/>.</summary>
    public int GateStride;

    /// <summary>h' of the step before, (rows, width).</summary>
    public float* HiddenBefore;

    /// <summary>h of this step, (rows, width).</summary>
    public float* Hidden;

    /// <summary>Gradient of h from what reads it above, (rows, width).</summary>
    public float* OutputGradient;

    /// <summary>Distance of two rows of h, h' and <see cref="OutputGradient"/>.</summary>
    public int HiddenStride;

    /// <summary>c' of the step before, (rows, width); LSTM only.</summary>
    public float* CellBefore;

    /// <summary>c of this step, (rows, width); LSTM only.</summary>
    public float* Cell;

    /// <summary>tanh(c), (rows, width); LSTM only, and only if gates are kept.</summary>
    public float* CellTanh;

    /// <summary>Gradient of h from the step after; GRU: becomes what h' gets directly. (rows, width).</summary>
    public float* HiddenGradient;

    /// <summary>Gradient of c from the step after, becomes that of c', (rows, width); LSTM only.</summary>
    public float* CellGradient;

    /// <summary>Whether the values that the backward pass needs are written.</summary>
    public bool Keep;
}
