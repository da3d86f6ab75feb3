namespace LogGuard.Parsing;

/// <summary>
/// Syslog of RFC 5424: <c>&lt;165&gt;1 2003-10-11T22:14:15.003Z host app 8710 ID47 [exampleSDID@32473 iut="3"] message</c>.
/// The parameters of the structured data are properties. Their values are as written, with escapes.
/// </summary>
internal sealed class StructuredSyslogFormat(TimeSpan assumedOffset = default)
    : LineFormat("Syslog5424", Names, assumedOffset, session: null)
{
    private const int HeaderFields = 7;
    private const int StructuredData = 7;
    private const int Content = 8;
    private const int Timestamp = 2;

    private static readonly string[] Names =
        ["Priority", "Version", "Timestamp", "Host", "App", "ProcId", "MsgId", "StructuredData", "Content"];

    internal override bool HasOpenFields => true;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        if (!SyslogFormat.TryReadPriority(text, whole.Start, out var number, out var severity, out var at))
        {
            return false;
        }

        parts.SetField(0, number);
        for (var field = 1; field < HeaderFields; field++)
        {
            var length = text[at..].IndexOf(' ');
            if (length <= 0)
            {
                return false;
            }

            parts.SetField(field, new LineRange(at, length));
            at += length + 1;
        }

        if (parts.Field(1).Of(text) is not "1" || !TryReadStamp(text, parts) || !TryReadData(text, parts, ref at))
        {
            return false;
        }

        parts.SetSeverity(severity);

        // UTF-8 messages begin with a byte order mark.
        if (at < text.Length && text[at] == '\uFEFF')
        {
            at++;
        }

        parts.Content = LineRange.Between(at, text.Length);
        parts.SetField(Content, parts.Content);
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new StructuredSyslogFormat(offset);

    // A hyphen means that the sender has no clock.
    private bool TryReadStamp(ReadOnlySpan<char> text, LineParts parts)
    {
        var stamp = parts.Field(Timestamp).Of(text);
        return stamp is "-" || TryReadTimestamp(stamp, parts);
    }

    // "-", or elements without blanks between them; then a blank or the end of the line.
    private static bool TryReadData(ReadOnlySpan<char> text, LineParts parts, ref int at)
    {
        var start = at;
        if (at < text.Length && text[at] == '-')
        {
            at++;
        }
        else
        {
            while (at < text.Length && text[at] == '[')
            {
                if (!TryReadElement(text, parts, ref at))
                {
                    return false;
                }
            }
        }

        if (at == start || (at < text.Length && text[at] != ' '))
        {
            return false;
        }

        parts.SetField(StructuredData, LineRange.Between(start, at));
        at = Math.Min(at + 1, text.Length);
        return true;
    }

    private static bool TryReadElement(ReadOnlySpan<char> text, LineParts parts, ref int at)
    {
        var length = text[at..].IndexOfAny(" ]");
        if (length < 0)
        {
            return false;
        }

        at += length;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
            length = text[at..].IndexOf('=');
            if (length <= 0 || at + length + 1 >= text.Length || text[at + length + 1] != '"')
            {
                return false;
            }

            var name = text.Slice(at, length);
            var value = at + length + 2;
            var end = EndOfValue(text, value);
            if (end < 0)
            {
                return false;
            }

            AddProperty(text, parts, name, LineRange.Between(value, end));
            at = end + 1;
        }

        if (at >= text.Length || text[at] != ']')
        {
            return false;
        }

        at++;
        return true;
    }

    private static int EndOfValue(ReadOnlySpan<char> text, int start)
    {
        var at = start;
        while (true)
        {
            var found = text[at..].IndexOfAny('"', '\\');
            if (found < 0)
            {
                return -1;
            }

            at += found;
            if (text[at] == '"')
            {
                return at;
            }

            at = Math.Min(at + 2, text.Length);
        }
    }

    private static void AddProperty(ReadOnlySpan<char> text, LineParts parts, ReadOnlySpan<char> name, LineRange value)
    {
        // A name longer than RFC 5424 allows (32) is skipped: one line would take the memory of many.
        if (name.Length <= 128)
        {
            parts.AddProperty(parts.Names.Get(name), value, NumberText.Parse(value.Of(text)));
        }
    }
}
