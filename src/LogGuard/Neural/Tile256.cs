using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>The tile for AVX2: 4 rows by 16 columns in 8 of the 16 registers.</summary>
internal readonly unsafe struct Tile256 : ITile
{
    private const int Lanes = 8;

    public static int Rows => 4;

    public static int Columns => 2 * Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(in LeftOperand a, float* b, nint bStride, int depth, float* c, nint cStride, bool accumulate)
    {
        Vector256<float> c00 = Vector256<float>.Zero, c01 = Vector256<float>.Zero;
        Vector256<float> c10 = Vector256<float>.Zero, c11 = Vector256<float>.Zero;
        Vector256<float> c20 = Vector256<float>.Zero, c21 = Vector256<float>.Zero;
        Vector256<float> c30 = Vector256<float>.Zero, c31 = Vector256<float>.Zero;
        if (accumulate)
        {
            c00 = Vector256.Load(c);
            c01 = Vector256.Load(c + Lanes);
            c10 = Vector256.Load(c + cStride);
            c11 = Vector256.Load(c + cStride + Lanes);
            c20 = Vector256.Load(c + 2 * cStride);
            c21 = Vector256.Load(c + 2 * cStride + Lanes);
            c30 = Vector256.Load(c + 3 * cStride);
            c31 = Vector256.Load(c + 3 * cStride + Lanes);
        }

        float* aColumn = a.Start;
        nint columnStride = a.ColumnStride;
        nint r1 = a.RowStride;
        nint r2 = 2 * r1;
        nint r3 = 3 * r1;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> b0 = Vector256.Load(b);
            Vector256<float> b1 = Vector256.Load(b + Lanes);
            Vector256<float> value;
            value = Vector256.Create(aColumn[0]);
            c00 = Vector256.FusedMultiplyAdd(value, b0, c00);
            c01 = Vector256.FusedMultiplyAdd(value, b1, c01);
            value = Vector256.Create(aColumn[r1]);
            c10 = Vector256.FusedMultiplyAdd(value, b0, c10);
            c11 = Vector256.FusedMultiplyAdd(value, b1, c11);
            value = Vector256.Create(aColumn[r2]);
            c20 = Vector256.FusedMultiplyAdd(value, b0, c20);
            c21 = Vector256.FusedMultiplyAdd(value, b1, c21);
            value = Vector256.Create(aColumn[r3]);
            c30 = Vector256.FusedMultiplyAdd(value, b0, c30);
            c31 = Vector256.FusedMultiplyAdd(value, b1, c31);
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
        Vector256<float> c0 = accumulate ? Vector256.Load(c) : Vector256<float>.Zero;
        Vector256<float> c1 = accumulate ? Vector256.Load(c + Lanes) : Vector256<float>.Zero;
        Vector256<float> c2 = accumulate ? Vector256.Load(c + 2 * Lanes) : Vector256<float>.Zero;
        Vector256<float> c3 = accumulate ? Vector256.Load(c + 3 * Lanes) : Vector256<float>.Zero;
        float* aColumn = a.Start;
        nint columnStride = a.ColumnStride;
        for (int k = 0; k < depth; k++)
        {
            Vector256<float> value = Vector256.Create(*aColumn);
            c0 = Vector256.FusedMultiplyAdd(value, Vector256.Load(b), c0);
            c1 = Vector256.FusedMultiplyAdd(value, Vector256.Load(b + Lanes), c1);
            c2 = Vector256.FusedMultiplyAdd(value, Vector256.Load(b + 2 * Lanes), c2);
            c3 = Vector256.FusedMultiplyAdd(value, Vector256.Load(b + 3 * Lanes), c3);
            aColumn += columnStride;
            b += bStride;
        }

        c0.Store(c);
        c1.Store(c + Lanes);
        c2.Store(c + 2 * Lanes);
        c3.Store(c + 3 * Lanes);
    }
}
