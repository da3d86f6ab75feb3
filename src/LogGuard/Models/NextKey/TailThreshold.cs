namespace LogGuard.Models.NextKey;

/// <summary>
/// Estimates the value that a quantity exceeds at a given rate, even a rate lower than the sample can show: an exponential tail is
/// fitted to the largest values (peaks over threshold, the Gumbel domain of extreme value theory) and extrapolated.
/// </summary>
/// <remarks>
/// Tails are often heavier than exponential: a few sessions lie far above the rest. So the line with the fitted slope does not pass
/// through the start of the tail but above all of its values: the k-th largest of n stands for a rate of k / (n + 1), and none may
/// lie above the line.
/// </remarks>
internal static class TailThreshold
{
    /// <summary>The share of the sample that is its tail; only these values are fitted.</summary>
    internal const double TailShare = 0.1;

    /// <summary>Fits the tail of a sample.</summary>
    /// <param name="sample">One value a session; sorted in place.</param>
    /// <param name="rate">Rate at which the value may be exceeded, 0..1 exclusive, in exceedances per session.</param>
    /// <returns>The value; 0 for an empty sample.</returns>
    public static double Fit(double[] sample, double rate) => Fit(sample, rate, isPredictive: false);

    /// <summary>
    /// Predicts the value that the next one exceeds at a given rate, taking into account how little a small tail tells of its own
    /// slope: the predictive distribution of an exponential tail with a mean excess of m over k values is (1 + x / (k·m))^−k
    /// (Jeffreys' prior). With 30 values it lies one mean excess above <see cref="Fit(double[], double)"/> at one in ten thousand;
    /// with thousands they agree.
    /// </summary>
    /// <inheritdoc cref="Fit(double[], double)"/>
    public static double Predict(double[] sample, double rate) => Fit(sample, rate, isPredictive: true);

    private static double Fit(double[] sample, double rate, bool isPredictive)
    {
        if (sample.Length == 0)
        {
            return 0;
        }

        Array.Sort(sample);
        var tailCount = Math.Max(1, (int)Math.Ceiling(sample.Length * TailShare));
        var onset = sample[Math.Max(0, sample.Length - tailCount - 1)];
        var meanExcess = 0.0;
        for (var i = sample.Length - tailCount; i < sample.Length; i++)
        {
            meanExcess += (sample[i] - onset) / tailCount;
        }

        var threshold = Math.Max(onset, onset + Beyond((double)tailCount / sample.Length));
        for (var largest = 1; largest <= tailCount; largest++)
        {
            threshold = Math.Max(threshold, sample[^largest] + Beyond(largest / (sample.Length + 1.0)));
        }

        return threshold;

        // The rise of the line from the rate of a value to the requested rate.
        double Beyond(double share) => isPredictive && share > rate
            ? meanExcess * tailCount * (Math.Pow(share / rate, 1.0 / tailCount) - 1)
            : meanExcess * Math.Log(share / rate);
    }
}
