using System.Buffers;

namespace LogGuard.Parsing;

/// <summary>
/// PostgreSQL's log: a prefix (<c>log_line_prefix</c>) that begins with the time, the level with a colon and two blanks, then the
/// message. Details, hints, contexts and statements belong to the line before them.
/// </summary>
internal sealed class PostgreSqlFormat(TimeSpan assumedOffset = default) : LineFormat(
    "PostgreSql", ["Time", "Pid", "User", "Database", "Application", "Client", "Level", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Pid = 1;
    private const int User = 2;
    private const int Database = 3;
    private const int Application = 4;
    private const int Client = 5;
    private const int Level = 6;
    private const int Content = 7;

    private static readonly string[] Levels = ["LOG", "ERROR", "FATAL", "PANIC", "WARNING", "NOTICE", "INFO", "DEBUG1", "DEBUG2", "DEBUG3", "DEBUG4", "DEBUG5", "DEBUG"];

    private static readonly string[] Additions = ["DETAIL", "HINT", "STATEMENT", "CONTEXT", "QUERY", "LOCATION", "BACKTRACE"];

    private static readonly SearchValues<char> Separators = SearchValues.Create(" ,;|[]()");

    // The word of the level, its capitals and its colon, and the digits of the process.
    internal override int EvidenceCount => 4;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        if (whole.Length == 0 || !char.IsAsciiDigit(text[whole.Start]) || !TryFindLevel(text, whole.Start, out var level, out var isAddition))
        {
            return false;
        }

        var end = ReadTime(text, whole.Start, level.Start, parts);
        if (!parts.Field(Time).Exists)
        {
            return false;
        }

        ReadPrefix(text, end, level.Start, parts);
        parts.SetField(Level, level);
        TryReadLevel(level.Of(text), parts);
        parts.SetContent(Content, HeaderText.Trim(text, level.End + 1, text.Length));
        parts.Role = isAddition ? LineRole.Follows : LineRole.None;
        return true;
    }

    /// <summary>Reads the level of an event.</summary>
    /// <returns>False for a word that is none of PostgreSQL's: the severity is then that of information.</returns>
    internal static bool TryReadLevel(ReadOnlySpan<char> level, LineParts parts)
    {
        // LOG is for administrators, as information is; it ranks above ERROR only for the choice of what is logged.
        if (level.StartsWith("DEBUG"))
        {
            parts.SetSeverity(LogSeverity.Debug);
        }
        else if (level is "LOG" || !TryReadSeverity(level, parts))
        {
            parts.SetSeverity(LogSeverity.Information);
        }

        return IsOneOf(level, Levels);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new PostgreSqlFormat(offset);

    // The first level in capitals with a colon and two blanks. Messages and prefixes hold none before it.
    private static bool TryFindLevel(ReadOnlySpan<char> text, int start, out LineRange level, out bool isAddition)
    {
        isAddition = false;
        level = LineRange.None;
        for (var at = start; text[at..].IndexOf(':') is var found and >= 0; at += found + 1)
        {
            var colon = at + found;
            var first = colon;
            while (first > start && (char.IsAsciiLetterUpper(text[first - 1]) || char.IsAsciiDigit(text[first - 1])))
            {
                first--;
            }

            var word = text[first..colon];
            var isWhole = colon + 1 == text.Length || text[colon + 1] == ' ';
            isAddition = IsOneOf(word, Additions);
            if (isWhole && first > start && (isAddition || IsOneOf(word, Levels)))
            {
                level = LineRange.Between(first, colon);
                return true;
            }
        }

        return false;
    }

    private static bool IsOneOf(ReadOnlySpan<char> word, string[] words)
    {
        foreach (var one in words)
        {
            if (word.SequenceEqual(one))
            {
                return true;
            }
        }

        return false;
    }

    // %m and %t: date, time and zone, which may have a name that is not known; %n: seconds since 1970.
    private int ReadTime(ReadOnlySpan<char> text, int start, int end, LineParts parts)
    {
        var words = new TokenReader(text[..end], start);
        var last = start;
        for (var count = 1; count <= 3 && words.TryNext(out var word); count++)
        {
            if (count == 2 && !char.IsAsciiDigit(text[word.Start]))
            {
                break;
            }

            if (count == 3 && !IsZone(text, word))
            {
                break;
            }

            last = text[word.End - 1] == ':' ? word.End - 1 : word.End;
        }

        var stamp = LineRange.Between(start, last);
        if (!TryReadTimestamp(stamp.Of(text), parts) && stamp.Of(text).LastIndexOf(' ') is var blank and > 0)
        {
            TryReadTimestamp(stamp.Of(text)[..blank], parts);
        }

        parts.SetField(Time, stamp);
        return last;
    }

    private static bool IsZone(ReadOnlySpan<char> text, LineRange word)
    {
        if (word.Start > 0 && text[word.Start - 1] is '[' or '{' or '"')
        {
            return false;
        }

        var zone = word.Of(text).TrimEnd(':');
        return zone.Length is > 1 and < 8 && (zone[0] is '+' or '-' ? char.IsAsciiDigit(zone[1]) : !zone.ContainsAnyExceptInRange('A', 'Z'));
    }

    // [4711] ann@shop, [4711]: [3-1] user=ann,db=shop,app=psql,client=10.0.0.9
    private static void ReadPrefix(ReadOnlySpan<char> text, int start, int end, LineParts parts)
    {
        for (var at = start; at < end;)
        {
            var length = text[at..end].IndexOfAny(Separators);
            var word = LineRange.Between(at, length < 0 ? end : at + length);
            var value = word.Of(text);
            if (value.Length > 0 && !value.ContainsAnyExceptInRange('0', '9') && !parts.Field(Pid).Exists)
            {
                parts.SetField(Pid, word);
            }
            else if (value.IndexOf('=') is var equals and > 0)
            {
                var field = value[..equals] switch
                {
                    "user" or "u" => User,
                    "db" or "database" or "d" => Database,
                    "app" or "a" or "application" => Application,
                    "client" or "host" or "h" or "r" => Client,
                    "pid" or "p" => Pid,
                    _ => -1,
                };
                if (field >= 0)
                {
                    parts.SetField(field, LineRange.Between(word.Start + equals + 1, word.End));
                }
            }
            else if (value.IndexOf('@') is var at2 and > 0)
            {
                parts.SetField(User, new LineRange(word.Start, at2));
                parts.SetField(Database, LineRange.Between(word.Start + at2 + 1, word.End));
            }

            at = word.End + 1;
        }
    }
}
