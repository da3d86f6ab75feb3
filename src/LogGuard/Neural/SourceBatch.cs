namespace LogGuard.Neural;

/// <summary>What one source reads for a batch of rows.</summary>
internal sealed class SourceBatch
{
    /// <summary>Number of steps of the longest row; at least 1.</summary>
    public int StepCount { get; set; } = 1;

    /// <summary>Symbols, row-major, (rows, steps); empty if the source reads none.</summary>
    public ReadOnlyMemory<int> Symbols { get; set; }

    /// <summary>Finite numbers, row-major, (rows, steps, ValueCount); empty if the source reads none.</summary>
    public ReadOnlyMemory<float> Values { get; set; }

    /// <summary>
    /// Steps of each row, 1..StepCount, (rows); empty if all rows are full. What stands after a row's last step
    /// changes nothing, but must be valid: zeros will do.
    /// </summary>
    public ReadOnlyMemory<int> Lengths { get; set; }
}
