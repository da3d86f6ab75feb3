namespace LogGuard.Detectors.Labelled;

/// <summary>How a network learns labels.</summary>
/// <param name="LearningRate">Step size of Adam.</param>
/// <param name="BatchSize">Distinct sessions in one step.</param>
/// <param name="Epochs">Most passes over the sessions.</param>
/// <param name="Patience">Passes without a lower loss on held-out sessions after which the training ends.</param>
/// <param name="SessionLength">Keys of a session that are read; later ones are not.</param>
internal sealed record ClassifierSettings(float LearningRate, int BatchSize, int Epochs, int Patience, int SessionLength);
