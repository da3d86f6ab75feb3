using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LogGuard.Neural;

/// <summary>The tile for AVX-512: 8 rows by 32 columns in 16 of the 32 registers.</summary>
internal readonly unsafe struct Tile512 : ITile
{
    private const int Lanes = 16;

    public static int Rows => 8;

    public static int Columns => 2 * Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRows(in LeftOperand a, float* b, nint bStride, int depth, float* c, nint cStride, bool accumulate)
    {
        Vector512<float> c00 = Vector512<float>.Zero, c01 = Vector512<float>.Zero;
        Vector512<float> c10 = Vector512<float>.Zero, c11 = Vector512<float>.Zero;
        Vector512<float> c20 = Vector512<float>.Zero, c21 = Vector512<float>.Zero;
        Vector512<float> c30 = Vector512<float>.Zero, c31 = Vector512<float>.Zero;
        Vector512<float> c40 = Vector512<float>.Zero, c41 = Vector512<float>.Zero;
        Vector512<float> c50 = Vector512<float>.Zero, c51 = Vector512<float>.Zero;
        Vector512<float> c60 = Vector512<float>.Zero, c61 = Vector512<float>.Zero;
        Vector512<float> c70 = Vector512<float>.Zero, c71 = Vector512<float>.Zero;
        if (accumulate)
        {
            c00 = Vector512.Load(c);
            c01 = Vector512.Load(c + Lanes);
            c10 = Vector512.Load(c + cStride);
            c11 = Vector512.Load(c + cStride + Lanes);
            c20 = Vector512.Load(c + 2 * cStride);
            c21 = Vector512.Load(c + 2 * cStride + Lanes);
            c30 = Vector512.Load(c + 3 * cStride);
            c31 = Vector512.Load(c + 3 * cStride + Lanes);
            c40 = Vector512.Load(c + 4 * cStride);
            c41 = Vector512.Load(c + 4 * cStride + Lanes);
            c50 = Vector512.Load(c + 5 * cStride);
            c51 = Vector512.Load(c + 5 * cStride + Lanes);
            c60 = Vector512.Load(c + 6 * cStride);
            c61 = Vector512.Load(c + 6 * cStride + Lanes);
            c70 = Vector512.Load(c + 7 * cStride);
            c71 = Vector512.Load(c + 7 * cStride + Lanes);
        }

        float* aColumn = a.Start;
        nint columnStride = a.ColumnStride;
        nint r1 = a.RowStride;
        nint r2 = 2 * r1;
        nint r3 = 3 * r1;
        nint r4 = 4 * r1;
        nint r5 = 5 * r1;
        nint r6 = 6 * r1;
        nint r7 = 7 * r1;
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> b0 = Vector512.Load(b);
            Vector512<float> b1 = Vector512.Load(b + Lanes);
            Vector512<float> value;
            value = Vector512.Create(aColumn[0]);
            c00 = Vector512.FusedMultiplyAdd(value, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(value, b1, c01);
            value = Vector512.Create(aColumn[r1]);
            c10 = Vector512.FusedMultiplyAdd(value, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(value, b1, c11);
            value = Vector512.Create(aColumn[r2]);
            c20 = Vector512.FusedMultiplyAdd(value, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(value, b1, c21);
            value = Vector512.Create(aColumn[r3]);
            c30 = Vector512.FusedMultiplyAdd(value, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(value, b1, c31);
            value = Vector512.Create(aColumn[r4]);
            c40 = Vector512.FusedMultiplyAdd(value, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(value, b1, c41);
            value = Vector512.Create(aColumn[r5]);
            c50 = Vector512.FusedMultiplyAdd(value, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(value, b1, c51);
            value = Vector512.Create(aColumn[r6]);
            c60 = Vector512.FusedMultiplyAdd(value, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(value, b1, c61);
            value = Vector512.Create(aColumn[r7]);
            c70 = Vector512.FusedMultiplyAdd(value, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(value, b1, c71);
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
        c40.Store(c + 4 * cStride);
        c41.Store(c + 4 * cStride + Lanes);
        c50.Store(c + 5 * cStride);
        c51.Store(c + 5 * cStride + Lanes);
        c60.Store(c + 6 * cStride);
        c61.Store(c + 6 * cStride + Lanes);
        c70.Store(c + 7 * cStride);
        c71.Store(c + 7 * cStride + Lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void MultiplyRow(in LeftOperand a, float* b, nint bStride, int depth, float* c, bool accumulate)
    {
        Vector512<float> c0 = accumulate ? Vector512.Load(c) : Vector512<float>.Zero;
        Vector512<float> c1 = accumulate ? Vector512.Load(c + Lanes) : Vector512<float>.Zero;
        float* aColumn = a.Start;
        nint columnStride = a.ColumnStride;
        for (int k = 0; k < depth; k++)
        {
            Vector512<float> value = Vector512.Create(*aColumn);
            c0 = Vector512.FusedMultiplyAdd(value, Vector512.Load(b), c0);
            c1 = Vector512.FusedMultiplyAdd(value, Vector512.Load(b + Lanes), c1);
            aColumn += columnStride;
            b += bStride;
        }

        c0.Store(c);
        c1.Store(c + Lanes);
    }
}
