namespace LogGuard.Parsing;

/// <summary>
/// Syslog of RFC 5424: <c>&lt;165&gt;1 2003-10-11T22:14:15.003Z host app 8710 ID47 [exampleSDID@32473 iut="3"] message</c>. The
/// parameters of the structured data are properties. Their values are as written, with escapes.
/// </summary>
internal sealed class StructuredSyslogFormat(TimeSpan assumedOffset = default)
    : LineFormat("Syslog5424", Names, assumedOffset, session: null)
{
    private static readonly string[] Names =
        ["Priority", "Version", "Timestamp", "Host", "App", "ProcId", "MsgId", "StructuredData", "Content"];

    private readonly StructuredSyslogReader _reader = new(assumedOffset);

    internal override bool HasOpenFields => true;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        var at = SyslogText.SkipLength(text, whole.Start);
        var hasPriority = SyslogFormat.TryReadPriority(text, at, out var number, out var severity, out at);
        if (at + 1 >= text.Length || text[at] != '1' || text[at + 1] != ' ')
        {
            return false;
        }

        // Without a priority, only a whole header shows that the line is one.
        if (!_reader.TryRead(text, at + 2, parts, out var message) || (!hasPriority && !(message.IsWhole && parts.HasTimestamp)))
        {
            return false;
        }

        if (hasPriority)
        {
            parts.SetField(0, number);
            parts.SetSeverity(severity);
        }

        parts.SetField(1, new LineRange(at, 1));
        parts.SetField(2, message.Time);
        parts.SetField(3, message.Host);
        parts.SetField(4, message.App);
        parts.SetField(5, message.ProcId);
        parts.SetField(6, message.MsgId);
        parts.SetField(7, message.Data);
        parts.SetContent(8, message.Content);
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new StructuredSyslogFormat(offset);
}
