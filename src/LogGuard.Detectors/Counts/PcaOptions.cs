namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="PcaTrainer"/>.</summary>
public sealed record PcaOptions
{
    /// <summary>Share of the variance that the normal subspace explains, 0..1, both excluded. The default is <c>0.95</c>, as in the paper.</summary>
    public double ExplainedVariance { get; init; } = 0.95;

    /// <summary>
    /// The share α of normal sessions whose residual exceeds the limit of the Q-statistic, 0..1, both excluded. The default is <c>0.001</c>, as in
    /// the paper.
    /// </summary>
    public double Alpha { get; init; } = 0.001;

    internal OptionFaults Check() => new OptionFaults(nameof(PcaOptions))
        .RequireShare(ExplainedVariance)
        .RequireShare(Alpha);
}
