namespace LogGuard.Detectors.Labelled;

/// <summary>The settings that all networks with labels have, and how they learn.</summary>
/// <param name="HiddenSize">Memory units.</param>
/// <param name="LearningRate">Step size of Adam.</param>
/// <param name="BatchSize">Distinct sessions in one step.</param>
/// <param name="Epochs">Most passes over the sessions.</param>
/// <param name="SessionLength">Keys of a session that are read; later ones are not.</param>
/// <param name="Threshold">Probability from which a session is reported; null: it is chosen on held-out sessions.</param>
/// <param name="Patience">Passes without a lower loss on held-out sessions after which the training ends.</param>
internal sealed record ClassifierSettings(
    int HiddenSize, float LearningRate, int BatchSize, int Epochs, int SessionLength, float? Threshold, int Patience)
{
    /// <summary>Whether both labels weigh the same together, however many rows each has. The default is true.</summary>
    public bool IsBalanced { get; init; } = true;

    /// <summary>Most keys of a session that a network can read.</summary>
    internal const int LargestSessionLength = 1_024;
}
