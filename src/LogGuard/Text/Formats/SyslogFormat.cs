namespace LogGuard.Parsing;

/// <summary>
/// Syslog of RFC 3164, and as daemons and routers write it: an optional priority, a timestamp of any shape, host, then a tag with or
/// without a process id. The whole message is content if it has no tag. A line with a priority always fits: without a time, all of
/// it is content. A message of RFC 5424 between the others is read as one.
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

    private readonly StructuredSyslogReader _structured = new(assumedOffset);

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
        severity = LevelText.OfSyslog(value & 7);
        next = end + 1;
        return true;
    }

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var at = SyslogText.SkipLength(text, whole.Start);
        var hasPriority = TryReadPriority(text, at, out var number, out var severity, out at);
        if (hasPriority)
        {
            parts.SetField(Priority, number);
            parts.SetSeverity(severity);
            at = HeaderText.SkipBlanks(text, at);
            if (at + 1 < text.Length && text[at] == '1' && text[at + 1] == ' ' && TryReadStructured(text, at + 2, parts))
            {
                return true;
            }
        }

        var stamp = SkipSequence(text, at);
        var stampEnd = stamp;
        if (stamp < text.Length && TryReadStamp(text[stamp..], parts, out var length, out var hasClock) && hasClock)
        {
            stampEnd = stamp + length;
        }
        else if (stamp < text.Length)
        {
            stampEnd = SyslogText.EndOfForeignTime(text, stamp);
        }

        if (stampEnd == stamp)
        {
            return hasPriority && Finish(text, ReadTagWithPid(text, at, parts), parts);
        }

        parts.SetField(Time, LineRange.Between(stamp, stampEnd));
        var host = HeaderText.SkipBlanks(text, stampEnd);
        if (stampEnd < text.Length && text[stampEnd] == ':')
        {
            // A router writes no host, and a colon behind the time.
            host = HeaderText.SkipBlanks(text, stampEnd + 1);
        }
        else if (host == stampEnd || host == text.Length)
        {
            return hasPriority && Finish(text, host, parts);
        }
        else if (HeaderText.EndOfWord(text, host) is var hostEnd && !SyslogText.IsTag(text[host..hostEnd]))
        {
            parts.SetField(Host, LineRange.Between(host, hostEnd));
            host = HeaderText.SkipBlanks(text, hostEnd);
            if (host + 1 < text.Length && text[host] == ':' && text[host + 1] == ' ')
            {
                host = HeaderText.SkipBlanks(text, host + 1);
            }
        }

        var content = SyslogText.ReadTag(text, host, out var component, out var pid);
        parts.SetField(Component, component);
        parts.SetField(Pid, pid);
        if (!hasPriority)
        {
            ReadMnemonic(component.Of(text), parts);
        }

        return Finish(text, content, parts);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new SyslogFormat(offset);

    private static bool Finish(ReadOnlySpan<char> text, int content, LineParts parts)
    {
        parts.SetContent(Content, LineRange.Between(content, text.Length));
        return true;
    }

    private bool TryReadStructured(ReadOnlySpan<char> text, int at, LineParts parts)
    {
        if (!_structured.TryRead(text, at, parts, out var read) || !read.IsWhole)
        {
            return false;
        }

        parts.SetField(Time, read.Time);
        parts.SetField(Host, Written(text, read.Host));
        parts.SetField(Component, Written(text, read.App));
        parts.SetField(Pid, Written(text, read.ProcId));
        return Finish(text, read.Content.Start, parts);
    }

    // A hyphen stands for nothing.
    private static LineRange Written(ReadOnlySpan<char> text, LineRange range) => range.Of(text) is "-" ? LineRange.None : range;

    // Without a time, the text before a colon is as likely a part of the message, unless it has a process id.
    private static int ReadTagWithPid(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        var content = SyslogText.ReadTag(text, start, out var component, out var pid);
        if (!pid.Exists)
        {
            return start;
        }

        parts.SetField(Component, component);
        parts.SetField(Pid, pid);
        return content;
    }

    // Routers write the number of the message, and a star or a dot before the time of a clock that is not set.
    private static int SkipSequence(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        if (end > at && end + 1 < text.Length && text[end] == ':' && text[end + 1] == ' ')
        {
            at = HeaderText.SkipBlanks(text, end + 1);
        }

        return at < text.Length && text[at] is '*' or '.' ? at + 1 : at;
    }

    // %LINK-3-UPDOWN: the number between the hyphens is the severity.
    private static void ReadMnemonic(ReadOnlySpan<char> component, LineParts parts)
    {
        var hyphen = component.StartsWith('%') ? component.IndexOf('-') : -1;
        if (hyphen > 0 && hyphen + 2 < component.Length && component[hyphen + 1] is >= '0' and <= '7' && component[hyphen + 2] == '-')
        {
            parts.SetSeverity(LevelText.OfSyslog(component[hyphen + 1] - '0'));
        }
    }
}
