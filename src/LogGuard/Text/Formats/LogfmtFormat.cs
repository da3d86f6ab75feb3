namespace LogGuard.Parsing;

/// <summary>
/// Logfmt: <c>time=2024-05-06T07:08:09Z level=info msg="order placed" id=7</c>, as written by logrus, Go's slog, Heroku, Grafana and
/// others. Message, level and time are found by their usual names; all other pairs are properties.
/// </summary>
internal sealed class LogfmtFormat(TimeSpan assumedOffset = default)
    : LineFormat("Logfmt", ["time", "level", "msg", "logger", "err", "trace_id"], assumedOffset, SessionSelector.Field("trace_id"))
{
    private const int Time = 0;
    private const int Level = 1;
    private const int Message = 2;
    private const int Logger = 3;
    private const int Error = 4;
    private const int Trace = 5;
    private const int MaxNameLength = 128;

    internal override bool HasOpenFields => true;

    internal override bool JoinsUnfitLines => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        if (whole.Length > LineParts.MaxCopiedCharacters)
        {
            return false;
        }

        var text = whole.Of(line);
        whole = parts.Copy(text);
        for (var at = 0; at < text.Length;)
        {
            if (!TryReadPair(text, ref at, parts))
            {
                return false;
            }
        }

        // A line of pairs without both may be any program's message.
        if (!parts.Field(Level).Exists && (!parts.Field(Time).Exists || !parts.Field(Message).Exists))
        {
            return false;
        }

        TryReadTimestamp(parts.Field(Time).Of(text), parts);
        TryReadSeverity(parts.Field(Level).Of(text), parts);
        parts.TraceId = parts.Field(Trace);

        // Without a message, the pairs are the message.
        parts.Content = parts.Field(Message).Exists ? Unescape(text, parts.Field(Message), parts) : whole;
        var isInLine = parts.Content.End <= whole.End;
        parts.Shown = isInLine ? whole : LineRange.None;
        parts.Following = isInLine ? LineRange.None : whole;
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new LogfmtFormat(offset);

    private static bool TryReadPair(ReadOnlySpan<char> text, ref int at, LineParts parts)
    {
        var length = text[at..].IndexOfAny(" =\"\t");
        var name = LineRange.Between(at, length < 0 ? text.Length : at + length);
        if (name.Length is 0 or > MaxNameLength || (length >= 0 && text[name.End] == '"'))
        {
            return false;
        }

        var value = new LineRange(name.End, 0);
        at = name.End;
        if (at < text.Length && text[at] == '=')
        {
            at++;
            if (!TryReadValue(text, ref at, out value))
            {
                return false;
            }
        }
        else if (parts.PropertyCount == 0 && !parts.Field(Level).Exists && !parts.Field(Time).Exists)
        {
            // A word without a value is a pair only among others.
            return false;
        }

        while (at < text.Length && HeaderText.IsBlank(text[at]))
        {
            at++;
        }

        var field = FieldOf(name.Of(text));
        if (field >= 0 && !parts.Field(field).Exists)
        {
            parts.SetField(field, value);
        }
        else
        {
            parts.AddProperty(parts.Names.Get(name.Of(text)), value, NumberText.Parse(value.Of(text)));
        }

        return true;
    }

    private static bool TryReadValue(ReadOnlySpan<char> text, ref int at, out LineRange value)
    {
        value = new LineRange(at, 0);
        if (at < text.Length && text[at] == '"')
        {
            var end = at + 1;
            while (end < text.Length && text[end] != '"')
            {
                end += text[end] == '\\' ? 2 : 1;
            }

            if (end >= text.Length)
            {
                return false;
            }

            value = LineRange.Between(at + 1, end);
            at = end + 1;
            return at == text.Length || HeaderText.IsBlank(text[at]);
        }

        var length = HeaderText.IndexOfBlank(text[at..]);
        value = LineRange.Between(at, length < 0 ? text.Length : at + length);
        at = value.End;
        return true;
    }

    private static int FieldOf(ReadOnlySpan<char> name) => name switch
    {
        "time" or "ts" or "timestamp" or "t" or "at_time" or "@timestamp" => Time,
        "level" or "lvl" or "severity" or "loglevel" => Level,
        "msg" or "message" or "event" => Message,
        "logger" or "component" or "caller" or "source" => Logger,
        "err" or "error" => Error,
        "trace_id" or "traceID" or "traceId" or "trace" => Trace,
        _ => -1,
    };

    private static LineRange Unescape(ReadOnlySpan<char> text, LineRange range, LineParts parts)
    {
        var value = range.Of(text);
        if (!value.Contains('\\'))
        {
            return range;
        }

        var room = parts.Reserve(value.Length);
        var length = 0;
        for (var i = 0; i < value.Length && length < room.Length; i++)
        {
            var character = value[i];
            if (character == '\\' && i + 1 < value.Length)
            {
                i++;
                character = value[i] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', _ => value[i] };
            }

            room[length++] = character;
        }

        return parts.Commit(length);
    }
}
