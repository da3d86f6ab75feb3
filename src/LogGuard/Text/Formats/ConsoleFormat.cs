namespace LogGuard.Parsing;

/// <summary>
/// The console formatters of ASP.NET Core for people. The simple one writes <c>info: Category[0]</c>, then the scopes and the
/// message on lines of their own after six blanks, or everything on one line. The one for systemd writes <c>&lt;6&gt;Category[0]</c>
/// and everything on one line. A timestamp, with or without brackets, may stand before the level or, for systemd, behind it.
/// </summary>
internal sealed class ConsoleFormat(bool isSystemd, TimeSpan assumedOffset = default) : LineFormat(
    isSystemd ? "ConsoleSystemd" : "ConsoleSimple", ["Time", "Level", "Category", "EventId", "Scopes", "Content"], assumedOffset,
    SessionSelector.Field("TraceId"))
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Category = 2;
    private const int EventId = 3;
    private const int Scopes = 4;
    private const int Content = 5;

    // The formatter's levels are trce, dbug, info, warn, fail, crit.
    private const int LevelLength = 4;

    // The formatter's blanks before a scope or a message: a level with ": ".
    private const string Indent = "      ";

    // The longest custom timestamp: names of day and month, seven decimals and a zone.
    private const int MaxStampLength = 64;

    // Scopes are properties.
    internal override bool HasOpenFields => true;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var lineEnd = whole.Of(line).IndexOf('\n');
        if (lineEnd < 0 && !isSystemd && line.StartsWith(Indent))
        {
            parts.Role = ConsoleScopes.Begin(line.TrimStart()) ? LineRole.Inner : LineRole.Closes;
            return false;
        }

        var head = HeaderText.Trim(line, whole.Start, lineEnd < 0 ? whole.End : whole.Start + lineEnd);
        var text = line[..head.End];
        if (!TryReadLevel(text, head.Start, parts, out var at) || !TryReadCategory(text, at, parts, out var end))
        {
            return false;
        }

        ReadContent(line[..whole.End], end, parts);
        parts.Role = lineEnd < 0 && !isSystemd && parts.Content.Length == 0 ? LineRole.Opens : LineRole.None;
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new ConsoleFormat(isSystemd, offset);

    private bool TryReadLevel(ReadOnlySpan<char> text, int start, LineParts parts, out int at)
    {
        at = start;
        var open = text[start..].IndexOf('<');
        if (open >= 0 && SyslogFormat.TryReadPriority(text, start + open, out var number, out var severity, out at)
            && number.Length == 1 && text[number.Start] < '8' && TryReadStamp(text, start, start + open, parts))
        {
            parts.SetField(Level, number);
            parts.SetSeverity(severity);
            return true;
        }

        var colon = text.IndexOf(": ");
        var level = colon - LevelLength;
        if (isSystemd || level < start || !IsLevel(text.Slice(level, LevelLength)) || !TryReadStamp(text, start, level, parts)
            || !TryReadSeverity(text.Slice(level, LevelLength), parts))
        {
            return false;
        }

        parts.SetField(Level, new LineRange(level, LevelLength));
        at = colon + 2;
        return true;
    }

    private static bool IsLevel(ReadOnlySpan<char> text) => text is "trce" or "dbug" or "info" or "warn" or "fail" or "crit";

    /// <summary>Takes the text before or behind the level as the timestamp, whether or not it can be read.</summary>
    /// <returns>False if the text is nothing that a timestamp could be.</returns>
    private bool TryReadStamp(ReadOnlySpan<char> text, int start, int end, LineParts parts)
    {
        while (start < end && text[start] is ' ' or '[' or '(')
        {
            start++;
        }

        while (end > start && text[end - 1] is ' ' or ']' or ')' or '|' or '-')
        {
            end--;
        }

        if (start == end)
        {
            return true;
        }

        // The shortest custom timestamp is hours and minutes.
        var digits = 0;
        foreach (var character in text[start..end])
        {
            digits += char.IsDigit(character) ? 1 : 0;
        }

        if (end - start > MaxStampLength || digits < 3)
        {
            return false;
        }

        parts.SetField(Time, LineRange.Between(start, end));
        TryReadTimestamp(text[start..end], parts);
        return true;
    }

    // The category of a generic type contains brackets too. The event id is the first number in brackets that a blank or the
    // end of the line follows.
    private bool TryReadCategory(ReadOnlySpan<char> text, int start, LineParts parts, out int end)
    {
        end = start;
        while (text[end..].IndexOf('[') is var found and >= 0)
        {
            var open = end + found;
            end = open + 1;
            var close = end;
            while (close < text.Length && text[close] is '-' or (>= '0' and <= '9'))
            {
                close++;
            }

            if (close == end || close == text.Length || text[close] != ']' || (close + 1 < text.Length && !char.IsWhiteSpace(text[close + 1])))
            {
                continue;
            }

            // Only the arguments of a generic type hold blanks. Otherwise they stand behind the timestamp of a line for systemd.
            var name = text[start..open];
            var plain = name.IndexOfAny('[', '`');
            var blank = (plain < 0 ? name : name[..plain]).LastIndexOf(' ');
            if (blank >= 0 && (parts.Field(Time).Exists || !TryReadStamp(text, start, start + blank, parts)))
            {
                return false;
            }

            parts.SetField(Category, LineRange.Between(start + blank + 1, open));
            parts.SetField(EventId, LineRange.Between(open + 1, close));
            end = close + 1;
            return true;
        }

        return false;
    }

    // The rest of the line, or the first of the lines below that holds no scopes.
    private static void ReadContent(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        var content = HeaderText.Trim(text, start, text.Length);
        while (content.Length > 0)
        {
            var end = content.Of(text).IndexOf('\n');
            var line = HeaderText.Trim(text, content.Start, end < 0 ? content.End : content.Start + end);
            if (!ConsoleScopes.Begin(line.Of(text)))
            {
                content = line;
                break;
            }

            if (end < 0)
            {
                // Everything is on one line, or a message is still to come.
                content = ConsoleScopes.MessageIn(text, line);
                line = LineRange.Between(line.Start, content.Start);
            }

            parts.SetField(Scopes, HeaderText.Trim(text, line.Start, line.End));
            ConsoleScopes.Read(text, line, parts);
            if (end < 0)
            {
                break;
            }

            content = HeaderText.Trim(text, content.Start + end, text.Length);
        }

        parts.SetContent(Content, content);
    }
}
