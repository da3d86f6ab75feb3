using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="TfIdfLstmTrainer"/>.</summary>
public sealed record TfIdfLstmOptions
{
    /// <summary>Keys of one window, 1..1,024. The default is <c>5</c>.</summary>
    public int WindowSize { get; init; } = 5;

    /// <summary>Memory units, 1..4,096. The default is <c>64</c>.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>Step size of Adam, above 0. The default is <c>0.001</c>.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Distinct sessions in one step, 1..65,536. The default is <c>64</c>.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Most passes over the sessions, 1..10,000. The default is <c>100</c>.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>Keys of a session that are read, 1..1,024. The default is <c>256</c>.</summary>
    public int SessionLength { get; init; } = 256;

    /// <summary>
    /// Probability from which a session is reported, 0..1, both excluded. The default is null: the one with the highest F1 on a tenth of the
    /// labelled sessions that is held out.
    /// </summary>
    public float? Threshold { get; init; }

    internal OptionFaults Check() => new OptionFaults(nameof(TfIdfLstmOptions))
        .RequireRange(WindowSize, 1, ClassifierSettings.LargestSessionLength)
        .RequireRange(HiddenSize, 1, 4_096)
        .RequireTraining(LearningRate, BatchSize, Epochs)
        .RequireRange(SessionLength, 1, ClassifierSettings.LargestSessionLength)
        .RequireThreshold(Threshold);
}
