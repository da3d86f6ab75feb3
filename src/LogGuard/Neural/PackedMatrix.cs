namespace LogGuard.Neural;

/// <summary>
/// A matrix laid out for the right side of a product: panel after panel, so that the inner loop reads it in one
/// stream. Columns that fill the last panel up are zero.
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
        _panelCount = PaddedSizes.Pad(columns) / Panels.Width;
        _values = new AlignedBuffer(checked(depth * _panelCount * Panels.Width));
    }

    /// <summary>The matrix as the product wants it.</summary>
    public Panels Panels => new(_values.Start, _depth, _panelCount, Panels.Width, (nint)_depth * Panels.Width);

    /// <summary>One value.</summary>
    public float this[int row, int column]
    {
        set => _values.Span[((column / Panels.Width * _depth) + row) * Panels.Width + column % Panels.Width] = value;
    }
}
