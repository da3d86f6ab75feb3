using System.Globalization;

namespace LogGuard;

/// <summary>A change of how often something happens. Immutable.</summary>
/// <param name="Now">The new rate, per hour.</param>
/// <param name="Before">The earlier rate, per hour.</param>
public sealed record RateChange(double Now, double Before)
{
    /// <summary>Returns both rates in words, such as <c>now 60 a minute, was 3 an hour</c>.</summary>
    public override string ToString() => $"now {InWords(Now)}, was {InWords(Before)}";

    // In the largest unit in which it is at least one.
    private static string InWords(double perHour) => perHour switch
    {
        >= 36_000 => $"{Number(perHour / 3600)} a second",
        >= 120 => $"{Number(perHour / 60)} a minute",
        >= 1 => $"{Number(perHour)} an hour",
        >= 1 / 24.0 => $"{Number(perHour * 24)} a day",
        _ => "less than one a day",
    };

    private static string Number(double value) => value.ToString(value < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);
}
