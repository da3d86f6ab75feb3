using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>C = A·B or C += A·B for float32, cut into tiles that fit the registers and panels that fit the cache.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Multiplies with the widest vectors the processor has.</summary>
    /// <param name="a">Left side, (rows, b.Depth).</param>
    /// <param name="b">Right side, (b.Depth, b.Count panels).</param>
    /// <param name="c">Result, row-major, (rows, b.Count panels).</param>
    /// <param name="cStride">Distance of two rows of the result.</param>
    /// <param name="rows">Rows of a and of the result.</param>
    /// <param name="accumulate">Whether to add to what the result holds already.</param>
    public static void Multiply(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate = false)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Multiply<Tile512>(a, b, c, cStride, rows, accumulate);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Multiply<Tile256>(a, b, c, cStride, rows, accumulate);
        }
        else
        {
            Multiply<Tile128>(a, b, c, cStride, rows, accumulate);
        }
    }

    /// <summary>Multiplies with a given tile, so that tests reach all of them.</summary>
    internal static void Multiply<TTile>(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate)
        where TTile : struct, ITile
    {
        // A panel of b stays in the first-level cache while all rows of a pass by.
        for (int panel = 0; panel < b.Count; panel++)
        {
            float* bPanel = b.Start + panel * b.PanelStride;
            float* cPanel = c + (nint)panel * Panels.Width;

            int row = 0;
            for (; row + TTile.Rows <= rows; row += TTile.Rows)
            {
                LeftOperand aRows = a with { Start = a.Start + row * a.RowStride };
                float* cRows = cPanel + row * cStride;
                for (int column = 0; column < Panels.Width; column += TTile.Columns)
                {
                    TTile.MultiplyRows(aRows, bPanel + column, b.RowStride, b.Depth, cRows + column, cStride, accumulate);
                }
            }

            for (; row < rows; row++)
            {
                LeftOperand aRow = a with { Start = a.Start + row * a.RowStride };
                TTile.MultiplyRow(aRow, bPanel, b.RowStride, b.Depth, cPanel + row * cStride, accumulate);
            }
        }
    }
}
