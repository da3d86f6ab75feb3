namespace LogGuard.Models.NextKey;

/// <summary>Decides whether the next key was expected.</summary>
/// <param name="TopG">A key is expected if it is among this many most likely ones (the paper's g); 0 ignores the rank.</param>
/// <param name="ProbabilityFloor">A key is expected if it is at least this likely; used if <paramref name="TopG"/> is 0.</param>
internal readonly record struct ExpectationRule(int TopG, float ProbabilityFloor)
{
    /// <summary>Whether a key with this probability and rank is expected.</summary>
    /// <param name="probability">0..1.</param>
    /// <param name="rank">Number of keys that are more likely; 0 for the most likely one.</param>
    public bool Accepts(float probability, int rank) =>
        TopG > 0 ? rank < TopG && probability > 0 : probability >= ProbabilityFloor;
}
