namespace LogGuard.Neural;

/// <summary>What a network should have answered for a batch of rows.</summary>
internal sealed class NetworkTargets
{
    /// <summary>The true class of each row, (rows); for a softmax head, unless <see cref="Values"/> is given.</summary>
    public ReadOnlyMemory<int> Classes { get; set; }

    /// <summary>
    /// What each output should be, row-major, (rows, OutputCount): soft labels, facts between 0 and 1, or numbers.
    /// </summary>
    public ReadOnlyMemory<float> Values { get; set; }

    /// <summary>How much each row counts, (rows); empty if all count 1. The loss is the weighted mean of the rows' losses.</summary>
    public ReadOnlyMemory<float> Weights { get; set; }
}
