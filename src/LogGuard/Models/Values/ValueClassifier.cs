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

    /// <summary>Least share of different values of an identifier; nearly every value is a new one.</summary>
    private const double IdentifierDistinctShare = 0.9;

    /// <summary>Least average length of the stretches of a value that changes now and then; quantities change from line to line.</summary>
    private const int StretchLength = 5;

    /// <summary>Kolmogorov-Smirnov distance times √n that uniform values exceed with a probability of 1 %.</summary>
    private const double UniformDistance = 1.63;

    /// <summary>Classifies a parameter.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values in order of time; finite.</param>
    /// <param name="confidence">The share of an enumeration's values that must be known ones.</param>
    /// <param name="known">The values of a constant or an enumeration, ascending; else empty.</param>
    /// <param name="evidence">The evidence of all lines since the start, of which the values are the latest; null if there were no others.</param>
    public static ValueFeatureKind Classify(
        string name, ReadOnlySpan<double> values, double confidence, out double[] known, ValueEvidence? evidence = null)
    {
        known = [];
        if (values.Length < MinimumCount)
        {
            return ValueFeatureKind.TooFew;
        }

        var sorted = values.ToArray();
        Array.Sort(sorted);
        var (distinct, once) = CountDistinct(sorted);
        evidence ??= ValueEvidence.Of(values);
        if (!evidence.HasTooMany)
        {
            if (ChangesByStretches(evidence))
            {
                return ValueFeatureKind.Identifier;
            }

            // Good and Turing: the probability of a value never seen is the share of values seen once.
            if (once <= (1 - confidence) * values.Length)
            {
                known = [.. evidence.Values.ToArray().Order()];
                return known.Length == 1 ? ValueFeatureKind.Constant : ValueFeatureKind.Enumeration;
            }
        }

        if (distinct > EnumerationLimit && CounterShape.Is(values))
        {
            return ValueFeatureKind.Counter;
        }

        var isIdentifier = values.IndexOfAnyExceptInteger() < 0
            && (IdentifierName.Is(name) || IsInStretches(values)
                || (distinct >= IdentifierDistinctShare * values.Length
                    && (name.EndsWith("Id", StringComparison.Ordinal) || name.EndsWith("ID", StringComparison.Ordinal) || IsUniform(sorted))));
        return isIdentifier ? ValueFeatureKind.Identifier : ValueFeatureKind.Measured;
    }

    /// <summary>Whether the value stays the same for a stretch and then changes. A last line or two may be an exception, after which the usual value comes back.</summary>
    public static bool ChangesByStretches(ValueEvidence evidence) =>
        evidence.IsInStretches && (evidence.Count > 2 || evidence.LinesSinceNew >= ValueWatch.LeastLines);

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

    // Whether the value stays the same for a stretch and then changes to one never seen, as a batch's number does.
    private static bool IsInStretches(ReadOnlySpan<double> values)
    {
        var (runs, known, previous) = (0, new HashSet<double>(), double.NaN);
        foreach (var value in values)
        {
            if (value != previous)
            {
                runs++;
                known.Add(value);
                previous = value;
            }
        }

        return values.Length >= StretchLength * runs && runs - known.Count < known.Count - 1;
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
