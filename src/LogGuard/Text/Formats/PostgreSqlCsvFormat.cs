namespace LogGuard.Parsing;

/// <summary>
/// PostgreSQL's csvlog: the columns of every version since 9.0, the message with its details in quotes. Line feeds within quotes spread
/// an event over several lines.
/// </summary>
internal sealed class PostgreSqlCsvFormat(TimeSpan assumedOffset = default) : LineFormat(
    "PostgreSqlCsv", ["Time", "User", "Database", "Pid", "Client", "Session", "Level", "State", "Content", "Application"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Level = 6;
    private const int Content = 8;

    // Versions before 9.0 end with the position in the source.
    private const int FewestColumns = 22;

    // The version that added the id of the query has 26.
    private const int MostColumns = 40;

    private const int LevelColumn = 11;
    private const int MessageColumn = 13;

    // The columns of the fields.
    private static readonly int[] Columns = [0, 1, 2, 3, 4, 5, LevelColumn, 12, MessageColumn, 22];

    // The text log writes these on lines of their own; each with the column that holds it.
    private static readonly (int Column, string Name)[] Additions = [(14, "DETAIL:  "), (15, "HINT:  "), (16, "QUERY:  "), (18, "CONTEXT:  "), (19, "STATEMENT:  ")];

    // The number of columns, and the level in the twelfth.
    internal override int EvidenceCount => 4;

    internal override bool JoinsUnfitLines => false;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var text = HeaderText.Trim(line).Of(line);
        Span<LineRange> columns = stackalloc LineRange[MostColumns];
        var count = text.Length > 0 && char.IsAsciiDigit(text[0]) ? ReadColumns(text, columns) : 0;
        if (count < FewestColumns)
        {
            parts.Role = RoleOf(text, count);
            return false;
        }

        parts.UseOwnText();
        for (var i = 0; i < Columns.Length; i++)
        {
            if (Columns[i] < count && columns[Columns[i]].Length > 0)
            {
                parts.SetField(i, AppendUnquoted(columns[Columns[i]].Of(text), parts));
            }
        }

        if (!TryReadTimestamp(parts.Slice(line, parts.Field(Time)), parts) || !PostgreSqlFormat.TryReadLevel(parts.Slice(line, parts.Field(Level)), parts))
        {
            return false;
        }

        parts.SetContent(Content, parts.Field(Content).Exists ? parts.Field(Content) : parts.Append([]));
        AppendAdditions(text, columns[..count], parts);
        return true;
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new PostgreSqlCsvFormat(offset);

    // Their number; -1 if a quote is open at the end, and 0 if there are too many or a quote stands within a value.
    private static int ReadColumns(ReadOnlySpan<char> text, Span<LineRange> columns)
    {
        var (count, at) = (0, 0);
        while (count < columns.Length)
        {
            var end = EndOfColumn(text, at);
            if (end < 0)
            {
                return -1;
            }

            columns[count++] = LineRange.Between(at, end);
            if (end == text.Length)
            {
                return count;
            }

            if (text[end] != ',')
            {
                return 0;
            }

            at = end + 1;
        }

        return 0;
    }

    private static int EndOfColumn(ReadOnlySpan<char> text, int at)
    {
        if (at == text.Length || text[at] != '"')
        {
            var comma = text[at..].IndexOf(',');
            return comma < 0 ? text.Length : at + comma;
        }

        for (at++; ; at += 2)
        {
            var quote = text[at..].IndexOf('"');
            if (quote < 0)
            {
                return -1;
            }

            // Two quotes are one.
            at += quote;
            if (at + 1 == text.Length || text[at + 1] != '"')
            {
                return at + 1;
            }
        }
    }

    // A line that begins as an event does and has an open quote goes on; the one that closes it has an odd number of quotes.
    private static LineRole RoleOf(ReadOnlySpan<char> text, int count)
    {
        if (text.Contains('\n'))
        {
            return LineRole.None;
        }

        return count < 0 && TimestampText.BeginsWithClock(text) ? LineRole.Opens
            : text.Count('"') % 2 == 1 ? LineRole.Closes
            : LineRole.Inner;
    }

    private static LineRange AppendUnquoted(ReadOnlySpan<char> value, LineParts parts)
    {
        if (value[0] != '"')
        {
            return parts.Append(value);
        }

        value = value[1..^1];
        var start = parts.OwnText.Length;
        while (value.IndexOf("\"\"") is var quote and >= 0)
        {
            parts.Append(value[..(quote + 1)]);
            value = value[(quote + 2)..];
        }

        parts.Append(value);
        return LineRange.Between(start, parts.OwnText.Length);
    }

    private static void AppendAdditions(ReadOnlySpan<char> text, ReadOnlySpan<LineRange> columns, LineParts parts)
    {
        var start = parts.OwnText.Length;
        foreach (var (column, name) in Additions)
        {
            if (columns[column].Length > 0)
            {
                parts.Append(parts.OwnText.Length > start ? "\n" : "");
                parts.Append(name);
                AppendUnquoted(columns[column].Of(text), parts);
            }
        }

        parts.Following = parts.OwnText.Length > start ? LineRange.Between(start, parts.OwnText.Length) : LineRange.None;
    }
}
