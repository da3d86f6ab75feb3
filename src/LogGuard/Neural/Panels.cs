namespace LogGuard.Neural;

/// <summary>The right side of a matrix product, divided into panels of <see cref="Width"/> columns.</summary>
internal readonly unsafe struct Panels(float* start, int depth, int count, nint rowStride, nint panelStride)
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = 32;

    /// <summary>First value of the first panel.</summary>
    public float* Start { get; } = start;

    /// <summary>Number of rows.</summary>
    public int Depth { get; } = depth;

    /// <summary>Number of panels.</summary>
    public int Count { get; } = count;

    /// <summary>Distance between two rows of a panel.</summary>
    public nint RowStride { get; } = rowStride;

    /// <summary>Distance between two panels.</summary>
    public nint PanelStride { get; } = panelStride;

    /// <summary>A row-major matrix, not copied; its number of columns must be a multiple of <see cref="Width"/>.</summary>
    public static Panels OfRowMajor(float* start, int depth, int columns, nint rowStride) =>
        new(start, depth, columns / Width, rowStride, Width);
}
