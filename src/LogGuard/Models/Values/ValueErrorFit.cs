using LogGuard.Models.NextKey;

namespace LogGuard.Models.Values;

/// <summary>
/// A Gaussian fitted to the errors of a prediction on the validation part, and the limits of usual errors. Differs from Du et al.,
/// DeepLog, section 3.2, which fits one Gaussian to the mean squared error of a whole vector: one for each feature names the
/// unusual feature, and small errors of other features do not dilute a large one.
/// </summary>
/// <remarks>
/// Robust: the centre is the median, and σ is the root mean square of the errors within <see cref="ClipLimit"/> times the σ that
/// the median absolute deviation implies, so that a few extreme errors, perhaps anomalies themselves, do not widen the interval.
/// If the errors refute the Gaussian, by their number outside or by their shape, the limit is that of <see cref="TailThreshold"/>.
/// Both limits are predictive: they take into account how little so few errors tell of σ or of the tail.
/// </remarks>
/// <param name="Centre">The centre.</param>
/// <param name="Deviation">σ; above 0.</param>
/// <param name="LowerLimit">Usual distance below the centre, in σ; null if only large values are judged.</param>
/// <param name="UpperLimit">Usual distance above the centre, in σ.</param>
/// <param name="FarLimit">Distance above the centre that is unusual even among many values, in σ: it is exceeded at the rate raised to <see cref="FarPower"/>.</param>
/// <param name="IsCalibrated">Whether a limit comes from the tail instead of the Gaussian.</param>
internal readonly record struct ValueErrorFit(
    double Centre, double Deviation, double? LowerLimit, double UpperLimit, double FarLimit, bool IsCalibrated)
{
    private const double ClipLimit = 4;

    /// <summary>The Gaussian is refuted if it gives a smaller probability to the number of errors outside its limit, or to none near it.</summary>
    internal const double Significance = 0.01;

    /// <summary>
    /// At 99.9 % three values in a hundred million exceed the far limit: ten million lines, a day of a busy service, raise less than
    /// one false alarm.
    /// </summary>
    internal const double FarPower = 2.5;

    /// <summary>Fewest errors with which the tail may replace a Gaussian that is too wide; a tenth of fewer is too small a tail.</summary>
    internal const int TailMinimum = 200;

    /// <summary>Fits errors.</summary>
    /// <param name="errors">At least one; in any order.</param>
    /// <param name="confidence">Share of values that should lie inside, 0.5..1.</param>
    /// <param name="isTwoSided">Whether small values are judged, too.</param>
    /// <param name="leastDeviation">Lower bound of σ: the resolution of the values.</param>
    /// <param name="isPredictive">Whether the limits take into account what so few errors cannot show. Not needed where only the far limit counts.</param>
    public static ValueErrorFit Fit(
        ReadOnlySpan<double> errors, double confidence, bool isTwoSided, double leastDeviation, bool isPredictive = true)
    {
        var sorted = errors.ToArray();
        Array.Sort(sorted);
        var centre = Median(sorted);
        var deviation = Math.Max(RobustDeviation(sorted, centre), leastDeviation);

        var rate = (1 - confidence) / (isTwoSided ? 2 : 1);
        var farRate = Math.Pow(rate, FarPower);
        double[] above = [.. sorted.Select(error => (error - centre) / deviation)];
        var upper = Limit(above, rate, isPredictive, out var isUpperCalibrated);
        var far = Math.Max(upper, isUpperCalibrated ? TailThreshold.Fit(above, farRate) : NormalDistribution.UpperQuantile(farRate));
        var isLowerCalibrated = false;
        double? lower = isTwoSided
            ? Limit([.. sorted.Select(error => (centre - error) / deviation)], rate, isPredictive, out isLowerCalibrated)
            : null;
        return new ValueErrorFit(centre, deviation, lower, upper, far, isUpperCalibrated || isLowerCalibrated);
    }

    internal static double Median(double[] sorted) =>
        (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static double RobustDeviation(double[] sorted, double centre)
    {
        double[] distances = [.. sorted.Select(error => Math.Abs(error - centre))];
        Array.Sort(distances);

        // 1.4826 converts the median absolute deviation of a Gaussian to its σ. If more than half of the errors are equal, it is zero
        // and cannot tell which of the others are extreme.
        var limit = Median(distances) is > 0 and var median ? ClipLimit * 1.4826 * median : double.PositiveInfinity;
        return Math.Sqrt(distances.Average(distance => Math.Min(distance, limit) * Math.Min(distance, limit)));
    }

    private static double Limit(double[] errors, double rate, bool isPredictive, out bool isCalibrated)
    {
        var gaussian = isPredictive ? PredictiveQuantile(rate, errors.Length) : NormalDistribution.UpperQuantile(rate);
        var outside = errors.Count(error => error > gaussian);
        var isTooNarrow = AtLeast(outside, errors.Length * rate) < Significance;
        var isTooWide = errors.Length >= TailMinimum
            && Math.Pow(NormalDistribution.Cdf(errors.Max()), errors.Length) < Significance;
        isCalibrated = isTooNarrow || isTooWide;
        if (!isCalibrated && !(isPredictive && IsSkewedOrPeaked(errors, gaussian)))
        {
            return gaussian;
        }

        // A limit that is too narrow is only widened. One that is too wide shrinks to no less than 1 σ, which is at least the resolution.
        var tail = isPredictive ? TailThreshold.Predict(errors, rate) : TailThreshold.Fit(errors, rate);
        var least = isTooWide && !isTooNarrow ? 1 : gaussian;
        isCalibrated |= tail > least;
        return Math.Max(least, tail);
    }

    // The next error exceeds it at the rate, if errors are normal and their centre and σ are estimated from so many: the quantile of
    // Student's t, by the expansion of Cornish and Fisher.
    private static double PredictiveQuantile(double rate, int count)
    {
        var z = NormalDistribution.UpperQuantile(rate);
        var freedom = Math.Max(1, count - 1);
        var t = z + z * (z * z + 1) / (4 * freedom) + z * (5 * Math.Pow(z, 4) + 16 * z * z + 3) / (96.0 * freedom * freedom);
        return t * Math.Sqrt(1 + 1.0 / count);
    }

    // The test of Jarque and Bera of the shape, of the errors within the limit: those outside may be anomalies. Too few errors to show
    // one outside the limit may well show that they are no Gaussian's.
    private static bool IsSkewedOrPeaked(double[] errors, double limit)
    {
        double[] inside = [.. errors.Where(error => Math.Abs(error) <= limit)];
        var mean = inside.Average();
        var variance = inside.Average(error => Math.Pow(error - mean, 2));
        if (inside.Length < 2 || variance <= 0)
        {
            return false;
        }

        var skewness = inside.Average(error => Math.Pow(error - mean, 3)) / Math.Pow(variance, 1.5);
        var excess = inside.Average(error => Math.Pow(error - mean, 4)) / (variance * variance) - 3;

        // χ² with two degrees of freedom. A tail that is shorter than a Gaussian's is no reason to widen the limit.
        var statistic = inside.Length / 6.0 * (Math.Pow(Math.Max(0, skewness), 2) + Math.Pow(Math.Max(0, excess), 2) / 4);
        return Math.Exp(-statistic / 2) < Significance;
    }

    // The probability of at least this many events for a given expected number (Poisson).
    private static double AtLeast(int count, double expected)
    {
        var (fewer, term) = (0.0, Math.Exp(-expected));
        for (var i = 0; i < count; i++)
        {
            fewer += term;
            term *= expected / (i + 1);
        }

        return 1 - fewer;
    }
}
