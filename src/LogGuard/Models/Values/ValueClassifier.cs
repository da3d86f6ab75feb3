namespace LogGuard.Models.Values;

/// <summary>
/// Classifies a parameter by its values: a quantity is worth a model; a name or a counter that looks like one is not. The elapsed
/// time is always a quantity and is not classified.
/// </summary>
internal static class ValueClassifier
{
    /// <summary>Fewest values with which a parameter is judged: a value never seen in n trials has a probability of about 1/(n + 1), 1 % here.</summary>
    internal const int MinimumCount = 100;

    /// <summary>Largest number of different values of an enumeration; most enums, status codes and retry counts have fewer.</summary>
    internal const int EnumerationLimit = 16;

    /// <summary>Least rank correlation of a counter with time; concurrent sessions swap neighbours only.</summary>
    private const double CounterCorrelation = 0.98;

    /// <summary>Least share of steps in which a counter goes up; one that restarts from zero still does in nearly all.</summary>
    private const double CounterStepShare = 0.95;

    /// <summary>Least share of different values of an identifier; nearly every value is a new one.</summary>
    private const double IdentifierDistinctShare = 0.9;

    /// <summary>Kolmogorov-Smirnov distance times √n that uniform values exceed with a probability of 1 %.</summary>
    private const double UniformDistance = 1.63;

    /// <summary>Classifies a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values in order of time; finite.</param>
    /// <param name="confidence">The share of an enumeration's values that must be known ones.</param>
    /// <param name="known">The values of a constant or an enumeration, ascending; else empty.</param>
    public static ValueFeatureKind Classify(string name, ReadOnlySpan<double> values, double confidence, out double[] known)
    {
        known = [];
        if (values.Length < MinimumCount)
        {
            return ValueFeatureKind.TooFew;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var (distinct, once) = CountDistinct(sorted);
        if (distinct == 1)
        {
            known = [sorted[0]];
            return ValueFeatureKind.Constant;
        }

        // Good and Turing: the probability of a value never seen is the share of values seen once.
        if (distinct <= EnumerationLimit && once <= (1 - confidence) * values.Length)
        {
            known = [.. sorted.Distinct()];
            return ValueFeatureKind.Enumeration;
        }

        if (distinct > EnumerationLimit && IsCounter(values))
        {
            return ValueFeatureKind.Counter;
        }

        var isIdentifier = distinct >= IdentifierDistinctShare * values.Length
            && values.IndexOfAnyExceptInteger() < 0
            && (name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal) || IsUniform(sorted));
        return isIdentifier ? ValueFeatureKind.Identifier : ValueFeatureKind.Measured;
    }

    private static (int Distinct, int Once) CountDistinct(double[] sorted)
    {
        var (distinct, once) = (0, 0);
        for (var first = 0; first < sorted.Length;)
        {
            var next = first + 1;
            while (next < sorted.Length && sorted[next] == sorted[first])
            {
                next++;
            }

            distinct++;
            once += next == first + 1 ? 1 : 0;
            first = next;
        }

        return (distinct, once);
    }

    private static bool IsCounter(ReadOnlySpan<double> values)
    {
        var (up, down) = (0, 0);
        for (var i = 1; i < values.Length; i++)
        {
            up += values[i] > values[i - 1] ? 1 : 0;
            down += values[i] < values[i - 1] ? 1 : 0;
        }

        if (up >= CounterStepShare * (up + down))
        {
            return true;
        }

        // Spearman's rank correlation with time.
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort(values.ToArray(), order);
        double sum = 0;
        for (var rank = 0; rank < order.Length; rank++)
        {
            sum += Math.Pow(order[rank] - rank, 2);
        }

        double n = order.Length;
        return 1 - 6 * sum / (n * (n * n - 1)) >= CounterCorrelation;
    }

    private static int IndexOfAnyExceptInteger(this ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != Math.Floor(values[i]))
            {
                return i;
            }
        }

        return -1;
    }

    // Whether every size between the smallest and the largest value is equally likely.
    private static bool IsUniform(double[] sorted)
    {
        var (low, range) = (sorted[0], sorted[^1] - sorted[0]);
        double distance = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var share = (sorted[i] - low) / range;
            distance = Math.Max(distance, Math.Max((i + 1.0) / sorted.Length - share, share - (double)i / sorted.Length));
        }

        return distance * Math.Sqrt(sorted.Length) < UniformDistance;
    }
}
