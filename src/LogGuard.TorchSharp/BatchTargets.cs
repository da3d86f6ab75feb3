namespace LogGuard.TorchSharp;

/// <summary>What a network should have answered for a batch, checked.</summary>
internal readonly ref struct BatchTargets
{
    /// <summary>The true class of each row, or empty.</summary>
    public ReadOnlySpan<int> Classes { get; init; }

    /// <summary>What each output should be, (rows, outputs), or empty.</summary>
    public ReadOnlySpan<float> Values { get; init; }

    /// <summary>How much each row counts, or empty.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>Their sum; the number of rows where there are none.</summary>
    public double WeightSum { get; init; }
}
