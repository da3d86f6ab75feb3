namespace LogGuard.Models.Counts;

/// <summary>
/// One rule on the key counts of a whole session: the count of <see cref="Key"/>, minus the count of <see cref="Partner"/>
/// if there is one, is always one of a few values.
/// </summary>
/// <param name="Key">The key whose count is constrained.</param>
/// <param name="Partner">The key that it is tied to; 0 if the count is constrained on its own.</param>
/// <param name="Allowed">The values seen in training, ascending.</param>
/// <param name="SessionCounts">
/// Number of training sessions with each value; empty for a free count, whose one value is the largest seen.
/// </param>
internal sealed record CountConstraint(int Key, int Partner, int[] Allowed, int[] SessionCounts)
{
    /// <summary>Whether the count is free: bounded by an order of magnitude only.</summary>
    public bool IsFree => SessionCounts.Length == 0;

    /// <summary>Whether a value was seen in training.</summary>
    public bool Allows(int value) => Array.BinarySearch(Allowed, value) >= 0;
}
