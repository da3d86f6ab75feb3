using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="MergedLstmTrainer"/>. The defaults are the paper's, section 3.2, where it has them.</summary>
public sealed record MergedLstmOptions
{
    /// <summary>Events of one window, 1..1,024. The default is <c>10</c>.</summary>
    public int WindowSize { get; init; } = 10;

    /// <summary>Memory units of each of the two layers, 1..4,096; the paper gives none. The default is <c>64</c>, as in DeepLog.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Weight of anomalous windows against normal ones, above 0. The default is <c>5</c>.</summary>
    public float PositiveWeight { get; init; } = 5;

    /// <summary>Step size of Adam, above 0. The default is <c>0.001</c>.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Distinct windows in one step, 1..65,536; the paper gives none. The default is <c>256</c>.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// Most passes over the windows, 1..10,000. The default is <c>100</c>; the paper has about 5,000 over 700 lines, and no end before that.
    /// </summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Keys of a session that are read, 1..1,024; the paper gives none. The default is <c>256</c>.</summary>
    public int SessionLength { get; init; } = 256;

    internal OptionFaults Check() => new OptionFaults(nameof(MergedLstmOptions))
        .RequireRange(WindowSize, 1, ClassifierSettings.LargestSessionLength)
        .RequireRange(HiddenSize, 1, 4_096)
        .RequirePositive(PositiveWeight)
        .RequireTraining(LearningRate, BatchSize, Epochs)
        .RequireRange(SessionLength, 1, ClassifierSettings.LargestSessionLength);
}
