namespace LogGuard.Models;

/// <summary>What a model says of the key that came next.</summary>
/// <param name="IsExpected">Whether it was to be expected.</param>
/// <param name="Probability">How likely it was, 0..1.</param>
/// <param name="Rank">How many keys were more likely.</param>
internal readonly record struct NextKeyJudgement(bool IsExpected, float Probability, int Rank);
