using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>The tile for 128-bit vectors, such as Neon: 4 rows by 8 columns in 8 registers.</summary>
/// <remarks>Correct but slow without fused multiply-add, where <see cref="TilePlain"/> is used instead.</remarks>
internal readonly unsafe struct Tile128 : ITile
{
    private const int Lanes = 4;

    public static int Rows => 4;

    public static int Columns => 2 * Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(in LeftOperand a, float* b, nint bStride, int depth, float* c, nint cStride, bool accumulate)
    {
        Vector128<float> c00 = Vector128<float>.Zero, c01 = Vector128<float>.Zero;
        Vector128<float> c10 = Vector128<float>.Zero, c11 = Vector128<float>.Zero;
        Vector128<float> c20 = Vector128<float>.Zero, c21 = Vector128<float>.Zero;
        Vector128<float> c30 = Vector128<float>.Zero, c31 = Vector128<float>.Zero;
        if (accumulate)
        {
            c00 = Vector128.Load(c);
            c01 = Vector128.Load(c + Lanes);
            c10 = Vector128.Load(c + cStride);
            c11 = Vector128.Load(c + cStride + Lanes);
            c20 = Vector128.Load(c + 2 * cStride);
            c21 = Vector128.Load(c + 2 * cStride + Lanes);
            c30 = Vector128.Load(c + 3 * cStride);
            c31 = Vector128.Load(c + 3 * cStride + Lanes);
        }

        float* aColumn = a.Start;
        nint columnStride = a.ColumnStride;
        nint r1 = a.RowStride;
        nint r2 = 2 * r1;
        nint r3 = 3 * r1;
        for (int k = 0; k < depth; k++)
        {
            Vector128<float> b0 = Vector128.Load(b);
            Vector128<float> b1 = Vector128.Load(b + Lanes);
            Vector128<float> value;
            value = Vector128.Create(aColumn[0]);
            c00 = Vector128.FusedMultiplyAdd(value, b0, c00);
            c01 = Vector128.FusedMultiplyAdd(value, b1, c01);
            value = Vector128.Create(aColumn[r1]);
            c10 = Vector128.FusedMultiplyAdd(value, b0, c10);
            c11 = Vector128.FusedMultiplyAdd(value, b1, c11);
            value = Vector128.Create(aColumn[r2]);
            c20 = Vector128.FusedMultiplyAdd(value, b0, c20);
            c21 = Vector128.FusedMultiplyAdd(value, b1, c21);
            value = Vector128.Create(aColumn[r3]);
            c30 = Vector128.FusedMultiplyAdd(value, b0, c30);
            c31 = Vector128.FusedMultiplyAdd(value, b1, c31);
            aColumn += columnStride;
            b += bStride;
        }

        c00.Store(c);
        c01.Store(c + Lanes);
        c10.Store(c + cStride);
        c11.Store(c + cStride + Lanes);
        c20.Store(c + 2 * cStride);
        c21.Store(c + 2 * cStride + Lanes);
        c30.Store(c + 3 * cStride);
        c31.Store(c + 3 * cStride + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow(in LeftOperand a, float* b, nint bStride, int depth, float* c, bool accumulate)
    {
        Vector128<float> c0 = accumulate ? Vector128.Load(c) : Vector128<float>.Zero;
        Vector128<float> c1 = accumulate ? Vector128.Load(c + Lanes) : Vector128<float>.Zero;
        Vector128<float> c2 = accumulate ? Vector128.Load(c + 2 * Lanes) : Vector128<float>.Zero;
        Vector128<float> c3 = accumulate ? Vector128.Load(c + 3 * Lanes) : Vector128<float>.Zero;
        Vector128<float> c4 = accumulate ? Vector128.Load(c + 4 * Lanes) : Vector128<float>.Zero;
        Vector128<float> c5 = accumulate ? Vector128.Load(c + 5 * Lanes) : Vector128<float>.Zero;
        Vector128<float> c6 = accumulate ? Vector128.Load(c + 6 * Lanes) : Vector128<float>.Zero;
        Vector128<float> c7 = accumulate ? Vector128.Load(c + 7 * Lanes) : Vector128<float>.Zero;
        float* aColumn = a.Start;
        nint columnStride = a.ColumnStride;
        for (int k = 0; k < depth; k++)
        {
            Vector128<float> value = Vector128.Create(*aColumn);
            c0 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b), c0);
            c1 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + Lanes), c1);
            c2 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + 2 * Lanes), c2);
            c3 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + 3 * Lanes), c3);
            c4 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + 4 * Lanes), c4);
            c5 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + 5 * Lanes), c5);
            c6 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + 6 * Lanes), c6);
            c7 = Vector128.FusedMultiplyAdd(value, Vector128.Load(b + 7 * Lanes), c7);
            aColumn += columnStride;
            b += bStride;
        }

        c0.Store(c);
        c1.Store(c + Lanes);
        c2.Store(c + 2 * Lanes);
        c3.Store(c + 3 * Lanes);
        c4.Store(c + 4 * Lanes);
        c5.Store(c + 5 * Lanes);
        c6.Store(c + 6 * Lanes);
        c7.Store(c + 7 * Lanes);
    }
}
