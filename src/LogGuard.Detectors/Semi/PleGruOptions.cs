using LogGuard.Detectors.Labelled;
using LogGuard.Semantics;

namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="PleGruTrainer"/>. The defaults are the paper's (LogMS, section 4.3) where it has them.</summary>
public sealed record PleGruOptions
{
    /// <summary>Makes the vectors of the templates. The default is <see cref="SubwordVectorizer"/>.</summary>
    public ITemplateVectorizer Vectorizer { get; init; } = new SubwordVectorizer();

    /// <summary>Fewest sessions of a cluster, 2..10,000; no more than a twentieth of the sessions. The default is <c>100</c>.</summary>
    public int MinClusterSize { get; init; } = 100;

    /// <summary>Neighbours that tell how dense it is around a session, 1..10,000; no more than a twentieth of the sessions. The default is <c>100</c>.</summary>
    public int MinSamples { get; init; } = 100;

    /// <summary>Memory units, 1..4,096; the paper gives none. The default is <c>100</c>.</summary>
    public int HiddenSize { get; init; } = 100;

    /// <summary>Share of the pooled values that is dropped in training, 0..1, 1 excluded; the paper gives none. The default is <c>0.5</c>, as in <see cref="CnnOptions"/>.</summary>
    public float Dropout { get; init; } = 0.5f;

    /// <summary>Step size of Adam, above 0. The default is <c>0.001</c>.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Distinct sessions in one step, 1..65,536. The default is <c>64</c>.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Most passes over the sessions, 1..10,000; 20 in the paper. The default is <c>300</c>: equal sessions are one row here.</summary>
    public int Epochs { get; init; } = 300;

    /// <summary>Keys of a session that are read, 1..1,024. The default is <c>128</c>.</summary>
    public int SessionLength { get; init; } = 128;

    /// <summary>
    /// Probability from which a session is reported, 0..1, both excluded. The default is null: 0.5, or, where enough anomalous sessions are
    /// labelled, the one with the highest F1 on a tenth of the labelled sessions that is held out.
    /// </summary>
    public float? Threshold { get; init; }

    internal OptionFaults Check() => new OptionFaults(nameof(PleGruOptions))
        .RequireObject(Vectorizer)
        .RequireRange(MinClusterSize, 2, 10_000)
        .RequireRange(MinSamples, 1, 10_000)
        .RequireRange(HiddenSize, 1, 4_096)
        .RequireDropout(Dropout)
        .RequireTraining(LearningRate, BatchSize, Epochs)
        .RequireRange(SessionLength, 1, ClassifierSettings.LargestSessionLength)
        .RequireThreshold(Threshold);
}
