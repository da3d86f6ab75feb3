namespace LogGuard.Models.Values;

/// <summary>
/// Whether a quantity or its logarithm is modelled. Durations and sizes have heavy tails, and differ by factors rather
/// than by amounts; but not all do, so the validation part decides: a Gaussian is laid over the training values in each
/// form, and the form is taken under which the validation values are likeliest, as densities of the values themselves.
/// </summary>
internal static class ValueTransform
{
    /// <summary>The logarithm must be better by this, in nats a value: where both fit alike, the plain value is easier to explain.</summary>
    private const double LeastAdvantage = 0.02;

    /// <summary>Decides.</summary>
    /// <param name="fit">Values to learn from; not empty.</param>
    /// <param name="validation">Values to decide by; not empty.</param>
    /// <returns>Whether the logarithm is taken, and what is added before.</returns>
    public static (bool UsesLogarithm, double Offset) Choose(double[] fit, double[] validation)
    {
        var best = (UsesLogarithm: false, Offset: 0.0);
        if (fit.Min() < 0 || validation.Min() < 0)
        {
            return best;
        }

        var least = Surprise(fit, validation, usesLogarithm: false, offset: 0) - LeastAdvantage;

        // 0 has no logarithm; what is added is the values' resolution, or, for values that crowd at 0, their own scale.
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

    /// <summary>The values' resolution, in the transformed scale at their middle: no error says anything below it.</summary>
    public static double Resolution(double[] values, ValueFeature feature)
    {
        var resolution = Resolution(values);
        return feature.UsesLogarithm
            ? resolution / Math.Max(ValueErrorFit.Median([.. values.Order()]) + feature.Offset, double.Epsilon)
            : resolution;
    }

    // The least difference of two values. Where all are equal, the value itself; and a second, or 1, where that is 0.
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

    // Mean of -ln of the density, less a constant.
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
