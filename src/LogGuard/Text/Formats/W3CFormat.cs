namespace LogGuard.Parsing;

/// <summary>
/// W3C extended log files: IIS, HTTP.sys, the Windows firewall, CloudFront, Exchange. The columns are those that the file's last
/// <c>#Fields:</c> names; before the first one, those that IIS writes by default.
/// </summary>
/// <remarks>
/// The message of a request is its method, address and status, so that equal requests of different clients are one template. The
/// message of any other line is all behind its time. Every column is a property of its name.
/// </remarks>
internal sealed class W3CFormat(TimeSpan assumedOffset = default) : LineFormat("W3C", ["Time", "Status", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Status = 1;
    private const int Content = 2;
    private const string FieldsDirective = "#Fields:";

    // IIS 7 and IIS 8 to 10.
    private static readonly DelimitedColumns[] Defaults =
    [
        new("date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken"),
        new("date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken"),
    ];

    internal override bool HasOpenFields => true;

    internal override bool JoinsUnfitLines => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var text = line.Trim("\uFEFF \t\r");
        if (text.Length == 0 || text.Length > LineParts.MaxCopiedCharacters)
        {
            return false;
        }

        return text[0] == '#' ? TryReadDirective(text, parts) : TryReadColumns(text, parts);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new W3CFormat(offset);

    // #Software, #Version, #Date, #Fields: a restart of the server, no event of its own.
    private static bool TryReadDirective(ReadOnlySpan<char> text, LineParts parts)
    {
        if (text.IndexOf(':') < 0)
        {
            return false;
        }

        if (text.StartsWith(FieldsDirective, StringComparison.OrdinalIgnoreCase))
        {
            var header = text[FieldsDirective.Length..].Trim();
            if (header.Length is > 0 and <= DelimitedColumns.MaxLength && !header.SequenceEqual(parts.Memory.Columns?.Header))
            {
                var columns = new DelimitedColumns(header.ToString());
                parts.Memory.Columns = columns.AreUsable ? columns : parts.Memory.Columns;
            }
        }

        parts.Content = parts.Copy(text);
        parts.Shown = parts.Content;
        parts.Role = LineRole.Follows;
        return true;
    }

    private bool TryReadColumns(ReadOnlySpan<char> text, LineParts parts)
    {
        Span<LineRange> found = stackalloc LineRange[DelimitedColumns.MaxCount];
        var columns = parts.Memory.Columns;
        var count = ReadWords(text, found, columns is { HasCommas: true }, out var isWhole);
        columns ??= count == Defaults[0].Names.Count ? Defaults[0] : count == Defaults[1].Names.Count ? Defaults[1] : null;
        if (columns is null || count != columns.Names.Count || !isWhole)
        {
            return false;
        }

        var whole = parts.Copy(text);
        if (!TryReadTime(text, found, columns, parts))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var word = found[i].Of(text);
            if (i != columns.Date && i != columns.Time && word is not "-")
            {
                parts.AddProperty(columns.Names[i], found[i], NumberText.Parse(word));
            }
        }

        if (columns.Status >= 0)
        {
            parts.SetField(Status, found[columns.Status]);
            parts.SetSeverity(HttpStatus.SeverityOf(found[columns.Status].Of(text)));
        }

        if (columns.Method >= 0 && columns.Stem >= 0)
        {
            parts.Content = AppendRequest(text, found, columns, parts);
            parts.Following = whole;
        }
        else
        {
            var first = Math.Max(columns.Date, columns.Time) + 1;
            var start = first < count && first > 0 ? found[first].Start : 0;
            parts.Content = LineRange.Between(start, whole.End);
            parts.Shown = whole;
        }

        parts.SetField(Content, parts.Content);
        return true;
    }

    private static int ReadWords(ReadOnlySpan<char> text, Span<LineRange> found, bool comma, out bool isWhole)
    {
        var words = new TokenReader(text, comma: comma);
        var count = 0;
        while (count < found.Length && words.TryNext(out found[count]))
        {
            count++;
        }

        isWhole = count < found.Length || !words.TryNext(out _);
        return count;
    }

    // A time that cannot be read costs the time only, but a line without digits in its place is none of this log.
    private bool TryReadTime(ReadOnlySpan<char> text, ReadOnlySpan<LineRange> found, DelimitedColumns columns, LineParts parts)
    {
        var (date, time) = (columns.Date, columns.Time);
        var range = date < 0 && time < 0 ? LineRange.None
            : date < 0 ? found[time]
            : time == date + 1 ? LineRange.Between(found[date].Start, found[time].End)
            : found[date];
        if (!range.Exists)
        {
            return true;
        }

        if (!range.Of(text).ContainsAnyInRange('0', '9'))
        {
            return false;
        }

        Span<char> stamp = stackalloc char[64];
        if (range.Length <= stamp.Length)
        {
            // CloudFront has a tab between date and time.
            range.Of(text).Replace(stamp, '\t', ' ');
            TryReadTimestamp(stamp[..range.Length], parts);
        }

        parts.SetField(Time, range);
        return true;
    }

    private static LineRange AppendRequest(ReadOnlySpan<char> text, ReadOnlySpan<LineRange> found, DelimitedColumns columns, LineParts parts)
    {
        var start = parts.Append(found[columns.Method].Of(text)).Start;
        parts.Append(" ");
        parts.Append(found[columns.Stem].Of(text));
        if (columns.Query >= 0 && found[columns.Query].Of(text) is not "-")
        {
            parts.Append("?");
            parts.Append(found[columns.Query].Of(text));
        }

        if (columns.Status >= 0)
        {
            parts.Append(" ");
            parts.Append(found[columns.Status].Of(text));
        }

        return LineRange.Between(start, parts.OwnText.Length);
    }
}
