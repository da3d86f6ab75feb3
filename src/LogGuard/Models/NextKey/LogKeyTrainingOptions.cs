namespace LogGuard.Models.NextKey;

/// <summary>Settings of the training of a log key model.</summary>
internal sealed record LogKeyTrainingOptions
{
    /// <summary>Number of Adam steps.</summary>
    public int StepCount { get; init; } = 2000;

    /// <summary>Least number of passes over the windows, even if they take more than <see cref="StepCount"/> steps.</summary>
    public int MinimumPasses { get; init; } = 10;

    /// <summary>Number of windows in one step.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>
    /// Whether a window is drawn as often as it occurred, so that a step sees the distribution of the log. Otherwise each distinct
    /// window is drawn once a pass and weighted within its step, which gives rare windows more influence.
    /// </summary>
    public bool CountsRepetitions { get; init; }

    /// <summary>Initial step size of Adam.</summary>
    public float LearningRate { get; init; } = 0.004f;

    /// <summary>
    /// The share of <see cref="LearningRate"/> that remains at the end of the cosine decay. Large steps at the end leave rare windows
    /// unsettled. 1 keeps the rate constant.
    /// </summary>
    public float FinalLearningRateShare { get; init; } = 0.01f;

    /// <summary>Seed of the initial weights and of the order of windows.</summary>
    public int Seed { get; init; } = 1;
}
