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
/// <param name="Sides">The sides that are judged. Snapshots of versions without sides judged all.</param>
/// <param name="Support">Number of training sessions that could have broken the rule and did not; 0 in snapshots of versions that did not count them.</param>
internal sealed record CountConstraint(
    int Key, int Partner, int[] Allowed, int[] SessionCounts, CountSides Sides = CountSides.All, int Support = 0)
{
    /// <summary>Whether the count is free: bounded by an order of magnitude only.</summary>
    public bool IsFree => SessionCounts.Length == 0;

    /// <summary>Whether too large a count breaks the rule.</summary>
    public bool BoundsAbove => Judges(CountSides.TooMany);

    /// <summary>
    /// Whether a value keeps the rule: it was seen in training, lies on a side that is not judged, or lies in a gap that
    /// chance explains.
    /// </summary>
    public bool Allows(int value)
    {
        var place = Array.BinarySearch(Allowed, value);
        if (place >= 0)
        {
            return true;
        }

        var next = ~place;
        if (next == Allowed.Length)
        {
            return !BoundsAbove;
        }

        // Of a key that may be absent, counts from 1 to the smallest one seen are too few, though they lie above 0.
        return next == 0 || (Partner == 0 && Allowed[next - 1] == 0)
            ? !Judges(CountSides.TooFew)
            : !Judges(CountSides.Between) || CountEvidence.IsGapOfChance(Allowed, SessionCounts, next, value);
    }

    /// <summary>Whether a side is judged. Until the JIT has optimised its caller, Enum.HasFlag would box both values, 48 bytes.</summary>
    public bool Judges(CountSides side) => (Sides & side) == side;
}
