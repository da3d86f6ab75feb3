namespace LogGuard.Parsing;

/// <summary>
/// The header that most programs write if nothing else is known about them: a time, a level, or both, in this order, with or
/// without brackets and colons, then the message.
/// </summary>
internal sealed class StampedFormat(TimeSpan assumedOffset = default) : LineFormat("Stamped", ["Time", "Level", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Content = 2;

    // Date, time, and a zone or half of the day.
    private const int MaxStampWords = 4;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var at = ReadTime(text, whole.Start, parts);
        at = ReadLevel(text, at, parts);
        if (!parts.HasTimestamp && !parts.HasSeverity)
        {
            return false;
        }

        parts.SetContent(Content, HeaderText.Trim(text, at, text.Length));
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new StampedFormat(offset);

    // The longest run of words that is a time.
    private int ReadTime(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        if (start == text.Length || !char.IsAsciiDigit(text[text[start] == '[' ? Math.Min(start + 1, text.Length - 1) : start]))
        {
            return start;
        }

        if (text[start] == '[' && text[start..].IndexOf(']') is var close and > 0 && TryReadTimestamp(text.Slice(start + 1, close - 1), parts))
        {
            parts.SetField(Time, new LineRange(start + 1, close - 1));
            return SkipMarks(text, start + close + 1);
        }

        Span<int> ends = stackalloc int[MaxStampWords];
        var count = 0;
        var words = new TokenReader(text, start);
        while (count < MaxStampWords && words.TryNext(out var word))
        {
            ends[count++] = word.End;
        }

        for (; count > 0; count--)
        {
            var stamp = HeaderText.Trim(text, start, ends[count - 1]);
            var trimmed = stamp.Of(text).TrimEnd(":|-,");
            if (TryReadTimestamp(trimmed, parts))
            {
                parts.SetField(Time, stamp with { Length = trimmed.Length });
                return SkipMarks(text, stamp.End);
            }
        }

        return start;
    }

    // A level in capitals or in brackets, so that no sentence begins with one.
    private static int ReadLevel(ReadOnlySpan<char> text, int at, LineParts parts)
    {
        if (at == text.Length)
        {
            return at;
        }

        var isBracketed = text[at] is '[' or '(' or '<';
        var start = isBracketed ? at + 1 : at;
        var length = text[start..].IndexOfAny(" \t:]|)>");
        var end = length < 0 ? text.Length : start + length;
        var word = text[start..end];
        var isMarked = isBracketed || (end < text.Length && text[end] is ':' or '|') || (word.Length > 1 && !word.ContainsAnyExceptInRange('A', 'Z'));
        if (!isMarked || !TryReadSeverity(word, parts))
        {
            return at;
        }

        parts.SetField(Level, LineRange.Between(start, end));
        return SkipMarks(text, isBracketed ? SkipBlanks(text, end) + 1 : end);
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length - 1 && HeaderText.IsBlank(text[at]))
        {
            at++;
        }

        return at;
    }

    private static int SkipMarks(ReadOnlySpan<char> text, int at)
    {
        at = Math.Min(at, text.Length);
        while (at < text.Length && text[at] is ' ' or '\t' or ':' or '|')
        {
            at++;
        }

        // A hyphen alone stands between two parts.
        return at + 1 < text.Length && text[at] == '-' && HeaderText.IsBlank(text[at + 1]) ? SkipMarks(text, at + 1) : at;
    }
}
