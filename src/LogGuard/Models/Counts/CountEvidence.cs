namespace LogGuard.Models.Counts;

/// <summary>
/// How much n sessions tell of the counts that they did not show: estimates of the share of future sessions with a count that was
/// not seen, on each side of those that were.
/// </summary>
/// <remarks>
/// A value that never changed in s sessions is a law with even odds beforehand, so that after s sessions it is broken next time with
/// a probability of about 1 / (s + 2)²: the chance that it is none, 1 / (s + 2), times Laplace's rule of succession. Values that do
/// vary are no such law. A new largest or smallest one is a record, which the next of s + 1 equal draws is in one of s + 1 cases; new
/// ones between them come at the rate of values seen once (Good, Biometrika 1953), and no slower than a Ewens process with as many
/// different values in s draws would bring them (Ewens, Theoretical Population Biology 1972).
/// </remarks>
internal static class CountEvidence
{
    /// <summary>
    /// A value between two seen ones is missing by chance if fewer sessions than this are expected to have it: with three expected,
    /// none has it in one of twenty cases (the rule of three).
    /// </summary>
    internal const double FewestExpectedInGap = 3;

    // The bisection ends far below the precision that matters.
    private const int Bisections = 50;

    /// <summary>
    /// Whether the value between two neighbours may be missing by chance. Its expected number of sessions is interpolated between
    /// theirs, in logarithms.
    /// </summary>
    /// <param name="values">The values seen, ascending.</param>
    /// <param name="counts">Number of sessions with each.</param>
    /// <param name="next">The place of the neighbour above; at least 1.</param>
    /// <param name="value">The value.</param>
    public static bool IsGapOfChance(ReadOnlySpan<int> values, ReadOnlySpan<int> counts, int next, int value) =>
        IsGapOfChance((values[next - 1], counts[next - 1]), (values[next], counts[next]), value);

    /// <summary>The estimated share of sessions with an unseen value on each side, given that the rule applies to them.</summary>
    /// <param name="values">The values seen, ascending; not empty.</param>
    /// <param name="counts">Number of sessions with each.</param>
    public static (double TooFew, double Between, double TooMany) UnseenShares(ReadOnlySpan<int> values, ReadOnlySpan<int> counts)
    {
        var total = 0.0;
        foreach (var count in counts)
        {
            total += count;
        }

        return (Beyond(counts[0], counts.Length, total), Between(values, counts, total), Beyond(counts[^1], counts.Length, total));
    }

    /// <summary>The estimated share of sessions that break a rule that none of a number of sessions broke.</summary>
    public static double UnbrokenShare(double support) => 1 / ((support + 2) * (support + 2));

    // A law as far as the outermost value is nearly all of them, a record as far as it is one of several.
    private static double Beyond(int outermost, int distinct, double total)
    {
        var share = outermost / total;
        return (1 - share) * distinct / (total + 1) + UnbrokenShare(total);
    }

    private static double Between(ReadOnlySpan<int> values, ReadOnlySpan<int> counts, double total)
    {
        var (hasGap, singles) = (false, 0);
        for (var i = 1; i < values.Length; i++)
        {
            var middle = values[i - 1] + (values[i] - values[i - 1]) / 2;
            hasGap |= values[i] - values[i - 1] > 1 && !IsGapOfChance(values, counts, i, middle);

            // Without this one session its value would be an unseen one.
            singles += i < values.Length - 1 && counts[i] == 1
                && !IsGapOfChance((values[i - 1], counts[i - 1]), (values[i + 1], counts[i + 1]), values[i]) ? 1 : 0;
        }

        return hasGap || singles > 0 ? Math.Max(singles / total, EwensShare(values.Length, total)) : 0;
    }

    // θ / (θ + s), where θ brings as many different values in s draws: K = θ ln(1 + s / θ).
    private static double EwensShare(int distinct, double total)
    {
        var (low, high) = (1e-6, 1e6);
        for (var i = 0; i < Bisections; i++)
        {
            var middle = Math.Sqrt(low * high);
            if (middle * Math.Log(1 + total / middle) < distinct)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return low / (low + total);
    }

    private static bool IsGapOfChance((int Value, int Count) below, (int Value, int Count) above, int value)
    {
        var share = ((double)value - below.Value) / ((double)above.Value - below.Value);
        return Math.Exp((1 - share) * Math.Log(below.Count) + share * Math.Log(above.Count)) < FewestExpectedInGap;
    }
}
