namespace LogGuard.Parsing;

/// <summary>Recognises the first characters of a log's line, whatever its format.</summary>
internal static class LineStart
{
    /// <summary>
    /// Whether a line that does not fit the format is still the beginning of an event instead of a continuation: one of another
    /// program or format in the same log. It begins with an object, a priority, a time or a level.
    /// </summary>
    public static bool IsOfEvent(ReadOnlySpan<char> line)
    {
        var text = line.TrimStart('\uFEFF');
        if (text.Length < 3)
        {
            return false;
        }

        return text[0] switch
        {
            '{' => text[1..].TrimStart(' ').StartsWith('"'),
            '<' => SyslogFormat.TryReadPriority(text, 0, out _, out _, out _),
            '[' or '(' => TimestampText.BeginsWithClock(text[1..]) || LevelText.BeginsLine(text),
            _ => TimestampText.BeginsWithClock(text) || LevelText.BeginsLine(text) || BeginsByLetter(text) || BeginsByProgram(text),
        };
    }

    /// <summary>Reads the time or the level that a line begins with, if it does, without its format.</summary>
    public static void Read(ReadOnlySpan<char> line, TimeSpan assumedOffset, LineParts parts)
    {
        if (line.Length < 3 || line[0] == '{' || char.IsWhiteSpace(line[0]))
        {
            return;
        }

        if (SyslogFormat.TryReadPriority(line, 0, out _, out var severity, out _) || LevelText.BeginsLine(line, out severity))
        {
            parts.SetSeverity(severity);
            return;
        }

        var colon = BeginsByProgram(line) ? line.IndexOf(": [") : -1;
        if (colon > 0 && LevelText.BeginsLine(line[(colon + 2)..], out severity))
        {
            parts.SetSeverity(severity);
            return;
        }

        var start = line[0] is '[' or '(' ? 1 : 0;
        if (TimestampText.BeginsWithClock(line[start..]) && TimestampText.TryReadPrefix(line[start..], assumedOffset, parts.Reference, out var prefix)
            && prefix is { IsRead: true, HasDate: true })
        {
            parts.SetTimestamp(prefix.UtcTicks);
        }
    }

    // I0506 07:08:09.123456: the letter of the level before the time, as in Kubernetes.
    private static bool BeginsByLetter(ReadOnlySpan<char> text) =>
        text[0] is 'I' or 'W' or 'E' or 'F' or 'D' && char.IsAsciiDigit(text[1]) && TimestampText.BeginsWithClock(text[1..]);

    // nginx: [emerg] …
    private static bool BeginsByProgram(ReadOnlySpan<char> text)
    {
        var colon = text[..Math.Min(text.Length, 32)].IndexOf(": [");
        return colon > 0 && !text[..colon].ContainsAny(' ', '\t') && LevelText.BeginsLine(text[(colon + 2)..]);
    }
}
