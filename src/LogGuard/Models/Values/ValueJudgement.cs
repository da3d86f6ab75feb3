namespace LogGuard.Models.Values;

/// <summary>What is unusual about a parameter value vector: the feature that lies furthest outside its interval.</summary>
/// <param name="Feature">The feature; its name, and what it was found to be.</param>
/// <param name="Value">Its value.</param>
/// <param name="Low">Least usual value; negative infinity where no value is too low, NaN where values are named one by one.</param>
/// <param name="High">Largest usual value; positive infinity where none is too high, NaN where values are named one by one.</param>
/// <param name="Surprise">−log2 of its probability, in bits.</param>
internal readonly record struct ValueJudgement(ValueFeature Feature, double Value, double Low, double High, double Surprise);
