using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>C = A·B or C += A·B for float32, in tiles that fit the registers and panels that fit the cache.</summary>
/// <remarks>
/// One AVX-512 core runs at the speed of the tile's inner loop, with three exceptions. Fewer than 8 rows have too few
/// independent sums, and depths below 4 too little work: about half the speed. Fewer than 32 columns cost as much as 32.
/// Matrices larger than the cache that are read once, and right sides whose rows are thousands of columns apart, wait for
/// memory.
/// </remarks>
internal static unsafe class MatrixProduct
{
    // 128 rows of a panel take 16 KiB, half of the first-level cache; the other half is for a and c.
    private const int DepthBlock = 128;

    // Rows of the left side that are a multiple of 2 KiB apart map to the same few cache sets and evict each other, so blocks
    // of them are copied closer together.
    private const int CrowdedStride = 512;
    private const int CopiedRows = 64;
    private const int CopiedStride = DepthBlock + 16;

    /// <summary>
    /// The tile in use: the widest that the processor supports. Tests set others; all with fused multiply-add give the same bits.
    /// </summary>
    internal static TileKind Tile { get; set; } = Widest;

    /// <summary>
    /// The widest tile that the processor supports. Without the instruction, .NET computes a fused multiply-add lane by lane in the
    /// C library, ten times slower than a product and a sum.
    /// </summary>
    internal static TileKind Widest =>
        !FusedArithmetic.IsAccelerated ? TileKind.Plain
        : Vector512.IsHardwareAccelerated ? TileKind.Vector512
        : Vector256.IsHardwareAccelerated ? TileKind.Vector256
        : TileKind.Vector128;

    /// <summary>Multiplies with the tile in use.</summary>
    /// <param name="a">Left side, (rows, b.Depth).</param>
    /// <param name="b">Right side, (b.Depth, b.Count panels).</param>
    /// <param name="c">Result, row-major, (rows, b.Count panels).</param>
    /// <param name="cStride">Distance between two rows of the result, in floats.</param>
    /// <param name="rows">Rows of a and of the result.</param>
    /// <param name="accumulate">Whether to add to the current content of the result.</param>
    public static void Multiply(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate = false)
    {
        switch (Tile)
        {
            case TileKind.Vector512:
                Multiply<Tile512>(a, b, c, cStride, rows, accumulate);
                break;
            case TileKind.Vector256:
                Multiply<Tile256>(a, b, c, cStride, rows, accumulate);
                break;
            case TileKind.Vector128:
                Multiply<Tile128>(a, b, c, cStride, rows, accumulate);
                break;
            case TileKind.Plain:
                Multiply<TilePlain>(a, b, c, cStride, rows, accumulate);
                break;
            default:
                Multiply<TileScalar>(a, b, c, cStride, rows, accumulate);
                break;
        }
    }

    /// <summary>Multiplies with a given tile; tests call it with each one.</summary>
    internal static void Multiply<TTile>(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate)
        where TTile : struct, ITile
    {
        // Splitting the depth changes no result: the chain of multiply-adds continues from the value in c.
        for (int first = 0; first < b.Depth || first == 0; first += DepthBlock)
        {
            int depth = Math.Min(DepthBlock, b.Depth - first);
            var bBlock = new Panels(b.Start + first * b.RowStride, depth, b.Count, b.RowStride, b.PanelStride);
            LeftOperand aBlock = a with { Start = a.Start + first * a.ColumnStride };
            if (a.ColumnStride == 1 && a.RowStride % CrowdedStride == 0 && rows >= TTile.Rows && b.Depth > DepthBlock)
            {
                MultiplyCopied<TTile>(aBlock, bBlock, c, cStride, rows, accumulate || first > 0);
            }
            else
            {
                MultiplyBlock<TTile>(aBlock, bBlock, c, cStride, rows, accumulate || first > 0);
            }
        }
    }

    [SkipLocalsInit]
    private static void MultiplyCopied<TTile>(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate)
        where TTile : struct, ITile
    {
        float* copy = stackalloc float[CopiedRows * CopiedStride];
        for (int first = 0; first < rows; first += CopiedRows)
        {
            int count = Math.Min(CopiedRows, rows - first);
            for (int row = 0; row < count; row++)
            {
                new Span<float>(a.Start + (first + row) * a.RowStride, b.Depth).CopyTo(new Span<float>(copy + row * CopiedStride, b.Depth));
            }

            MultiplyBlock<TTile>(LeftOperand.Of(copy, CopiedStride), b, c + first * cStride, cStride, count, accumulate);
        }
    }

    private static void MultiplyBlock<TTile>(in LeftOperand a, in Panels b, float* c, nint cStride, int rows, bool accumulate)
        where TTile : struct, ITile
    {
        for (int panel = 0; panel < b.Count; panel++)
        {
            MultiplyPanel<TTile>(a, b.Start + panel * b.PanelStride, b.RowStride, b.Depth,
                c + (nint)panel * Panels.Width, cStride, rows, accumulate);
        }
    }

    // A panel of b stays in the first-level cache while all rows of a are multiplied by it.
    private static void MultiplyPanel<TTile>(in LeftOperand a, float* b, nint bStride, int depth, float* c, nint cStride, int rows, bool accumulate)
        where TTile : struct, ITile
    {
        int row = 0;
        for (; row + TTile.Rows <= rows; row += TTile.Rows)
        {
            LeftOperand aRows = a with { Start = a.Start + row * a.RowStride };
            float* cRows = c + row * cStride;
            for (int column = 0; column < Panels.Width; column += TTile.Columns)
            {
                TTile.MultiplyRows(aRows, b + column, bStride, depth, cRows + column, cStride, accumulate);
            }
        }

        for (; row < rows; row++)
        {
            LeftOperand aRow = a with { Start = a.Start + row * a.RowStride };
            TTile.MultiplyRow(aRow, b, bStride, depth, c + row * cStride, accumulate);
        }
    }
}
