namespace LogGuard.Parsing;

/// <summary>
/// The error log of MySQL and MariaDB: time, thread, level in brackets, since MySQL 8 code and subsystem in brackets, message. The
/// times of all versions are read, and the lines of <c>mysqld_safe</c>, which have no level.
/// </summary>
internal sealed class MySqlErrorFormat(TimeSpan assumedOffset = default)
    : LineFormat("MySqlError", ["Time", "Thread", "Level", "Code", "Subsystem", "Content"], assumedOffset, session: null)
{
    private const int Time = 0;
    private const int Thread = 1;
    private const int Level = 2;
    private const int Code = 3;
    private const int Subsystem = 4;
    private const int Content = 5;

    // The longest time and a thread.
    private const int MaxHeaderLength = 64;

    private protected override bool Split(ReadOnlySpan<char> line, LineParts parts)
    {
        var whole = HeaderText.Trim(line);
        var text = line[..whole.End];
        if (whole.Length == 0 || !char.IsAsciiDigit(text[whole.Start]))
        {
            return false;
        }

        var bracket = text[whole.Start..].IndexOf('[');
        var safe = text[whole.Start..].IndexOf("mysqld_safe ");
        if (safe > 0 && safe <= MaxHeaderLength && (bracket < 0 || safe < bracket))
        {
            return TryReadTime(text, whole.Start, whole.Start + safe, parts) && TakeContent(text, whole.Start + safe, parts);
        }

        if (bracket <= 0 || bracket > MaxHeaderLength || !TryReadTime(text, whole.Start, whole.Start + bracket, parts))
        {
            return false;
        }

        var at = whole.Start + bracket;
        var level = Bracketed(text, ref at);
        if (!IsLevel(level.Of(text)))
        {
            return false;
        }

        parts.SetField(Level, level);
        parts.SetSeverity(LogSeverity.Information);
        TryReadSeverity(level.Of(text), parts);
        if (text[Math.Min(at, text.Length)..].StartsWith("[MY-"))
        {
            parts.SetField(Code, Bracketed(text, ref at));
            if (at < text.Length && text[at] == '[')
            {
                parts.SetField(Subsystem, Bracketed(text, ref at));
            }
        }

        return TakeContent(text, at, parts);
    }

    private protected override LineFormat WithOffsetCore(TimeSpan offset) => new MySqlErrorFormat(offset);

    private static bool IsLevel(ReadOnlySpan<char> level) => level is "System" or "Note" or "Warning" or "Error" or "ERROR" or "Note " or "Warning " or "Debug";

    private static LineRange Bracketed(ReadOnlySpan<char> text, ref int at)
    {
        var close = at < text.Length ? text[at..].IndexOf(']') : -1;
        if (close < 0)
        {
            return new LineRange(at, 0);
        }

        var range = LineRange.Between(at + 1, at + close);
        at += close + 1;
        while (at < text.Length && text[at] == ' ')
        {
            at++;
        }

        return range;
    }

    private static bool TakeContent(ReadOnlySpan<char> text, int at, LineParts parts)
    {
        parts.SetContent(Content, HeaderText.Trim(text, at, text.Length));
        return true;
    }

    // 2024-05-06T07:08:09.123456Z 0, 2024-05-06  7:08:09 0, 240506  7:08:09, 2024-05-06 07:08:09 1234
    private bool TryReadTime(ReadOnlySpan<char> text, int start, int end, LineParts parts)
    {
        var range = HeaderText.Trim(text, start, end);
        if (!range.Of(text).Contains(':'))
        {
            return false;
        }

        if (!TryReadTimestamp(range.Of(text), parts) && range.Of(text).LastIndexOf(' ') is var blank and > 0)
        {
            // The thread, in hexadecimal digits in some versions.
            var thread = LineRange.Between(range.Start + blank + 1, range.End);
            var stamp = HeaderText.Trim(text, range.Start, range.Start + blank);
            if (thread.Of(text).Contains(':') || !(TryReadTimestamp(stamp.Of(text), parts) || stamp.Of(text).Contains(':')))
            {
                thread = LineRange.None;
                stamp = range;
            }

            parts.SetField(Thread, thread);
            range = stamp;
        }

        parts.SetField(Time, range);
        return true;
    }
}
