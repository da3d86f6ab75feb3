namespace LogGuard.Models.NextKey;

/// <summary>How a log key model is trained.</summary>
internal sealed record LogKeyTrainingOptions
{
    /// <summary>Adam steps.</summary>
    public int StepCount { get; init; } = 2000;

    /// <summary>Passes over the windows, even where that takes more than <see cref="StepCount"/> steps.</summary>
    public int MinimumPasses { get; init; } = 10;

    /// <summary>Windows in one step.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// Whether a window is drawn as often as it occurred, so that a step sees the log as it is. Otherwise each distinct
    /// one is drawn once a pass and weighted within its step, which gives rare windows more of a say.
    /// </summary>
    public bool CountsRepetitions { get; init; }

    /// <summary>Adam's step size at the beginning.</summary>
    public float LearningRate { get; init; } = 0.004f;

    /// <summary>
    /// The share of <see cref="LearningRate"/> that is left at the end; it falls along a cosine. Steps that are still
    /// large at the end leave the rare windows unsettled. 1 keeps it constant.
    /// </summary>
    public float FinalLearningRateShare { get; init; } = 0.01f;

    /// <summary>Seed of the initial weights and of the order of windows.</summary>
    public int Seed { get; init; } = 1;
}
