namespace LogGuard.Parsing;

/// <summary>The parts that the formats of syslog share.</summary>
internal static class SyslogText
{
    // RFC 3164, 4.1.3 says 32; program names have become longer since.
    private const int MaxTagLength = 128;

    /// <summary>Skips the length of a message as in RFC 6587: <c>104 &lt;34&gt;…</c>.</summary>
    public static int SkipLength(ReadOnlySpan<char> line, int at)
    {
        var end = at;
        while (end < line.Length && end - at < 6 && char.IsAsciiDigit(line[end]))
        {
            end++;
        }

        return end > at && end + 1 < line.Length && line[end] == ' ' && line[end + 1] == '<' ? end + 1 : at;
    }

    /// <summary>
    /// The end of a time in a language that is not known here, with a day and a clock as in <c>Mmm dd hh:mm:ss</c>; the start if there is
    /// none.
    /// </summary>
    public static int EndOfForeignTime(ReadOnlySpan<char> text, int start)
    {
        var nameEnd = HeaderText.EndOfWord(text, start);
        var day = HeaderText.SkipBlanks(text, nameEnd);
        var dayEnd = HeaderText.EndOfWord(text, day);
        var clock = HeaderText.SkipBlanks(text, dayEnd);
        var end = HeaderText.EndOfWord(text, clock);
        foreach (var character in text[start..nameEnd])
        {
            // A name in another encoding has characters that cannot be read.
            if (!char.IsLetter(character) && character is not ('.' or '\uFFFD'))
            {
                return start;
            }
        }

        var isDay = dayEnd - day is 1 or 2 && !text[day..dayEnd].ContainsAnyExceptInRange('0', '9');
        return isDay && end - clock is >= 7 and <= 20 && HeaderText.ContainsClock(text[clock..Math.Min(clock + 5, end)]) ? end : start;
    }

    /// <summary>Whether a word is the tag of a program instead of a host: <c>app:</c>, <c>app[99]:</c>, <c>app[99]:text</c>.</summary>
    public static bool IsTag(ReadOnlySpan<char> word) =>
        word.Length > 1 && ((word[^1] == ':' && word[^2] != ':') || (word.IndexOf("]:") > 0 && word.IndexOf('[') is var open && open > 0 && open < word.IndexOf("]:")));

    /// <summary>
    /// Reads the tag before a message: su: …, sshd(pam_unix)[19939]: …, kernel: [12.3] …. Without a colon within the limit there is none.
    /// </summary>
    /// <param name="text">The line to its end.</param>
    /// <param name="start">The place of the tag.</param>
    /// <param name="component">The name of the program; none without a tag.</param>
    /// <param name="pid">The text in its brackets; none without brackets.</param>
    /// <returns>The beginning of the message.</returns>
    public static int ReadTag(ReadOnlySpan<char> text, int start, out LineRange component, out LineRange pid)
    {
        (component, pid) = (LineRange.None, LineRange.None);
        var window = text.Slice(start, Math.Min(MaxTagLength, text.Length - start));
        var end = window.IndexOfAny(":[ \t");
        if (end <= 0 || HeaderText.IsBlank(window[end]))
        {
            return start;
        }

        var next = start + end;
        if (window[end] == '[')
        {
            var close = window[end..].IndexOf(']');
            if (close < 0)
            {
                return start;
            }

            next = start + end + close + 1;
            if (next < text.Length && text[next] != ':')
            {
                return start;
            }

            pid = LineRange.Between(start + end + 1, start + end + close);
        }

        component = new LineRange(start, end);
        return HeaderText.SkipBlanks(text, Math.Min(next + 1, text.Length));
    }
}
