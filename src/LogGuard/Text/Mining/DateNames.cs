namespace LogGuard.Parsing;

/// <summary>The words of dates in logs: English abbreviations, as written by the C library.</summary>
internal static class DateNames
{
    public static bool IsMonth(ReadOnlySpan<char> text) =>
        text is "Jan" or "Feb" or "Mar" or "Apr" or "May" or "Jun" or "Jul" or "Aug" or "Sep" or "Oct" or "Nov" or "Dec";

    public static bool IsDay(ReadOnlySpan<char> text) =>
        (text.EndsWith(',') ? text[..^1] : text) is "Mon" or "Tue" or "Wed" or "Thu" or "Fri" or "Sat" or "Sun";

    public static bool IsZone(ReadOnlySpan<char> text) =>
        text is "UTC" or "GMT" or "PST" or "PDT" or "MST" or "MDT" or "CST" or "CDT" or "EST" or "EDT"
            or "WET" or "WEST" or "CET" or "CEST" or "EET" or "EEST" or "MSK" or "IST" or "JST" or "BST";
}
