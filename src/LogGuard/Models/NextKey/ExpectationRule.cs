namespace LogGuard.Models.NextKey;

/// <summary>Decides whether what came next was to be expected.</summary>
/// <param name="TopG">Expected if among this many most likely ones (the paper's g); 0 leaves the rank out of it.</param>
/// <param name="ProbabilityFloor">Expected if at least this likely; used where <paramref name="TopG"/> is 0.</param>
internal readonly record struct ExpectationRule(int TopG, float ProbabilityFloor)
{
    /// <summary>Whether a key with this probability and rank is expected.</summary>
    /// <param name="probability">0..1.</param>
    /// <param name="rank">How many keys are more likely; 0 for the most likely one.</param>
    public bool Accepts(float probability, int rank) =>
        TopG > 0 ? rank < TopG && probability > 0 : probability >= ProbabilityFloor;
}
