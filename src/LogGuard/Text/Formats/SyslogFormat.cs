namespace LogGuard.Parsing;

/// <summary>
/// Syslog of RFC 3164, and as daemons write it to files: an optional priority, a timestamp without a year or an ISO one,
/// host, then a tag with or without a process id. The whole message is content if it has no tag.
/// </summary>
internal sealed class SyslogFormat(TimeSpan assumedOffset = default)
    : LineFormat("Syslog3164", ["Priority", "Time", "Host", "Component", "Pid", "Content"], assumedOffset, session: null)
{
    private const int Priority = 0;
    private const int Time = 1;
    private const int Host = 2;
    private const int Component = 3;
    private const int Pid = 4;
    private const int Content = 5;

    // "Jun 14 15:16:01" and "Jun  4 15:16:01".
    private const int StampLength = 15;

    // RFC 3164, 4.1.3 says 32; program names have become longer since.
    private const int MaxTagLength = 128;

    /// <summary>Reads <c>&lt;34&gt;</c>: facility times eight plus severity, at most 191.</summary>
    public static bool TryReadPriority(ReadOnlySpan<char> line, int at, out LineRange number, out LogSeverity severity, out int next)
    {
        number = LineRange.None;
        severity = LogSeverity.Information;
        next = at;
        if (at >= line.Length || line[at] != '<')
        {
            return false;
        }

        var value = 0;
        var end = at + 1;
        while (end < line.Length && end <= at + 3 && line[end] is >= '0' and <= '9')
        {
            value = (value * 10) + (line[end++] - '0');
        }

        if (end == at + 1 || end >= line.Length || line[end] != '>' || value > 191)
        {
            return false;
        }

        number = LineRange.Between(at + 1, end);
        severity = SeverityText.OfSyslog(value & 7);
        next = end + 1;
        return true;
    }

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var at = whole.Start;
        if (TryReadPriority(text, at, out var number, out var severity, out at))
        {
            parts.SetField(Priority, number);
            parts.SetSeverity(severity);
        }

        var stampEnd = at < text.Length && text[at] is >= '0' and <= '9' ? NextBlank(text, at) : Math.Min(at + StampLength, text.Length);
        if (!TryReadTimestamp(text[at..stampEnd], parts))
        {
            return false;
        }

        parts.SetField(Time, LineRange.Between(at, stampEnd));
        var host = SkipBlanks(text, stampEnd);
        var hostEnd = NextBlank(text, host);
        if (host == stampEnd || hostEnd == host)
        {
            return false;
        }

        parts.SetField(Host, LineRange.Between(host, hostEnd));
        var rest = SkipBlanks(text, hostEnd);
        rest = ReadTag(text, rest, parts);
        parts.Content = LineRange.Between(rest, text.Length);
        parts.SetField(Content, parts.Content);
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new SyslogFormat(offset);

    // su: …, sshd(pam_unix)[19939]: …, kernel: [12.3] …. Without a colon within the limit there is no tag.
    private static int ReadTag(ReadOnlySpan<char> text, int start, LineParts parts)
    {
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

            parts.SetField(Pid, LineRange.Between(start + end + 1, start + end + close));
            next = start + end + close + 1;
            if (next < text.Length && text[next] != ':')
            {
                parts.SetField(Pid, LineRange.None);
                return start;
            }
        }

        parts.SetField(Component, new LineRange(start, end));
        return SkipBlanks(text, Math.Min(next + 1, text.Length));
    }

    private static int NextBlank(ReadOnlySpan<char> text, int from)
    {
        var found = HeaderText.IndexOfBlank(text[from..]);
        return found < 0 ? text.Length : from + found;
    }

    private static int SkipBlanks(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length && HeaderText.IsBlank(text[from]))
        {
            from++;
        }

        return from;
    }
}
