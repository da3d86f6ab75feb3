using LogGuard.Detectors.Labelled;

namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="CnnTrainer"/>. The defaults are the paper's where it has them.</summary>
public sealed record CnnOptions
{
    /// <summary>Length of the vector that stands for a key, 1..4,096. The default is <c>128</c>.</summary>
    public int EmbeddingSize { get; init; } = 128;

    /// <summary>Filters of each of the three convolutions, 1..4,096. The default is <c>128</c>.</summary>
    public int FilterCount { get; init; } = 128;

    /// <summary>Share of the pooled values that is dropped in training, 0..1, 1 excluded. The default is <c>0.5</c>.</summary>
    public float Dropout { get; init; } = 0.5f;

    /// <summary>Step size of Adam, above 0; the paper gives none. The default is <c>0.001</c>.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Distinct sessions in one step, 1..65,536. The default is <c>64</c>.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Most passes over the sessions, 1..10,000. The default is <c>200</c>, of which few are needed.</summary>
    public int Epochs { get; init; } = 200;

    /// <summary>Keys of a session that are read, 1..1,024. The default is <c>128</c>.</summary>
    public int SessionLength { get; init; } = 128;

    /// <summary>
    /// Probability from which a session is reported, 0..1, both excluded. The default is null: the one with the highest F1 on a tenth of the
    /// labelled sessions that is held out.
    /// </summary>
    public float? Threshold { get; init; }

    internal OptionFaults Check() => new OptionFaults(nameof(CnnOptions))
        .RequireRange(EmbeddingSize, 1, 4_096)
        .RequireRange(FilterCount, 1, 4_096)
        .RequireDropout(Dropout)
        .RequireTraining(LearningRate, BatchSize, Epochs)
        .RequireRange(SessionLength, 1, ClassifierSettings.LargestSessionLength)
        .RequireThreshold(Threshold);
}
