namespace LogGuard.Models.NextKey;

/// <summary>What a model says of the key that came next.</summary>
/// <param name="IsExpected">Whether it was to be expected.</param>
/// <param name="Probability">How likely it was, 0..1.</param>
/// <param name="Rank">How many keys the model takes to be more likely.</param>
/// <param name="Own">The model's own probability, where it is another: less than <see cref="StepEvidence"/> leaves room for.</param>
internal readonly record struct NextKeyJudgement(bool IsExpected, float Probability, int Rank, float? Own = null)
{
    /// <summary>Whether the probability is not the model's, but the least that <see cref="StepEvidence"/> leaves room for.</summary>
    public bool IsBounded => Own is not null;
}
