namespace LogGuard.Neural;

/// <summary>Input and output buffers of the cells for one step of one direction of a recurrent layer.</summary>
internal unsafe struct CellStep
{
    /// <summary>Number of rows.</summary>
    public int Rows;

    /// <summary>Length of a row of states, padded.</summary>
    public int Width;

    /// <summary>Kinds of information, 1 for an LSTM. Gates, bias rows and cell states are as many times as long.</summary>
    public int KindCount;

    /// <summary>Symbols that select rows of <see cref="Bias"/>; -1 for rows that have ended.</summary>
    public SymbolColumn Symbols;

    /// <summary>Forward: added to the products. Backward: receives the sum of the gates' gradients. (bias rows, 4·width).</summary>
    public float* Bias;

    /// <summary>
    /// Forward: products with the weights, replaced by the gates' values if <see cref="Keep"/>. Backward: the gates' values,
    /// replaced by the gradients of the products. (rows, 4·width).
    /// </summary>
    public float* Gates;

    /// <summary>Distance between two rows of <see cref="Gates"/>.</summary>
    public int GateStride;

    /// <summary>h' of the previous step, (rows, width).</summary>
    public float* HiddenBefore;

    /// <summary>h of this step, (rows, width).</summary>
    public float* Hidden;

    /// <summary>Gradient of h from the layer above, (rows, width).</summary>
    public float* OutputGradient;

    /// <summary>Distance between two rows of h, h' and <see cref="OutputGradient"/>.</summary>
    public int HiddenStride;

    /// <summary>c' of the previous step, (rows, width); LSTM and MSIF only.</summary>
    public float* CellBefore;

    /// <summary>c of this step, (rows, width); LSTM and MSIF only.</summary>
    public float* Cell;

    /// <summary>tanh(c), (rows, width); LSTM and MSIF only, and only if <see cref="Keep"/>.</summary>
    public float* CellTanh;

    /// <summary>Gradient of h from the next step; a GRU replaces it by the direct part of the gradient of h'. (rows, width).</summary>
    public float* HiddenGradient;

    /// <summary>Gradient of c from the next step, replaced by the gradient of c'. (rows, width); LSTM and MSIF only.</summary>
    public float* CellGradient;

    /// <summary>Whether the forward pass stores the values that the backward pass needs.</summary>
    public bool Keep;
}
