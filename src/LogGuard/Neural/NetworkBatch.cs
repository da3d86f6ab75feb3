namespace LogGuard.Neural;

/// <summary>What a network reads for a batch of rows. It may be kept and filled again: the engine keeps nothing of it.</summary>
/// <param name="sources">One for each source of the description, in that order.</param>
internal sealed class NetworkBatch(params SourceBatch[] sources)
{
    /// <summary>Number of rows.</summary>
    public required int RowCount { get; set; }

    /// <summary>One for each source of the description, in that order.</summary>
    public SourceBatch[] Sources { get; } = sources;
}
