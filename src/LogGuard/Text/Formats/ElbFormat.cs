namespace LogGuard.Parsing;

/// <summary>
/// Access logs of AWS Elastic Load Balancing: application load balancers, which begin with the type of the connection, classic
/// ones, and TLS listeners of network load balancers.
/// </summary>
internal sealed class ElbFormat(TimeSpan assumedOffset = default) : LineFormat(
    "AwsElb", ["Type", "Time", "LoadBalancer", "Client", "Target", "Status", "TargetStatus", "Request", "UserAgent", "TraceId", "Content"], assumedOffset,
    SessionSelector.Field("TraceId"))
{
    private const int Type = 0;
    private const int Time = 1;
    private const int LoadBalancer = 2;
    private const int Client = 3;
    private const int Target = 4;
    private const int Status = 5;
    private const int TargetStatus = 6;
    private const int Request = 7;
    private const int UserAgent = 8;
    private const int TraceId = 9;
    private const int Content = 10;

    internal override bool JoinsUnfitLines => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var words = new TokenReader(text, whole.Start);
        if (!words.TryNext(out var first))
        {
            return false;
        }

        var time = first;
        if (first.Of(text) is "http" or "https" or "h2" or "grpcs" or "ws" or "wss" or "tls")
        {
            parts.SetField(Type, first);
            if (first.Of(text) is "tls" && !words.TrySkip(1))
            {
                return false;
            }

            words.TryNext(out time);
        }

        if (!time.Exists || time.Of(text).IndexOf('T') < 0 || !TryReadTimestamp(time.Of(text), parts) || !words.TryNext(out var balancer))
        {
            return false;
        }

        parts.SetField(Time, time);
        parts.SetField(LoadBalancer, balancer);
        return first.Of(text) is "tls" ? TryReadConnection(text, ref words, parts) : TryReadRequest(text, ref words, parts);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new ElbFormat(offset);

    // client target 0.086 0.048 0.037 200 200 0 57 "GET https://www.example.com:443/ HTTP/1.1" "curl/7.46.0" cipher protocol group "Root=1-…"
    private static bool TryReadRequest(ReadOnlySpan<char> text, ref TokenReader words, LineParts parts)
    {
        if (!words.TryNext(out var client) || !words.TryNext(out var target))
        {
            return false;
        }

        for (var i = 0; i < 3; i++)
        {
            // -1 for a request that was not sent on.
            if (!words.TryNext(out var seconds) || double.IsNaN(NumberText.Parse(seconds.Of(text))))
            {
                return false;
            }
        }

        if (!words.TryNext(out var status) || !words.TryNext(out var targetStatus) || !words.TrySkip(2)
            || words.At >= text.Length || text[words.At] != '"' || !words.TryNext(out var request))
        {
            return false;
        }

        parts.SetField(Client, client);
        parts.SetField(Target, target);
        parts.SetField(Status, status);
        parts.SetField(TargetStatus, targetStatus);
        parts.SetField(Request, request);
        if (words.TryNext(out var agent))
        {
            parts.SetField(UserAgent, agent);
        }

        // Cipher, protocol and target group stand before it.
        if (words.TrySkip(3) && words.TryNext(out var trace) && trace.Of(text).IndexOf('=') > 0)
        {
            parts.SetField(TraceId, trace);
            parts.TraceId = trace;
        }

        parts.SetSeverity(HttpStatus.SeverityOf(status.Of(text)));
        parts.SetContent(Content, LineRange.Between(status.Start, Math.Min(request.End + 1, text.Length)));
        return true;
    }

    // listener client target times bytes …
    private static bool TryReadConnection(ReadOnlySpan<char> text, ref TokenReader words, LineParts parts)
    {
        if (!words.TrySkip(1) || !words.TryNext(out var client) || !words.TryNext(out var target))
        {
            return false;
        }

        parts.SetField(Client, client);
        parts.SetField(Target, target);
        parts.SetContent(Content, LineRange.Between(words.At, text.Length));
        return true;
    }
}
