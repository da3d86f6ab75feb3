namespace LogGuard.Parsing;

/// <summary>
/// The simple console formatter of ASP.NET Core: <c>info: Category[0]</c>, then the message on the next line after six
/// blanks, or on the same line. A timestamp, with or without brackets, may stand before the level.
/// </summary>
internal sealed class ConsoleFormat(TimeSpan assumedOffset = default)
    : LineFormat("ConsoleSimple", ["Time", "Level", "Category", "EventId", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Category = 2;
    private const int EventId = 3;
    private const int Content = 4;

    // The formatter's levels are trce, dbug, info, warn, fail, crit.
    private const int LevelLength = 4;

    internal override int HeadLineCount => 2;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var colon = text.IndexOf(": ");
        var level = colon - LevelLength;
        if (level < whole.Start || !IsLevel(text.Slice(level, LevelLength)) || !TryReadSeverity(text.Slice(level, LevelLength), parts))
        {
            return false;
        }

        if (!TryReadPrefix(text, whole.Start, level, parts))
        {
            return false;
        }

        parts.SetField(Level, new LineRange(level, LevelLength));
        return TryReadCategory(text, colon + 2, parts, out var end) && TryReadContent(text, end, parts);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new ConsoleFormat(offset);

    private static bool IsLevel(ReadOnlySpan<char> text) => text is "trce" or "dbug" or "info" or "warn" or "fail" or "crit";

    private bool TryReadPrefix(ReadOnlySpan<char> text, int start, int end, LineParts parts)
    {
        while (start < end && text[start] is ' ' or '[')
        {
            start++;
        }

        while (end > start && text[end - 1] is ' ' or ']')
        {
            end--;
        }

        if (start == end)
        {
            return true;
        }

        parts.SetField(Time, LineRange.Between(start, end));
        return TryReadTimestamp(text[start..end], parts);
    }

    // The category of a generic type contains brackets too. The event id is the first number in brackets that a blank or the
    // end of the line follows.
    private static bool TryReadCategory(ReadOnlySpan<char> text, int start, LineParts parts, out int end)
    {
        end = start;
        while (true)
        {
            var found = text[end..].IndexOfAny("[\n");
            if (found < 0 || text[end + found] == '\n')
            {
                return false;
            }

            var open = end + found;
            end = open + 1;
            var close = end;
            while (close < text.Length && text[close] is '-' or (>= '0' and <= '9'))
            {
                close++;
            }

            if (close > end && close < text.Length && text[close] == ']' && (close + 1 == text.Length || char.IsWhiteSpace(text[close + 1])))
            {
                parts.SetField(Category, LineRange.Between(start, open));
                parts.SetField(EventId, LineRange.Between(open + 1, close));
                end = close + 1;
                return true;
            }
        }
    }

    private static bool TryReadContent(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        parts.Content = HeaderText.Trim(text, start, text.Length);
        parts.SetField(Content, parts.Content);
        return true;
    }
}
