using System.Globalization;

namespace LogGuard.Parsing;

/// <summary>Reads numbers as programs write them, without any culture.</summary>
internal static class NumberText
{
    // No meaningful number has more digits.
    private const int MaxLength = 32;

    /// <summary>The number of a whole text; NaN if it is not a finite number.</summary>
    public static double Parse(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && text[0] is '-' or (>= '0' and <= '9')
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : double.NaN;
}
