namespace LogGuard.Parsing;

/// <summary>
/// The JVM's unified logging (JEP 158), above all of garbage collection: decorations in brackets, of any number and order, such
/// as <c>[2024-05-06T07:08:09.123+0200][12.345s][info][gc,start     ]</c>, then the message.
/// </summary>
internal sealed class JvmGcFormat(TimeSpan assumedOffset = default) : LineFormat(
    "JvmGc", ["Time", "Uptime", "Level", "Tags", "Pid", "Tid", "Host", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Uptime = 1;
    private const int Level = 2;
    private const int Tags = 3;
    private const int Pid = 4;
    private const int Tid = 5;
    private const int Host = 6;
    private const int Content = 7;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var at = whole.Start;
        while (at < text.Length && text[at] == '[' && text[at..].IndexOf(']') is var length and > 0)
        {
            // The message may begin with a bracket, too, but only the message has a blank before it.
            if (!TryReadDecoration(text, HeaderText.Trim(text, at + 1, at + length), parts))
            {
                break;
            }

            at += length + 1;
        }

        // Any other log in brackets has neither.
        if (!parts.Field(Level).Exists || !parts.Field(Tags).Exists || (!parts.Field(Time).Exists && !parts.Field(Uptime).Exists)
            || (at < text.Length && text[at] != ' '))
        {
            return false;
        }

        parts.SetContent(Content, HeaderText.Trim(text, at, text.Length));
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new JvmGcFormat(offset);

    private bool TryReadDecoration(ReadOnlySpan<char> text, LineRange range, LineParts parts)
    {
        var word = range.Of(text);
        var field = IsUptime(word) ? Uptime
            : word is "trace" or "debug" or "info" or "warning" or "error" ? Level
            : word.Length > 0 && !word.ContainsAnyExceptInRange('0', '9') ? parts.Field(Pid).Exists ? Tid : Pid
            : word.Length > 0 && char.IsAsciiDigit(word[0]) ? Time
            : IsTags(word) && !parts.Field(Tags).Exists && parts.Field(Level).Exists ? Tags
            : Host;
        if (word.Length == 0 || parts.Field(field).Exists)
        {
            return false;
        }

        parts.SetField(field, range);
        if (field == Time)
        {
            TryReadTimestamp(word, parts);
        }
        else if (field == Level)
        {
            TryReadSeverity(word, parts);
        }

        return true;
    }

    // 12.345s, 12345ms, 12345678ns
    private static bool IsUptime(ReadOnlySpan<char> word)
    {
        var number = word.TrimEnd("mns");
        return number.Length > 0 && number.Length < word.Length && word.Length - number.Length <= 2 && !number.ContainsAnyExcept("0123456789.,");
    }

    private static bool IsTags(ReadOnlySpan<char> word)
    {
        foreach (var character in word)
        {
            if (!char.IsAsciiLetterLower(character) && !char.IsAsciiDigit(character) && character is not (',' or '_' or '+'))
            {
                return false;
            }
        }

        return word.Length > 0;
    }
}
