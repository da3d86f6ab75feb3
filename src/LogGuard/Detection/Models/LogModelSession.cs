namespace LogGuard.Detection;

/// <summary>A session to learn from.</summary>
/// <param name="Keys">Its log keys in order of time.</param>
/// <param name="IsWhole">Whether it has its beginning and its end; the counts of a part have no meaning.</param>
/// <param name="IsAnomalous">The label; null: none was given, and what is collected while learning is taken for normal.</param>
public sealed record LogModelSession(ReadOnlyMemory<int> Keys, bool IsWhole = true, bool? IsAnomalous = null);
