namespace LogGuard.Neural;

/// <summary>The symbols that a batch of windows has at one step; or, empty, a column of zeros.</summary>
/// <param name="start">The first window's symbol, or null.</param>
/// <param name="stride">Distance of two windows.</param>
internal readonly unsafe struct SymbolColumn(int* start, int stride)
{
    /// <summary>The symbol of a window.</summary>
    public int this[int row] => start is null ? 0 : start[(nint)row * stride];
}
