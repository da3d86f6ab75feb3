namespace LogGuard.Neural;

/// <summary>The left side of a matrix product: any strided matrix, so that a transposed one needs no copy.</summary>
internal readonly unsafe struct LeftOperand(float* start, nint rowStride, nint columnStride)
{
    /// <summary>The first value.</summary>
    public float* Start { get; init; } = start;

    /// <summary>Distance between two rows.</summary>
    public nint RowStride { get; } = rowStride;

    /// <summary>Distance between two columns.</summary>
    public nint ColumnStride { get; } = columnStride;

    /// <summary>A row-major matrix.</summary>
    public static LeftOperand Of(float* start, nint rowStride) => new(start, rowStride, 1);

    /// <summary>The transpose of a row-major matrix.</summary>
    public static LeftOperand TransposeOf(float* start, nint rowStride) => new(start, 1, rowStride);
}
