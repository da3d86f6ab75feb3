namespace LogGuard.Neural;

/// <summary>
/// A matrix laid out for the right side of a product: panel after panel, so that the inner loop reads it sequentially. The
/// columns that pad the last panel are zero.
/// </summary>
internal sealed unsafe class PackedMatrix
{
    private readonly AlignedBuffer _values;
    private readonly int _depth;
    private readonly int _panelCount;

    /// <param name="depth">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    public PackedMatrix(int depth, int columns)
    {
        _depth = depth;
        _panelCount = PaddedRow.Pad(columns) / Panels.Width;
        _values = new AlignedBuffer(checked(depth * _panelCount * Panels.Width));
    }

    /// <summary>The matrix as the right side of a product.</summary>
    public Panels Panels => new(_values.Start, _depth, _panelCount, Panels.Width, (nint)_depth * Panels.Width);

    /// <summary>One value.</summary>
    public float this[int row, int column]
    {
        set => _values.Span[checked((int)(ColumnStart(column) + row * Panels.Width))] = value;
    }

    /// <summary>The first value of a column; its values are <see cref="Panels.Width"/> apart.</summary>
    public float* Column(int column) => _values.Start + ColumnStart(column);

    /// <summary>Offset of a column from the beginning; the same in all rows.</summary>
    public nint ColumnStart(int column) => (nint)(column / Panels.Width) * _depth * Panels.Width + column % Panels.Width;
}
