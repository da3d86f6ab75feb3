namespace LogGuard.Parsing;

/// <summary>
/// The access log of web servers, common or combined: address, ident and user, the time in brackets, the request in quotes, status
/// and bytes, then referer, user agent and further values with quotes or without. The host may stand before the address. The
/// status gives the level.
/// </summary>
internal sealed class AccessLogFormat(TimeSpan assumedOffset = default) : LineFormat("NginxAccess", Names, assumedOffset, session: null)
{
    private const int RemoteAddress = 0;
    private const int Ident = 1;
    private const int User = 2;
    private const int Time = 3;
    private const int Request = 4;
    private const int Status = 5;
    private const int Bytes = 6;
    private const int Referer = 7;
    private const int UserAgent = 8;
    private const int More = 9;
    private const int VirtualHost = 10;

    private static readonly string[] Names =
        ["RemoteAddress", "Ident", "User", "Time", "Request", "Status", "Bytes", "Referer", "UserAgent", "More", "VirtualHost"];

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new AccessLogFormat(offset);

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var open = text.IndexOf(" [");
        var close = open < 0 ? -1 : text[open..].IndexOf("] \"");
        if (close < 0 || !TryReadRequest(text, open + close + 2, parts, out var at))
        {
            return false;
        }

        // A time that cannot be read costs the time only.
        var time = LineRange.Between(open + 2, open + close);
        parts.SetField(Time, time);
        TryReadTimestamp(time.Of(text), parts);
        ReadAddress(text, whole.Start, open, parts);
        ReadRest(text, at, parts);
        return true;
    }

    // "GET /q?x=\"y\" HTTP/1.1" 500 612: the quote before a status ends the request.
    private static bool TryReadRequest(ReadOnlySpan<char> text, int quote, LineParts parts, out int next)
    {
        next = quote;
        for (var end = quote + 1; end < text.Length; end++)
        {
            var found = text[end..].IndexOf('"');
            if (found < 0)
            {
                return false;
            }

            end += found;
            var status = HeaderText.SkipBlanks(text, end + 1);
            if (!IsEscaped(text, end) && status > end + 1 && status + 3 <= text.Length && IsStatus(text.Slice(status, 3))
                && (status + 3 == text.Length || HeaderText.IsBlank(text[status + 3])))
            {
                var bytes = HeaderText.SkipBlanks(text, status + 3);
                next = HeaderText.EndOfWord(text, bytes);
                parts.SetField(Request, LineRange.Between(quote + 1, end));
                parts.SetField(Status, new LineRange(status, 3));
                parts.SetField(Bytes, LineRange.Between(bytes, next));
                parts.Content = LineRange.Between(quote, next);
                parts.SetSeverity(HttpStatus.SeverityOf(text.Slice(status, 3)));
                return true;
            }
        }

        return false;
    }

    private static void ReadAddress(ReadOnlySpan<char> text, int start, int end, LineParts parts)
    {
        var first = EndOfList(text, start, end);
        var second = HeaderText.SkipBlanks(text, first);
        var secondEnd = EndOfList(text, second, end);
        if (secondEnd < end && IsAddress(text[second..secondEnd]))
        {
            parts.SetField(VirtualHost, LineRange.Between(start, first));
            (start, first) = (second, secondEnd);
            second = HeaderText.SkipBlanks(text, first);
            secondEnd = EndOfList(text, second, end);
        }

        parts.SetField(RemoteAddress, LineRange.Between(start, first));
        if (second < end)
        {
            parts.SetField(Ident, LineRange.Between(second, secondEnd));

            // A user name may contain blanks.
            var user = Math.Min(HeaderText.SkipBlanks(text, secondEnd), end);
            parts.SetField(User, user < end ? LineRange.Between(user, end) : LineRange.None);
        }
    }

    private static void ReadRest(ReadOnlySpan<char> text, int at, LineParts parts)
    {
        foreach (var field in (ReadOnlySpan<int>)[Referer, UserAgent])
        {
            var quote = HeaderText.SkipBlanks(text, at);
            if (quote >= text.Length || text[quote] != '"')
            {
                break;
            }

            at = EndOfQuoted(text, quote);
            parts.SetField(field, LineRange.Between(quote + 1, Math.Max(quote + 1, at - 1)));
        }

        var more = HeaderText.SkipBlanks(text, at);
        parts.SetField(More, more < text.Length ? LineRange.Between(more, text.Length) : LineRange.None);
    }

    // A browser's name may contain quotes. Those behind a value come in pairs.
    private static int EndOfQuoted(ReadOnlySpan<char> text, int quote)
    {
        var left = text[(quote + 1)..].Count('"');
        for (var at = quote + 1; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                continue;
            }

            left--;
            if (!IsEscaped(text, at) && left % 2 == 0 && (at + 1 == text.Length || HeaderText.IsBlank(text[at + 1])))
            {
                return at + 1;
            }
        }

        return text.Length;
    }

    private static bool IsEscaped(ReadOnlySpan<char> text, int quote)
    {
        var at = quote - 1;
        while (at >= 0 && text[at] == '\\')
        {
            at--;
        }

        return (quote - at) % 2 == 0;
    }

    private static bool IsStatus(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static bool IsAddress(ReadOnlySpan<char> text) => text.ContainsAny('.', ':') && !text.ContainsAnyExcept("0123456789abcdefABCDEF.:");

    // Proxies write several addresses: "10.1.1.1, 10.2.2.2".
    private static int EndOfList(ReadOnlySpan<char> text, int from, int end)
    {
        var at = Math.Min(HeaderText.EndOfWord(text, from), end);
        while (at > from && at < end && text[at - 1] == ',')
        {
            at = Math.Min(HeaderText.EndOfWord(text, HeaderText.SkipBlanks(text, at)), end);
        }

        return at;
    }
}
