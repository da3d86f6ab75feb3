using LogGuard.Models.NextKey;

namespace LogGuard.Models.Values;

/// <summary>
/// The errors of a prediction on the validation part as a Gaussian, and how far out an error is still usual. Differs
/// from Du et al., DeepLog, section 3.2, where one Gaussian is laid over the mean squared error of a whole vector: one
/// for each feature names what is unusual, and a vector's large error is not diluted by its good ones.
/// </summary>
/// <remarks>
/// Robust: the centre is the median; σ is the root mean square of the errors behind <see cref="ClipLimit"/> times what
/// the median absolute deviation says, so that a few wild errors, perhaps anomalies themselves, do not widen the
/// interval. Where the errors refute the Gaussian's tail, the limit is <see cref="TailThreshold"/>'s.
/// </remarks>
/// <param name="Centre">The centre.</param>
/// <param name="Deviation">σ; above 0.</param>
/// <param name="LowerLimit">How far below the centre is usual, in σ; null where only large values are judged.</param>
/// <param name="UpperLimit">How far above it, in σ.</param>
/// <param name="FarLimit">How far above it is unusual even among many values, in σ: where <see cref="FarPower"/> of its rate is left.</param>
/// <param name="IsCalibrated">Whether a limit is the tail's and not the Gaussian's.</param>
internal readonly record struct ValueErrorFit(
    double Centre, double Deviation, double? LowerLimit, double UpperLimit, double FarLimit, bool IsCalibrated)
{
    private const double ClipLimit = 4;

    /// <summary>The Gaussian is refuted where it leaves so small a chance to as many errors outside, or to none near its limit.</summary>
    internal const double Significance = 0.01;

    /// <summary>
    /// At 99.9 % the far limit leaves three values in a hundred million: ten million lines, a day of a busy service, raise
    /// less than one false alarm.
    /// </summary>
    internal const double FarPower = 2.5;

    /// <summary>With fewer errors their tail of a tenth would hold too few of them to take the Gaussian's place as too wide.</summary>
    internal const int TailMinimum = 200;

    /// <summary>Fits errors.</summary>
    /// <param name="errors">At least one; in any order.</param>
    /// <param name="confidence">Share of values that is to lie inside, 0.5..1.</param>
    /// <param name="isTwoSided">Whether small values are judged, too.</param>
    /// <param name="leastDeviation">σ is not below this, the values' resolution.</param>
    public static ValueErrorFit Fit(ReadOnlySpan<double> errors, double confidence, bool isTwoSided, double leastDeviation)
    {
        var sorted = errors.ToArray();
        Array.Sort(sorted);
        var centre = Median(sorted);
        var deviation = Math.Max(RobustDeviation(sorted, centre), leastDeviation);

        var rate = (1 - confidence) / (isTwoSided ? 2 : 1);
        var farRate = Math.Pow(rate, FarPower);
        double[] above = [.. sorted.Select(error => (error - centre) / deviation)];
        var upper = Limit(above, rate, out var isUpperCalibrated);
        var far = Math.Max(upper, isUpperCalibrated ? TailThreshold.Fit(above, farRate) : NormalDistribution.UpperQuantile(farRate));
        var isLowerCalibrated = false;
        double? lower = isTwoSided
            ? Limit([.. sorted.Select(error => (centre - error) / deviation)], rate, out isLowerCalibrated)
            : null;
        return new ValueErrorFit(centre, deviation, lower, upper, far, isUpperCalibrated || isLowerCalibrated);
    }

    internal static double Median(double[] sorted) =>
        (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;

    private static double RobustDeviation(double[] sorted, double centre)
    {
        double[] distances = [.. sorted.Select(error => Math.Abs(error - centre))];
        Array.Sort(distances);

        // The factor that makes the median absolute deviation of a Gaussian its σ. More than half of the errors may be
        // equal: then nothing says which of the others are wild.
        var limit = Median(distances) is > 0 and var median ? ClipLimit * 1.4826 * median : double.PositiveInfinity;
        return Math.Sqrt(distances.Average(distance => Math.Min(distance, limit) * Math.Min(distance, limit)));
    }

    private static double Limit(double[] errors, double rate, out bool isCalibrated)
    {
        var gaussian = NormalDistribution.UpperQuantile(rate);
        var outside = errors.Count(error => error > gaussian);
        var isTooNarrow = AtLeast(outside, errors.Length * rate) < Significance;
        var isTooWide = errors.Length >= TailMinimum
            && Math.Pow(NormalDistribution.Cdf(errors.Max()), errors.Length) < Significance;
        isCalibrated = isTooNarrow || isTooWide;
        if (!isCalibrated)
        {
            return gaussian;
        }

        // Too narrow is put right outwards only. The least that a limit can be is the resolution's own σ.
        var tail = TailThreshold.Fit(errors, rate);
        return Math.Max(isTooNarrow ? gaussian : 1, tail);
    }

    // The chance of this many events or more where so many are expected (Poisson).
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
