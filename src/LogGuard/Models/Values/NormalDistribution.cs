namespace LogGuard.Models.Values;

/// <summary>The standard normal distribution.</summary>
internal static class NormalDistribution
{
    /// <summary>
    /// Φ(x), by the series φ(x)·(x + x³/3 + x⁵/15 + …) (Marsaglia, Evaluating the Normal Distribution, 2004); accurate to about
    /// fourteen decimal places.
    /// </summary>
    public static double Cdf(double x)
    {
        // Beyond this the result differs from 0 or 1 by less than 1e-15, and the series converges slowly.
        if (Math.Abs(x) > 8)
        {
            return x > 0 ? 1 : 0;
        }

        var (sum, term) = (x, x);
        for (var i = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); i += 2)
        {
            term *= x * x / i;
            sum += term;
        }

        return 0.5 + sum * Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>The x that a standard normal variable exceeds with the given probability, 1e-12..0.5.</summary>
    public static double UpperQuantile(double rate)
    {
        var (low, high) = (0.0, 8.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Cdf(-middle) > rate ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
