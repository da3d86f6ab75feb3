namespace LogGuard.Parsing;

/// <summary>The units that belong to the number before them: "5.2 KB", "12 B", "3 ms", "1 sec".</summary>
internal static class UnitText
{
    // The longest unit, with punctuation around it.
    private const int MostLength = 16;

    private const string Punctuation = ".,;:)]}";

    /// <summary>Whether a word is a unit of time or of bytes.</summary>
    public static bool IsUnit(ReadOnlySpan<char> text) => SecondsOf(text) > 0 || BytesOf(text) > 0;

    /// <summary>Whether a token is the sign of a unit of time or of bytes, with punctuation at its end or without.</summary>
    /// <remarks>"3 m" and "5 d" may be anything, and words such as "seconds" and "bytes" are a part of the sentence.</remarks>
    public static bool IsSign(ReadOnlySpan<char> text) =>
        text.Length <= MostLength && text.TrimEnd(Punctuation) is var unit
        && (unit is "ns" or "us" or "\u00B5s" or "\u03BCs" or "ms" or "msec" or "msecs" or "s" or "sec" or "secs" or "min" or "mins" or "hr" or "hrs"
            || (unit.EndsWith('B') && BytesOf(unit) > 0));

    /// <summary>The end of the number and the unit behind it.</summary>
    public static int EndOf(ReadOnlySpan<char> text, int start) => start + text[start..].TrimEnd(Punctuation).Length;

    /// <summary>The end of the unit behind a value; that of the value without one.</summary>
    public static int EndAfter(ReadOnlySpan<char> text, int start, int end)
    {
        if (end >= text.Length || text[end] != ' ' || !char.IsAsciiDigit(text[end - 1]) || text[start..end].ContainsAnyExcept("0123456789.,-+"))
        {
            return end;
        }

        var rest = text[(end + 1)..];
        var length = rest.IndexOfAny(' ', '\t');
        var word = length < 0 ? rest : rest[..length];
        return IsSign(word) ? EndOf(text[..(end + 1 + word.Length)], end) : end;
    }

    /// <summary>The seconds in one of a unit of time; 0 for other words.</summary>
    public static double SecondsOf(ReadOnlySpan<char> text) => text switch
    {
        "ns" or "nanosecond" or "nanoseconds" => 1e-9,
        "us" or "\u00B5s" or "\u03BCs" or "microsecond" or "microseconds" => 1e-6,
        "ms" or "msec" or "msecs" or "millis" or "millisecond" or "milliseconds" => 1e-3,
        "s" or "sec" or "secs" or "second" or "seconds" => 1.0,
        "m" or "min" or "mins" or "minute" or "minutes" => 60.0,
        "h" or "hr" or "hrs" or "hour" or "hours" => 3_600.0,
        "d" or "day" or "days" => 86_400.0,
        _ => 0.0,
    };

    /// <summary>The bytes in one of a unit; 0 for other words.</summary>
    public static double BytesOf(ReadOnlySpan<char> text) => text switch
    {
        "B" or "byte" or "bytes" or "Bytes" => 1,
        "KB" or "kB" or "KiB" => 1L << 10,
        "MB" or "MiB" => 1L << 20,
        "GB" or "GiB" => 1L << 30,
        "TB" or "TiB" => 1L << 40,
        "PB" or "PiB" => 1L << 50,
        _ => 0,
    };
}
