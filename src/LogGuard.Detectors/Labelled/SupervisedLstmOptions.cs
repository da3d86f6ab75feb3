using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="SupervisedLstmTrainer"/>. The defaults are the paper's, Table 15, where it has them.</summary>
public sealed record SupervisedLstmOptions
{
    /// <summary>Length of the vector that stands for a key, 1..4,096. The default is <c>230</c>.</summary>
    public int EmbeddingSize { get; init; } = 230;

    /// <summary>Memory units, 1..4,096. The default is <c>460</c>.</summary>
    public int HiddenSize { get; init; } = 460;

    /// <summary>Step size of Adam, above 0. The default is <c>0.0001</c>.</summary>
    public float LearningRate { get; init; } = 1e-4f;

    /// <summary>Distinct sessions in one step, 1..65,536. The default is <c>128</c>.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Most passes over the sessions, 1..10,000. The default is <c>25</c>.</summary>
    public int Epochs { get; init; } = 25;

    /// <summary>Keys of a session that are read, 1..1,024; the paper gives none. The default is <c>128</c>.</summary>
    public int SessionLength { get; init; } = 128;

    /// <summary>
    /// Probability from which a session is reported, 0..1, both excluded. The default is null: the one with the highest F1 on a tenth of the
    /// labelled sessions that is held out.
    /// </summary>
    public float? Threshold { get; init; }

    internal OptionFaults Check() => new OptionFaults(nameof(SupervisedLstmOptions))
        .RequireRange(EmbeddingSize, 1, 4_096)
        .RequireRange(HiddenSize, 1, 4_096)
        .RequireTraining(LearningRate, BatchSize, Epochs)
        .RequireRange(SessionLength, 1, ClassifierSettings.LargestSessionLength)
        .RequireThreshold(Threshold);
}
