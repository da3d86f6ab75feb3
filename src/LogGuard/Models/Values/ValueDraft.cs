namespace LogGuard.Models.Values;

/// <summary>A key's features before it is decided what predicts them.</summary>
/// <param name="Series">The key's vectors.</param>
/// <param name="Features">What each feature is; the intervals of the measured ones are still open.</param>
/// <param name="Rows">The normalised values of the network's inputs, (vectors, inputs); 0, the mean, where one is missing.</param>
/// <param name="IsMissing">Which of them are missing.</param>
/// <param name="FitCount">Number of vectors to learn from; the others are for validation.</param>
/// <param name="Gain">The share of the validation error that a linear prediction from the history takes off; 0 where there is nothing to predict.</param>
internal sealed record ValueDraft(
    ParameterValueSeries Series, ValueFeature[] Features, float[] Rows, bool[] IsMissing, int FitCount, double Gain)
{
    public int InputCount { get; } = Features.Count(feature => feature.IsNetworkInput);
}
