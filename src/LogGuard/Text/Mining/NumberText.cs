using System.Globalization;

namespace LogGuard.Parsing;

/// <summary>Numbers as programs write them, without any culture.</summary>
internal static class NumberText
{
    // No number that means something has more figures.
    private const int MaxLength = 32;

    /// <summary>The number that a text is as a whole; NaN where it is none, or not a finite one.</summary>
    public static double Parse(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= MaxLength && text[0] is '-' or (>= '0' and <= '9')
            && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            ? number
            : double.NaN;
}
