namespace LogGuard.Primitives;

/// <summary>The exact interval of Clopper and Pearson (1934) for a share, of counts that may be means.</summary>
internal static class BinomialInterval
{
    /// <summary>Bounds of the share, 0..1.</summary>
    /// <param name="hits">Mean number of hits.</param>
    /// <param name="trials">Mean number of trials.</param>
    /// <param name="confidence">Share of such intervals that hold the true value.</param>
    public static (double Low, double High) Of(double hits, double trials, double confidence)
    {
        var tail = (1 - confidence) / 2;
        var low = hits <= 0 ? 0 : Quantile(tail, hits, trials - hits + 1);
        var high = hits >= trials ? 1 : Quantile(1 - tail, hits + 1, trials - hits);
        return (low, high);
    }

    // Where the beta distribution reaches a probability, by bisection.
    private static double Quantile(double probability, double a, double b)
    {
        var (low, high) = (0.0, 1.0);
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = Beta(middle, a, b) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }

    // The regularized incomplete beta function, by its continued fraction (Abramowitz and Stegun, 26.5.8).
    private static double Beta(double x, double a, double b)
    {
        if (x is <= 0 or >= 1)
        {
            return x <= 0 ? 0 : 1;
        }

        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + (a * Math.Log(x)) + (b * Math.Log(1 - x)));
        return x < (a + 1) / (a + b + 2) ? front * Fraction(x, a, b) / a : 1 - (front * Fraction(1 - x, b, a) / b);
    }

    // Lentz's method. The counts reach half a million, and the fraction needs about as many terms as the square root of that.
    private static double Fraction(double x, double a, double b)
    {
        const double Tiny = 1e-300;
        var (c, d) = (1.0, 1 / NotZero(1 - ((a + b) * x / (a + 1))));
        var value = d;
        for (var m = 1; m < 10_000; m++)
        {
            var even = m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m)));
            d = 1 / NotZero(1 + (even * d));
            c = NotZero(1 + (even / c));
            value *= d * c;
            var odd = -(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1));
            d = 1 / NotZero(1 + (odd * d));
            c = NotZero(1 + (odd / c));
            value *= d * c;
            if (Math.Abs((d * c) - 1) < 1e-12)
            {
                break;
            }
        }

        return value;

        static double NotZero(double number) => Math.Abs(number) < Tiny ? Tiny : number;
    }

    // Stirling's series, from 10 upwards good to twelve digits.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
        {
            shift -= Math.Log(x);
        }

        var square = x * x;
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI))
            + ((1.0 / 12) - ((1.0 / 360) - (1.0 / (1260 * square))) / square) / x;
    }
}
