namespace LogGuard.Neural;

/// <summary>The rows of a batch that run through the network together.</summary>
/// <param name="FirstRow">Number of the first row in the batch.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="DropoutSeed">Seed of dropout; null in prediction, which drops nothing.</param>
/// <param name="Batch">Number of the batch in the training.</param>
internal readonly record struct Shard(int FirstRow, int Rows, int? DropoutSeed = null, long Batch = 0)
{
    /// <summary>The dropout of a place in the network.</summary>
    public Dropout Dropout(float probability, int site) =>
        probability == 0 || DropoutSeed is not { } seed
            ? default
            : new Dropout(probability, Neural.Dropout.Key(seed, Batch, site));
}
