namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="InvariantTrainer"/>.</summary>
public sealed record InvariantOptions
{
    /// <summary>
    /// Share of the sessions that must fulfil an invariant, 0..1, both excluded. The default is <c>0.98</c>, as in
    /// the paper.
    /// </summary>
    public double Support { get; init; } = 0.98;

    /// <summary>Largest absolute coefficient, 1..5. The default is <c>2</c>.</summary>
    public int LargestCoefficient { get; init; } = 2;

    /// <summary>Most keys in an invariant, 1..3. The default is <c>3</c>.</summary>
    public int MostKeys { get; init; } = 3;

    internal OptionFaults Check() => new OptionFaults(nameof(InvariantOptions))
        .RequireShare(Support)
        .RequireRange(LargestCoefficient, 1, 5)
        .RequireRange(MostKeys, 1, 3);
}
