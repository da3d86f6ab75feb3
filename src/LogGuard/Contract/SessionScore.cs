namespace LogGuard;

/// <summary>What is known against a session. Immutable.</summary>
/// <param name="Bits">
/// The highest <see cref="Anomaly.Score"/> among its anomalies: −log2 of the probability, so 10 is one in a thousand.
/// </param>
/// <param name="AnomalyCount">Its anomalies so far.</param>
/// <param name="IsOpen">Whether it has not ended yet.</param>
/// <param name="LastAnomaly">The time of the line that the last of them is about.</param>
public readonly record struct SessionScore(double Bits, int AnomalyCount, bool IsOpen, DateTimeOffset LastAnomaly);
