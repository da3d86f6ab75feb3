namespace LogGuard.Neural;

/// <summary>The input of one source of a network for the rows of a batch.</summary>
public sealed class SourceBatch
{
    /// <summary>Number of steps of the longest row, 1 or more. The default is <c>1</c>.</summary>
    public int StepCount { get; set; } = 1;

    /// <summary>Symbols, each 0..SymbolCount-1, row-major, (rows, steps); empty if the source reads none.</summary>
    public ReadOnlyMemory<int> Symbols { get; set; }

    /// <summary>Finite numbers, row-major, (rows, steps, ValueCount); empty if the source reads none.</summary>
    public ReadOnlyMemory<float> Values { get; set; }

    /// <summary>
    /// Number of steps of each row, 1..StepCount, (rows); empty if all rows have <see cref="StepCount"/> steps. Symbols and values after
    /// a row's last step have no effect, but must be valid, for instance zero.
    /// </summary>
    public ReadOnlyMemory<int> Lengths { get; set; }
}
