namespace LogGuard.Neural;

/// <summary>The input of a source, checked and pinned.</summary>
internal unsafe struct SourceRows
{
    /// <summary>Symbols, (rows, steps), or null.</summary>
    public int* Symbols;

    /// <summary>Numbers, (rows, steps, value count), or null.</summary>
    public float* Values;

    /// <summary>Number of steps of each row, (rows), or null if all rows are full.</summary>
    public int* Lengths;

    /// <summary>Number of steps of the longest row.</summary>
    public int Steps;

    /// <summary>The input from a row on.</summary>
    public readonly SourceRows From(int row, int valueCount) => new()
    {
        Symbols = Symbols is null ? null : Symbols + (nint)row * Steps,
        Values = Values is null ? null : Values + (nint)row * Steps * valueCount,
        Lengths = Lengths is null ? null : Lengths + row,
        Steps = Steps,
    };

    /// <summary>Number of steps of a row.</summary>
    public readonly int Length(int row) => Lengths is null ? Steps : Lengths[row];

    /// <summary>The symbols of all rows at a step.</summary>
    public readonly SymbolColumn At(int step, bool withSymbols) =>
        new(withSymbols && Symbols is not null ? Symbols + step : null, Steps, Lengths, step);
}
