namespace LogGuard.Detectors;

/// <summary>Checks settings that are numbers.</summary>
internal static class Ranges
{
    /// <exception cref="ArgumentOutOfRangeException">The number is out of range.</exception>
    public static void Check(int value, int least, int most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value:N0}; it must be between {least:N0} and {most:N0}.");
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static void CheckShare(double share, string name)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {share}; it must be between 0 and 1, both excluded.");
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The share is not within 0..1, 1 excluded.</exception>
    public static void CheckDropout(float share, string name)
    {
        if (!(share is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {share}; it must be between 0 and 1, 1 excluded.");
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">The step size is not above 0, or not finite.</exception>
    public static void CheckRate(float value, string name)
    {
        if (!(value > 0 && float.IsFinite(value)))
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {value}; it must be above 0.");
        }
    }
}
