namespace LogGuard.Cli.Models;

/// <summary>
/// Tells a changed flow from the false alarms that a model admits: so many sessions with the same cause would come by chance in
/// less than one of a hundred logs of this length.
/// </summary>
internal static class Tolerance
{
    private const double Confidence = 0.99;

    /// <param name="count">Sessions that have the cause.</param>
    /// <param name="sessions">All sessions.</param>
    /// <param name="rate">The share of normal sessions that the model reports, 0..1.</param>
    public static bool IsChance(int count, long sessions, double rate)
    {
        // The probability of fewer than count, term by term of the binomial distribution.
        var n = Math.Max(sessions, count);
        var term = Math.Exp(n * Math.Log(1 - rate));
        var below = 0.0;
        for (var i = 0; i < count; i++)
        {
            below += term;
            term *= (n - i) / (double)(i + 1) * rate / (1 - rate);
        }

        return below < Confidence;
    }
}
