namespace LogGuard.Parsing;

/// <summary>
/// Finds dates and times of day in a line: of numbers or words, with or without a time, a zone or a year. A time of day that
/// follows a date is part of it, also after a blank.
/// </summary>
internal static class DateText
{
    /// <summary>The end of the date or time of day that begins at a place; -1 without one.</summary>
    /// <param name="text">The line, or a token of it.</param>
    /// <param name="start">The place. No letter or digit precedes it.</param>
    public static int EndOf(ReadOnlySpan<char> text, int start)
    {
        var end = char.IsAsciiDigit(text[start]) ? EndOfNumbers(text, start) : EndOfWords(text, start);
        return end > 0 && (end == text.Length || !char.IsLetterOrDigit(text[end]) || text[end] > 127) ? end : -1;
    }

    /// <summary>
    /// Whether a text is a time of day rather than an amount of time. Without hours, "00:01:27", it is an amount, as it is with more
    /// digits of the second than a clock has, which only .NET's TimeSpan writes. Minutes and seconds, "00:05", are one too.
    /// </summary>
    public static bool IsTime(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        return colon is 1 or 2 && !text.StartsWith("00:", StringComparison.Ordinal) && EndOfClock(text, 0) == text.Length
            && !(text.IndexOf('.') is > 0 and var point && text.Length - point > 7);
    }

    /// <summary>The end of a time of day with what belongs to it; -1 without one.</summary>
    private static int EndOfClock(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        if (Number(text, ref at, 2) is < 0 or > 24 || at >= text.Length || text[at] != ':')
        {
            return -1;
        }

        at++;
        var minute = at;
        if (Number(text, ref at, 2) is < 0 or > 59 || at != minute + 2)
        {
            return -1;
        }

        if (at + 2 < text.Length && text[at] == ':')
        {
            var second = at + 1;
            if (Number(text, ref second, 2) is < 0 or > 60 || second != at + 3)
            {
                return -1;
            }

            at = second;
            if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
            {
                for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
                {
                }
            }
        }

        // More colons or dots are those of something else.
        if (at + 1 < text.Length && text[at] is ':' or '.' && char.IsLetterOrDigit(text[at + 1]))
        {
            return -1;
        }

        return EndOfZone(text, EndOfHalf(text, at));
    }

    // "AM" and "PM", with a blank or without.
    private static int EndOfHalf(ReadOnlySpan<char> text, int at)
    {
        var word = at < text.Length && text[at] == ' ' ? at + 1 : at;
        var end = EndOfLetters(text, word);
        return end > word && DateNames.IsHalf(text[word..end]) ? end : at;
    }

    // "Z", "+02:00", " +0200", " CEST", "[Europe/Berlin]".
    private static int EndOfZone(ReadOnlySpan<char> text, int at)
    {
        var word = at < text.Length && text[at] == ' ' ? at + 1 : at;
        if (word + 2 < text.Length && text[word] is '+' or '-')
        {
            var end = word + 1;
            while (end < text.Length && end < word + 7 && (char.IsAsciiDigit(text[end]) || (text[end] == ':' && end == word + 3)))
            {
                end++;
            }

            return end - word is 3 or 5 or 6 && !(end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] is '.' or '-')) ? end : at;
        }

        var letters = EndOfLetters(text, word);
        return letters > word && DateNames.IsZone(text[word..letters]) && (word > at || letters == word + 1 || letters - word == 3) ? letters : at;
    }

    // 2024-05-06, 06.05.2024, 5/6/2024, 2024/05/06, 06/May/2024, 6 May 2024, 06-May-2024: then a time. Or a time alone.
    private static int EndOfNumbers(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        var first = Number(text, ref at, 4);
        if (first < 0 || at >= text.Length)
        {
            return -1;
        }

        if (text[at] == ':')
        {
            return EndOfClock(text, start);
        }

        var digits = at - start;
        var separator = text[at];
        if (separator is not ('-' or '/' or '.' or ' ') || digits == 3)
        {
            return -1;
        }

        at++;
        var letters = EndOfLetters(text, at);
        if (letters > at)
        {
            // The day of the month comes before its name.
            if (digits > 2 || first is < 1 or > 31 || !DateNames.IsMonth(text[at..letters]))
            {
                return -1;
            }

            var year = letters + 1;
            return letters < text.Length && (text[letters] == separator || text[letters] is ',' or ' ') && Number(text, ref year, 4) >= 0 && year == letters + 5
                ? EndWithClock(text, year)
                : EndWithClock(text, letters);
        }

        var second = separator == ' ' ? -1 : Number(text, ref at, 2);
        if (second < 0 || at >= text.Length || text[at] != separator)
        {
            return -1;
        }

        var middle = at + 1;
        at = middle;
        var third = Number(text, ref at, digits == 4 ? 2 : 4);
        var isDate = digits == 4
            ? first is >= 1900 and < 2200 && second is >= 1 and <= 12 && third is >= 1 and <= 31
            : (at - middle == 4 || (at - middle == 2 && separator != '.')) && first is >= 1 and <= 31 && second is >= 1 and <= 31 && Math.Min(first, second) <= 12
                && (at - middle == 2 || third is >= 1900 and < 2200);
        return isDate ? EndWithClock(text, at) : -1;
    }

    // [Sun[,]] Jan 25 [2026] [08:00:00] [CST] [2026], or [Sun,] 25 Jan 2026 08:00:00 GMT.
    private static int EndOfWords(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        var end = EndOfLetters(text, at);
        if (DateNames.IsDay(text[at..end]))
        {
            at = end < text.Length && text[end] == ',' ? end + 1 : end;
            at = SkipBlanks(text, at);
            if (at == end || at >= text.Length)
            {
                return -1;
            }

            if (char.IsAsciiDigit(text[at]))
            {
                return EndOfNumbers(text, at);
            }

            end = EndOfLetters(text, at);
        }

        if (!DateNames.IsMonth(text[at..end]) || end == text.Length || text[end] != ' ')
        {
            return -1;
        }

        var day = SkipBlanks(text, end);
        at = day;
        if (Number(text, ref at, 2) is < 1 or > 31)
        {
            return -1;
        }

        at = EndOfYear(text, at);
        var clock = EndWithClock(text, at);
        return clock == at ? at : EndOfYear(text, clock);
    }

    // A time after a date: "T07:08:09", " 07:08:09", ":07:08:09", "-07.08.09.123456", ", 7:08 AM".
    private static int EndWithClock(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length)
        {
            return at;
        }

        var clock = text[at] == ',' ? at + 1 : at;
        clock = text[clock] is 'T' or 't' or ' ' or ':' or '-' or '_' ? SkipBlanks(text, clock + (text[clock] == ' ' ? 0 : 1)) : clock;
        if (clock > at && clock < text.Length && char.IsAsciiDigit(text[clock]) && clock - at <= 2)
        {
            var end = EndOfClock(text, clock);
            if (end < 0 && text[at] == '-')
            {
                end = EndOfDotted(text, clock);
            }

            return end > 0 ? end : at;
        }

        return at;
    }

    // 15.42.50.675872, as on the machines of Blue Gene.
    private static int EndOfDotted(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        for (var part = 0; part < 3; part++)
        {
            var from = at;
            if (Number(text, ref at, 2) is < 0 or > 60 || at != from + 2 || (part < 2 && (at >= text.Length || text[at++] != '.')))
            {
                return -1;
            }
        }

        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
            }
        }

        return at;
    }

    private static int EndOfYear(ReadOnlySpan<char> text, int at)
    {
        var from = at < text.Length && text[at] == ',' ? at + 1 : at;
        var start = SkipBlanks(text, from);
        var end = start;
        return start > from && Number(text, ref end, 4) is >= 1900 and < 2200 && end == start + 4
            && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || text[end] is ':' or '-' or '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1])))
            ? end
            : at;
    }

    // At most two: the day of the month is padded with one.
    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        for (var limit = at + 2; at < limit && at < text.Length && text[at] == ' '; at++)
        {
        }

        return at;
    }

    private static int EndOfLetters(ReadOnlySpan<char> text, int at)
    {
        for (; at < text.Length && char.IsAsciiLetter(text[at]); at++)
        {
        }

        return at;
    }

    // Digits up to a number of them; -1 without any or with more.
    private static int Number(ReadOnlySpan<char> text, ref int at, int most)
    {
        var value = 0;
        var start = at;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            if (at - start == most)
            {
                return -1;
            }

            value = value * 10 + text[at] - '0';
        }

        return at == start ? -1 : value;
    }
}
