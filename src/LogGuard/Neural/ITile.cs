namespace LogGuard.Neural;

/// <summary>
/// The inner loop of the matrix product for one vector width: a small tile of the result stays in registers while the loop
/// runs over the depth.
/// </summary>
/// <remarks>
/// Every value of the result is one chain of fused multiply-adds in order of depth, in every implementation but
/// <see cref="TilePlain"/> and for both tile shapes. It therefore depends neither on other rows nor on the vector width.
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
