using LogGuard.Detectors.Labelled;
using LogGuard.Semantics;

namespace LogGuard.Detectors;

/// <summary>Settings of <see cref="LogAnomalyTrainer"/> and <see cref="MsifLstmTrainer"/>.</summary>
public sealed record NextTemplateOptions
{
    /// <summary>Makes the vectors of the templates. The default is <see cref="SubwordVectorizer"/>.</summary>
    public ITemplateVectorizer Vectorizer { get; init; } = new SubwordVectorizer();

    /// <summary>Latest events that the next is predicted from, 1..1,023. The default is <c>10</c>.</summary>
    public int WindowSize { get; init; } = 10;

    /// <summary>Memory units of each layer, 1..4,096. The default is <c>64</c>.</summary>
    public int HiddenSize { get; init; } = 64;

    /// <summary>
    /// Number of most likely steps that are normal, 1 or more, as in the papers. The default is null: steps are normal from a probability on,
    /// the highest with which no more of the sessions learnt from are reported than <see cref="ModelOptions.TargetAlarmRate"/> allows.
    /// </summary>
    public int? TopCount { get; init; }

    /// <summary>
    /// Whether the end of a session is predicted as one more step, so that a session that breaks off is reported. The default is true; the
    /// papers have no such step.
    /// </summary>
    public bool PredictsEnd { get; init; } = true;

    /// <summary>Step size of Adam, above 0. The default is <c>0.001</c>.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>Distinct windows in one step, 1..65,536. The default is <c>128</c>.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Most passes over the windows, 1..10,000. The default is <c>60</c>.</summary>
    public int Epochs { get; init; } = 60;

    // A window and the event that is judged are as many keys as a trainer may ask for.
    internal OptionFaults Check() => new OptionFaults(nameof(NextTemplateOptions))
        .RequireObject(Vectorizer)
        .RequireRange(WindowSize, 1, ClassifierSettings.LargestSessionLength - 1)
        .RequireRange(HiddenSize, 1, 4_096)
        .RequireRange(TopCount, 1, int.MaxValue)
        .RequireTraining(LearningRate, BatchSize, Epochs);
}
