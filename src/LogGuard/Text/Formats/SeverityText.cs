namespace LogGuard.Parsing;

/// <summary>
/// Reads a level as logging frameworks write it: full names, abbreviations of one to four letters, and syslog's numbers. Case
/// is ignored.
/// </summary>
internal static class SeverityText
{
    // The longest name is "informational".
    private const int MaxLength = 13;

    public static bool TryParse(ReadOnlySpan<char> text, out LogSeverity severity)
    {
        severity = LogSeverity.Information;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        Span<char> lower = stackalloc char[MaxLength];
        for (var i = 0; i < text.Length; i++)
        {
            var character = text[i];
            lower[i] = character is >= 'A' and <= 'Z' ? (char)(character | 0x20) : character;
        }

        int found = lower[..text.Length] switch
        {
            "info" or "information" or "inf" or "i" or "informational" or "notice" or "note" or "config" => 2,
            "warn" or "warning" or "wrn" or "w" => 3,
            "error" or "err" or "erro" or "eror" or "fail" or "e" or "severe" or "failure" => 4,
            "debug" or "dbg" or "dbug" or "debu" or "d" or "fine" or "finer" => 1,
            "fatal" or "ftl" or "fata" or "fatl" or "f" or "critical" or "crit" or "crt" or "crtl" or "c" or
            "emerg" or "emergency" or "alert" or "panic" or "assert" or "a" => 5,
            "verbose" or "verb" or "vrb" or "v" or "trace" or "trce" or "trac" or "trc" or "t" or "finest" or "all" or "notset" => 0,
            "0" or "1" or "2" or "3" or "4" or "5" or "6" or "7" => (int)OfSyslog(text[0] - '0'),
            _ => -1,
        };
        if (found < 0)
        {
            return false;
        }

        severity = (LogSeverity)found;
        return true;
    }

    /// <summary>RFC 5424, table 2: 0 emergency, 1 alert, 2 critical, 3 error, 4 warning, 5 notice, 6 informational, 7 debug.</summary>
    public static LogSeverity OfSyslog(int number) => number switch
    {
        <= 2 => LogSeverity.Fatal,
        3 => LogSeverity.Error,
        4 => LogSeverity.Warning,
        7 => LogSeverity.Debug,
        _ => LogSeverity.Information,
    };
}
