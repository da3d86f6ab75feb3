namespace LogGuard.Parsing;

/// <summary>
/// HAProxy behind syslog's header or without it: requests (<c>option httplog</c>), connections (<c>option tcplog</c>), and the
/// proxy's own messages.
/// </summary>
/// <remarks>The message of a request is frontend, backend, status, termination state and request; timers and counters are fields.</remarks>
internal sealed class HaProxyFormat(TimeSpan assumedOffset = default) : LineFormat(
    "HAProxy", ["Time", "Host", "Pid", "Client", "Frontend", "Backend", "Timers", "Status", "Bytes", "Termination", "Request", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Host = 1;
    private const int Pid = 2;
    private const int Client = 3;
    private const int Frontend = 4;
    private const int Backend = 5;
    private const int Timers = 6;
    private const int Status = 7;
    private const int Bytes = 8;
    private const int Termination = 9;
    private const int Request = 10;
    private const int Content = 11;
    private const string Program = "haproxy[";

    internal override bool JoinsUnfitLines => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        if (whole.Length > LineParts.MaxCopiedCharacters)
        {
            return false;
        }

        var text = whole.Of(line);
        var hasHeader = TryReadHeader(text, parts, out var at);
        var isRequest = TryReadRequest(text, at, parts);
        if (!hasHeader && !isRequest)
        {
            return false;
        }

        whole = parts.Copy(text);
        if (isRequest)
        {
            parts.Content = AppendRequest(text, parts);
            parts.Following = whole;
        }
        else
        {
            parts.Content = LineRange.Between(at, text.Length);
            parts.Shown = whole;
        }

        parts.SetField(Content, parts.Content);
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new HaProxyFormat(offset);

    // May  6 07:08:09 lb haproxy[14389]:
    private bool TryReadHeader(ReadOnlySpan<char> text, LineParts parts, out int at)
    {
        at = 0;
        var program = text.IndexOf(Program);
        var close = program < 0 ? -1 : text[program..].IndexOf("]:");
        if (close < 0 || (program > 0 && text[program - 1] != ' '))
        {
            return false;
        }

        parts.SetField(Pid, LineRange.Between(program + Program.Length, program + close));
        SyslogFormat.TryReadPriority(text, 0, out _, out var severity, out var start);
        if (start > 0)
        {
            parts.SetSeverity(severity);
        }

        var before = HeaderText.Trim(text, start, program);
        var host = before.Of(text).LastIndexOf(' ');
        if (host >= 0)
        {
            parts.SetField(Host, LineRange.Between(before.Start + host + 1, before.End));
            before = before with { Length = host };
        }

        parts.SetField(Time, before);
        TryReadTimestamp(before.Of(text).TrimEnd(), parts);
        at = HeaderText.Trim(text, program + close + 2, text.Length).Start;
        return true;
    }

    // 10.0.1.2:33317 [06/May/2024:07:08:09.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ---- 1/1/1/1/0 0/0 {a} {} "GET / HTTP/1.1"
    private bool TryReadRequest(ReadOnlySpan<char> text, int start, LineParts parts)
    {
        var words = new TokenReader(text, start);
        if (!words.TryNext(out var client) || client.Of(text).IndexOf(':') < 0 || words.At >= text.Length || text[words.At] != '['
            || !words.TryNext(out var accepted) || !words.TryNext(out var frontend) || !words.TryNext(out var backend)
            || !words.TryNext(out var timers) || !IsTimers(timers.Of(text)) || !words.TryNext(out var statusOrBytes) || !words.TryNext(out var next))
        {
            return false;
        }

        // The date of the request is more exact than that of the line.
        if (TryReadTimestamp(accepted.Of(text), parts) || !parts.Field(Time).Exists)
        {
            parts.SetField(Time, accepted);
        }

        parts.SetField(Client, client);
        parts.SetField(Frontend, frontend);
        parts.SetField(Backend, backend);
        parts.SetField(Timers, timers);
        if (timers.Of(text).Count('/') == 2)
        {
            // A connection has neither status nor request.
            parts.SetField(Bytes, statusOrBytes);
            parts.SetField(Termination, next);
            return true;
        }

        parts.SetField(Status, statusOrBytes);
        parts.SetField(Bytes, next);
        if (words.TrySkip(2) && words.TryNext(out var termination))
        {
            parts.SetField(Termination, termination);
        }

        var quote = text[words.At..].IndexOf('"');
        if (quote >= 0)
        {
            var from = words.At + quote + 1;
            parts.SetField(Request, LineRange.Between(from, text[^1] == '"' && text.Length > from ? text.Length - 1 : text.Length));
        }

        parts.SetSeverity(HttpStatus.SeverityOf(statusOrBytes.Of(text)));
        return true;
    }

    private static bool IsTimers(ReadOnlySpan<char> text) => text.Count('/') is >= 2 and <= 4 && !text.ContainsAnyExcept("0123456789/+-");

    private static LineRange AppendRequest(ReadOnlySpan<char> text, LineParts parts)
    {
        var start = parts.Append(parts.Field(Frontend).Of(text)).Start;
        foreach (var field in (ReadOnlySpan<int>)[Backend, Status, Termination])
        {
            if (parts.Field(field).Exists)
            {
                parts.Append(" ");
                parts.Append(parts.Field(field).Of(text));
            }
        }

        if (parts.Field(Request).Exists)
        {
            parts.Append(" \"");
            parts.Append(parts.Field(Request).Of(text));
            parts.Append("\"");
        }

        return LineRange.Between(start, parts.OwnText.Length);
    }
}
