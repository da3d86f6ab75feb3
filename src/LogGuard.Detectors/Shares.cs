namespace LogGuard.Detectors;

/// <summary>Checks settings that are shares.</summary>
internal static class Shares
{
    /// <exception cref="ArgumentOutOfRangeException">The share is not between 0 and 1.</exception>
    public static void Check(double share, string name)
    {
        if (!(share is > 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, $"{name} is {share}; it must be between 0 and 1, both excluded.");
        }
    }
}
