namespace LogGuard.Neural;

/// <summary>The symbols of a batch of rows at one step.</summary>
/// <param name="start">The first row's symbol at the step, or null if there are none.</param>
/// <param name="stride">Distance between two rows.</param>
/// <param name="lengths">Number of steps of each row, or null if all rows are full.</param>
/// <param name="step">The step.</param>
internal readonly unsafe struct SymbolColumn(int* start, int stride, int* lengths = null, int step = 0)
{
    /// <summary>The symbol of a row; 0 if there are none; -1 if the row has ended.</summary>
    public int this[int row] =>
        lengths is not null && step >= lengths[row] ? -1
        : start is null ? 0
        : start[(nint)row * stride];
}
