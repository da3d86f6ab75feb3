namespace LogGuard.Models.NextKey;

/// <summary>The verdict of a model on the next key.</summary>
/// <param name="IsExpected">Whether the key was expected.</param>
/// <param name="Probability">Its probability, 0..1.</param>
/// <param name="Rank">Number of keys that the model considers more likely.</param>
/// <param name="Own">The model's own probability if counts decided instead (<see cref="StepEvidence"/>, <see cref="BackOffModel"/>); otherwise null.</param>
internal readonly record struct NextKeyJudgement(bool IsExpected, float Probability, int Rank, float? Own = null)
{
    /// <summary>Whether the probability is one of counts instead of the model's own.</summary>
    public bool IsBounded => Own is not null;
}
