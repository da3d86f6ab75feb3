namespace LogGuard.Neural;

/// <summary>The tile without vectors, with which tests compare the others: 4 rows by 2 columns.</summary>
internal readonly unsafe struct TileScalar : ITile
{
    public static int Rows => 4;

    public static int Columns => 2;

    public static void MultiplyRows(in LeftOperand a, float* b, nint bStride, int depth, float* c, nint cStride, bool accumulate)
    {
        float c00 = 0, c01 = 0, c10 = 0, c11 = 0, c20 = 0, c21 = 0, c30 = 0, c31 = 0;
        if (accumulate)
        {
            (c00, c01) = (c[0], c[1]);
            (c10, c11) = (c[cStride], c[cStride + 1]);
            (c20, c21) = (c[2 * cStride], c[2 * cStride + 1]);
            (c30, c31) = (c[3 * cStride], c[3 * cStride + 1]);
        }

        float* aColumn = a.Start;
        for (int k = 0; k < depth; k++)
        {
            float b0 = b[0];
            float b1 = b[1];
            c00 = MathF.FusedMultiplyAdd(aColumn[0], b0, c00);
            c01 = MathF.FusedMultiplyAdd(aColumn[0], b1, c01);
            c10 = MathF.FusedMultiplyAdd(aColumn[a.RowStride], b0, c10);
            c11 = MathF.FusedMultiplyAdd(aColumn[a.RowStride], b1, c11);
            c20 = MathF.FusedMultiplyAdd(aColumn[2 * a.RowStride], b0, c20);
            c21 = MathF.FusedMultiplyAdd(aColumn[2 * a.RowStride], b1, c21);
            c30 = MathF.FusedMultiplyAdd(aColumn[3 * a.RowStride], b0, c30);
            c31 = MathF.FusedMultiplyAdd(aColumn[3 * a.RowStride], b1, c31);
            aColumn += a.ColumnStride;
            b += bStride;
        }

        (c[0], c[1]) = (c00, c01);
        (c[cStride], c[cStride + 1]) = (c10, c11);
        (c[2 * cStride], c[2 * cStride + 1]) = (c20, c21);
        (c[3 * cStride], c[3 * cStride + 1]) = (c30, c31);
    }

    public static void MultiplyRow(in LeftOperand a, float* b, nint bStride, int depth, float* c, bool accumulate)
    {
        if (!accumulate)
        {
            new Span<float>(c, Panels.Width).Clear();
        }

        float* aColumn = a.Start;
        for (int k = 0; k < depth; k++)
        {
            for (int column = 0; column < Panels.Width; column++)
            {
                c[column] = MathF.FusedMultiplyAdd(*aColumn, b[column], c[column]);
            }

            aColumn += a.ColumnStride;
            b += bStride;
        }
    }
}
