namespace LogGuard.Models.Values;

/// <summary>
/// Chooses whether a quantity or its logarithm is modelled. Durations and sizes often have heavy tails and differ by factors rather
/// than by amounts, but not always, so the validation part decides: a Gaussian is fitted to the training values in each form, and the
/// form that gives the validation values the higher density, on the scale of the values themselves, is chosen.
/// </summary>
internal static class ValueTransform
{
    /// <summary>Least advantage of the logarithm, in nats per value: if both fit alike, the plain value is easier to explain.</summary>
    private const double LeastAdvantage = 0.02;

    /// <summary>Chooses the form.</summary>
    /// <param name="fit">Values to learn from; not empty.</param>
    /// <param name="validation">Values to decide by; not empty.</param>
    /// <returns>Whether the logarithm is taken, and the number added before.</returns>
    public static (bool UsesLogarithm, double Offset) Choose(double[] fit, double[] validation)
    {
        var best = (UsesLogarithm: false, Offset: 0.0);
        if (fit.Min() < 0 || validation.Min() < 0)
        {
            return best;
        }

        var least = Surprise(fit, validation, usesLogarithm: false, offset: 0) - LeastAdvantage;

        // 0 has no logarithm, so the values' resolution is added or, if many values are near 0, their own scale.
        var sorted = fit.Order().ToArray();
        var isPositive = sorted[0] > 0 && validation.Min() > 0;
        foreach (var offset in new[] { isPositive ? 0 : Resolution(fit), ValueErrorFit.Median(sorted) })
        {
            if (offset > 0 || isPositive)
            {
                var surprise = Surprise(fit, validation, usesLogarithm: true, offset);
                if (surprise < least)
                {
                    (least, best) = (surprise, (true, offset));
                }
            }
        }

        return best;
    }

    /// <summary>The resolution of the values, on the transformed scale at their median: smaller errors have no meaning.</summary>
    public static double Resolution(double[] values, ValueFeature feature)
    {
        var resolution = Resolution(values);
        return feature.UsesLogarithm
            ? resolution / Math.Max(ValueErrorFit.Median([.. values.Order()]) + feature.Offset, double.Epsilon)
            : resolution;
    }

    // The smallest difference of two values. If all are equal, the value itself; if that is 0, a second or 1.
    private static double Resolution(double[] values)
    {
        var sorted = values.Order().ToArray();
        var least = double.PositiveInfinity;
        for (var i = 1; i < sorted.Length; i++)
        {
            least = sorted[i] > sorted[i - 1] ? Math.Min(least, sorted[i] - sorted[i - 1]) : least;
        }

        return double.IsFinite(least) ? least : sorted[0] != 0 ? Math.Abs(sorted[0]) : 1;
    }

    // Mean of -ln of the density, without a constant.
    private static double Surprise(double[] fit, double[] validation, bool usesLogarithm, double offset)
    {
        var transformed = fit.Select(value => ValueFeature.Transform(value, usesLogarithm, offset)).ToArray();
        var mean = transformed.Average();
        var deviation = Math.Sqrt(transformed.Average(value => (value - mean) * (value - mean)));
        if (deviation == 0)
        {
            return double.PositiveInfinity;
        }

        return Math.Log(deviation) + validation.Average(value =>
            0.5 * Math.Pow((ValueFeature.Transform(value, usesLogarithm, offset) - mean) / deviation, 2)
            + (usesLogarithm ? Math.Log(value + offset) : 0));
    }
}
