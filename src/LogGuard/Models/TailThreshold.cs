namespace LogGuard.Models;

/// <summary>
/// The value that a quantity exceeds once in so many sessions, although fewer sessions than that were seen: the
/// largest values are fitted by an exponential tail (peaks over threshold, the Gumbel domain of extreme value theory)
/// and the tail is followed outwards.
/// </summary>
internal static class TailThreshold
{
    /// <summary>The share of the sample that counts as its tail; the fit rests on these values alone.</summary>
    internal const double TailShare = 0.1;

    /// <summary>Fits the tail of a sample.</summary>
    /// <param name="sample">One value a session; sorted in place.</param>
    /// <param name="rate">How often the value may be exceeded, 0..1 exclusive, in exceedances a session.</param>
    /// <returns>The value; 0 for an empty sample.</returns>
    public static double Fit(double[] sample, double rate)
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

        var share = (double)tailCount / sample.Length;
        return onset + meanExcess * Math.Log(Math.Max(1, share / rate));
    }
}
