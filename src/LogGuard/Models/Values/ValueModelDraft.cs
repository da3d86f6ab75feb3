namespace LogGuard.Models.Values;

/// <summary>A key's features before their predictors are chosen.</summary>
/// <param name="Series">The key's vectors.</param>
/// <param name="Features">The features; the intervals of the measured ones are not set yet.</param>
/// <param name="Rows">The normalised values of the network's inputs, (vectors, inputs); a missing value is 0, the mean.</param>
/// <param name="IsMissing">Whether each of them is missing.</param>
/// <param name="FitCount">Number of vectors to learn from; the others are for validation.</param>
/// <param name="Gain">The share of the validation error that a linear prediction from the history explains; 0 if there is nothing to predict.</param>
internal sealed record ValueModelDraft(
    ParameterValueSeries Series, ValueFeature[] Features, float[] Rows, bool[] IsMissing, int FitCount, double Gain)
{
    public int InputCount { get; } = Features.Count(feature => feature.IsNetworkInput);
}
