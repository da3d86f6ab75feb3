namespace LogGuard.Parsing;

/// <summary>The words of dates in logs: English names and their abbreviations, as written by the C library, Java and .NET.</summary>
internal static class DateNames
{
    /// <summary>The months, in lower case.</summary>
    public static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>The days of the week, in lower case.</summary>
    public static readonly string[] Days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

    public static bool IsMonth(ReadOnlySpan<char> text) => IsName(text, Months) || text is "Sept";

    public static bool IsDay(ReadOnlySpan<char> text) => IsName(text, Days);

    public static bool IsZone(ReadOnlySpan<char> text) =>
        text is "Z" or "UTC" or "GMT" or "PST" or "PDT" or "MST" or "MDT" or "CST" or "CDT" or "EST" or "EDT" or "AKST" or "AKDT" or "HST"
            or "WET" or "WEST" or "CET" or "CEST" or "EET" or "EEST" or "MSK" or "IST" or "JST" or "KST" or "BST" or "AEST" or "AEDT" or "NZST" or "NZDT";

    public static bool IsHalf(ReadOnlySpan<char> text) => text is "AM" or "PM" or "am" or "pm";

    // A capital letter begins a name: "may" and "sat" are other words.
    private static bool IsName(ReadOnlySpan<char> text, ReadOnlySpan<string> names)
    {
        if (text.Length < 3 || !char.IsAsciiLetterUpper(text[0]))
        {
            return false;
        }

        foreach (var name in names)
        {
            if ((text.Length == 3 || text.Length == name.Length) && name.AsSpan().StartsWith(text, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
