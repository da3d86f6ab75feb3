namespace LogGuard.Models.Counts;

/// <summary>
/// One rule on the key counts of a whole session: the count of <see cref="Key"/>, less the count of
/// <see cref="Partner"/> where there is one, is always among a few values.
/// </summary>
/// <param name="Key">The key whose count is ruled.</param>
/// <param name="Partner">The key that it is tied to; 0 where the count is ruled on its own.</param>
/// <param name="Allowed">The values seen in training, ascending.</param>
/// <param name="SessionCounts">
/// In how many training sessions each was seen; empty where the one value is only the largest seen of a free count.
/// </param>
internal sealed record CountConstraint(int Key, int Partner, int[] Allowed, int[] SessionCounts)
{
    /// <summary>Whether the count is free, and only bounded by an order of magnitude.</summary>
    public bool IsFree => SessionCounts.Length == 0;

    /// <summary>Whether a value was seen in training.</summary>
    public bool Allows(int value) => Array.BinarySearch(Allowed, value) >= 0;
}
