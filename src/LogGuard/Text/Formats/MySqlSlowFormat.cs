namespace LogGuard.Parsing;

/// <summary>
/// The slow query log of MySQL and MariaDB: lines of comment with time, user and measurements, then the statement, which ends with
/// a semicolon. All of it is one event, and the statement is its message.
/// </summary>
internal sealed class MySqlSlowFormat(TimeSpan assumedOffset = default) : LineFormat(
    "MySqlSlow", ["Time", "User", "Host", "Id", "Query_time", "Lock_time", "Rows_sent", "Rows_examined", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int User = 1;
    private const int Host = 2;
    private const int Id = 3;
    private const int FirstMeasurement = 4;
    private const int LastMeasurement = 7;
    private const int Content = 8;
    private const string TimeMark = "# Time: ";
    private const string UserMark = "# User@Host: ";
    private const string CommandMark = "# administrator command: ";
    private const string SetTime = "SET timestamp=";

    internal override bool HasOpenFields => true;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        parts.Role = line.Contains('\n') ? LineRole.None : RoleOf(line);
        var hasComment = false;
        var at = 0;
        while (at < line.Length)
        {
            var end = HeaderText.EndOfLine(line, at);
            var range = HeaderText.Trim(line, at, end);
            var text = range.Of(line);
            if (text.StartsWith(CommandMark))
            {
                parts.SetContent(Content, LineRange.Between(range.Start + 2, range.End));
                return true;
            }

            if (text.StartsWith("# "))
            {
                hasComment |= TryReadComment(line, range, parts);
            }
            else if (text.StartsWith(SetTime))
            {
                ReadSetTime(text[SetTime.Length..], parts);
            }
            else if (text.Length > 0 && !IsUse(text))
            {
                parts.Content = HeaderText.Trim(line, at, line.Length);
                break;
            }

            at = end + 1;
        }

        if (!hasComment)
        {
            return false;
        }

        // A statement that the log has lost.
        parts.SetContent(Content, parts.Content.Exists ? parts.Content : LineRange.Between(line.Length, line.Length));
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new MySqlSlowFormat(offset);

    private static LineRole RoleOf(ReadOnlySpan<char> line)
    {
        var text = line.Trim();
        return text.StartsWith(TimeMark) ? LineRole.Opens
            : text.StartsWith(CommandMark) ? LineRole.Closes
            : text.StartsWith("#") || text.StartsWith(SetTime) || IsUse(text) || !text.EndsWith(";") ? LineRole.Inner
            : LineRole.Closes;
    }

    private static bool IsUse(ReadOnlySpan<char> text) =>
        text.StartsWith("use ", StringComparison.OrdinalIgnoreCase) && text.EndsWith(";") && text.Count(' ') == 1;

    private bool TryReadComment(ReadOnlySpan<char> line, LineRange range, LineParts parts)
    {
        var text = range.Of(line);
        if (text.StartsWith(TimeMark))
        {
            var time = HeaderText.Trim(line, range.Start + TimeMark.Length, range.End);
            parts.SetField(Time, time);
            TryReadTimestamp(time.Of(line), parts);
            return true;
        }

        if (text.StartsWith(UserMark))
        {
            ReadUser(line, LineRange.Between(range.Start + UserMark.Length, range.End), parts);
            return true;
        }

        return TryReadMeasurements(line, LineRange.Between(range.Start + 2, range.End), parts);
    }

    // ann[ann] @ localhost [10.0.0.9]  Id:     8
    private static void ReadUser(ReadOnlySpan<char> line, LineRange range, LineParts parts)
    {
        var text = range.Of(line);
        var name = text.IndexOfAny('[', ' ');
        parts.SetField(User, range with { Length = name < 0 ? range.Length : name });
        var at = text.IndexOf('@');
        var id = text.IndexOf("Id:");
        if (at >= 0)
        {
            parts.SetField(Host, HeaderText.Trim(line, range.Start + at + 1, id > at ? range.Start + id : range.End));
        }

        if (id >= 0)
        {
            parts.SetField(Id, HeaderText.Trim(line, range.Start + id + 3, range.End));
        }
    }

    // Query_time: 2.000123  Lock_time: 0.000000 Rows_sent: 1  Rows_examined: 0, and further ones as properties
    private bool TryReadMeasurements(ReadOnlySpan<char> line, LineRange range, LineParts parts)
    {
        var words = new TokenReader(line[..range.End], range.Start);
        var any = false;
        while (words.TryNext(out var name) && name.Length > 1 && line[name.End - 1] == ':' && words.TryNext(out var value))
        {
            any = true;
            name = name with { Length = name.Length - 1 };
            var field = FirstMeasurement;
            while (field <= LastMeasurement && !name.Of(line).SequenceEqual(Fields[field]))
            {
                field++;
            }

            if (field <= LastMeasurement)
            {
                parts.SetField(field, value);
            }
            else
            {
                parts.AddProperty(parts.Names.Get(name.Of(line)[..Math.Min(name.Length, 256)]), value, NumberText.Parse(value.Of(line)));
            }
        }

        return any;
    }

    // The time when the statement began, without a zone: seconds since 1970.
    private void ReadSetTime(ReadOnlySpan<char> text, LineParts parts)
    {
        if (!parts.HasTimestamp)
        {
            TryReadTimestamp(text.TrimEnd("; "), parts);
        }
    }
}
