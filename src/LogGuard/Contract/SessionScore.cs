namespace LogGuard;

/// <summary>The anomalies of a session, summarized. Immutable.</summary>
/// <param name="Bits">
/// The highest <see cref="Anomaly.Score"/> of the session, in bits: −log2 of the probability. 10 is one in a thousand.
/// </param>
/// <param name="AnomalyCount">The number of anomalies so far.</param>
/// <param name="IsOpen">Whether the session is still open.</param>
/// <param name="LastAnomaly">The timestamp of the line of the last anomaly.</param>
public readonly record struct SessionScore(double Bits, int AnomalyCount, bool IsOpen, DateTimeOffset LastAnomaly);
