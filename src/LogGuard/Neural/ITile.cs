namespace LogGuard.Neural;

/// <summary>
/// The inner loop of the matrix product for one width of vector: a small tile of the result stays in registers while
/// the loop runs down the depth.
/// </summary>
/// <remarks>
/// Every result is one chain of fused multiply-adds in the order of depth, in every implementation and for both tile
/// shapes. Hence a row's result depends neither on the rows around it nor on the width of the vectors.
/// </remarks>
internal unsafe interface ITile
{
    /// <summary>Rows of a full tile.</summary>
    static abstract int Rows { get; }

    /// <summary>Columns of a full tile; divides <see cref="Panels.Width"/>.</summary>
    static abstract int Columns { get; }

    /// <summary>Multiplies <see cref="Rows"/> rows of a by <see cref="Columns"/> columns of b.</summary>
    static abstract void MultiplyRows(in LeftOperand a, float* b, nint bStride, int depth, float* c, nint cStride, bool accumulate);

    /// <summary>Multiplies one row of a by a whole panel of b.</summary>
    static abstract void MultiplyRow(in LeftOperand a, float* b, nint bStride, int depth, float* c, bool accumulate);
}
