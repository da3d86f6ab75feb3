namespace LogGuard.Parsing;

/// <summary>
/// Reads a level as programs write it: words and abbreviations in any case, padded or in brackets, the numbers of syslog and
/// journald (0 to 7), and those of pino and bunyan (10 to 60).
/// </summary>
internal static class LevelText
{
    // The longest name is "schwerwiegend".
    private const int MaxLength = 16;

    // No quotes and braces: the name of an object's field is no level.
    private const string Surroundings = " \t[]()<>:,|-";

    public static bool TryRead(ReadOnlySpan<char> text, out LogSeverity severity)
    {
        // The words of nearly all lines.
        switch (text)
        {
            case "INFO":
                severity = LogSeverity.Information;
                return true;
            case "WARN":
                severity = LogSeverity.Warning;
                return true;
            case "ERROR":
                severity = LogSeverity.Error;
                return true;
            case "DEBUG":
                severity = LogSeverity.Debug;
                return true;
        }

        if (TryReadWord(text, out severity))
        {
            return true;
        }

        var bare = text.Trim(Surroundings);
        return bare.Length != text.Length && TryReadWord(bare, out severity);
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

    /// <summary>A level as a number: syslog's up to 7, otherwise that of pino and bunyan, 10 trace to 60 fatal, and values between.</summary>
    /// <returns>False for 8, 9, negative numbers and those above 99.</returns>
    public static bool TryReadNumber(long number, out LogSeverity severity)
    {
        severity = number switch
        {
            >= 0 and <= 7 => OfSyslog((int)number),
            >= 60 => LogSeverity.Fatal,
            >= 50 => LogSeverity.Error,
            >= 40 => LogSeverity.Warning,
            >= 30 => LogSeverity.Information,
            >= 20 => LogSeverity.Debug,
            _ => LogSeverity.Verbose,
        };
        return number is (>= 0 and <= 7) or (>= 10 and <= 99);
    }

    /// <summary>
    /// Whether a line begins with a level as the first word of a header: <c>ERROR …</c>, <c>[warn] …</c>, <c>info: …</c>, each
    /// with text behind it. A word of prose such as <c>error while reading</c> is none, and neither is <c>Trace:</c> alone.
    /// </summary>
    public static bool BeginsLine(ReadOnlySpan<char> line) => BeginsLine(line, out _);

    /// <param name="line">The line.</param>
    /// <param name="severity">The level.</param>
    /// <inheritdoc cref="BeginsLine(ReadOnlySpan{char})"/>
    public static bool BeginsLine(ReadOnlySpan<char> line, out LogSeverity severity)
    {
        severity = LogSeverity.Information;
        var isBracketed = line.Length > 0 && line[0] == '[';
        var start = isBracketed ? 1 : 0;
        var end = start;
        while (end < line.Length && end - start <= MaxLength && char.IsAsciiLetter(line[end]))
        {
            end++;
        }

        var word = line[start..end];
        if (word.Length < 3 || end == line.Length || !TryReadWord(word, out severity) || IsProse(word))
        {
            return false;
        }

        var rest = line[end..];
        if (isBracketed)
        {
            return rest.TrimStart(' ').StartsWith(']');
        }

        var isCapital = word.IndexOfAnyExceptInRange('A', 'Z') < 0;
        return rest[0] is ':' or '|' ? rest.Length > 1 && !rest[1..].IsWhiteSpace() : isCapital && rest[0] is ' ' or '\t' or '[';
    }

    // Levels that begin a sentence as often as a header.
    private static bool IsProse(ReadOnlySpan<char> word) =>
        word.Equals("all", StringComparison.OrdinalIgnoreCase) || word.Equals("note", StringComparison.OrdinalIgnoreCase)
        || word.Equals("fine", StringComparison.OrdinalIgnoreCase) || word.Equals("default", StringComparison.OrdinalIgnoreCase)
        || word.Equals("out", StringComparison.OrdinalIgnoreCase) || word.Equals("config", StringComparison.OrdinalIgnoreCase)
        || word.Equals("system", StringComparison.OrdinalIgnoreCase) || word.Equals("log", StringComparison.OrdinalIgnoreCase);

    private static bool TryReadWord(ReadOnlySpan<char> text, out LogSeverity severity)
    {
        severity = LogSeverity.Information;
        if (text.Length is 0 or > MaxLength)
        {
            return false;
        }

        Span<char> lower = stackalloc char[MaxLength];
        for (var i = 0; i < text.Length; i++)
        {
            lower[i] = Lower(text[i]);
        }

        var word = lower[..text.Length];
        var found = Find(word);
        if (found < 0 && word.Length == 6 && word[5] is >= '1' and <= '8')
        {
            // PostgreSQL counts its debug levels, and Apache its trace levels.
            found = word[..5] switch
            {
                "debug" => 1,
                "trace" => 0,
                _ => -1,
            };
        }

        if (found < 0)
        {
            return false;
        }

        severity = (LogSeverity)found;
        return true;
    }

    // A program in the Turkish culture writes the capital of i with a dot.
    private static char Lower(char character) => character switch
    {
        >= 'A' and <= 'Z' => (char)(character | 0x20),
        < '\u0080' => character,
        'İ' or 'ı' => 'i',
        _ => char.ToLowerInvariant(character),
    };

    private static int Find(ReadOnlySpan<char> word) => word switch
    {
        "info" or "information" or "inf" or "i" or "informational" or "notice" or "note" or "n" or "config" => 2,
        "warn" or "warning" or "wrn" or "w" => 3,
        "error" or "err" or "erro" or "eror" or "fail" or "e" or "severe" or "failure" => 4,
        "debug" or "dbg" or "dbug" or "debu" or "d" or "fine" or "finer" => 1,
        "fatal" or "ftl" or "fata" or "fatl" or "f" or "critical" or "crit" or "crt" or "crtl" or "c" or
        "emerg" or "emergency" or "alert" or "panic" or "dpanic" or "assert" or "a" => 5,
        "verbose" or "verb" or "vrb" or "v" or "trace" or "trce" or "trac" or "trc" or "t" or "finest" or "all" or "notset" or "silly" => 0,

        // PostgreSQL, MySQL, WebSphere, loguru, Kubernetes and Google Cloud
        "log" or "system" or "audit" or "success" or "normal" or "default" => 2,

        // Java and PostgreSQL in other languages
        "infos" or "información" or "informacion" or "informazioni" or "hinweis" => 2,
        "warnung" or "advertencia" or "advertência" or "avertissement" or "avvertenza" or "attention" or "aviso" => 3,
        "schwerwiegend" or "grave" or "fehler" or "erreur" or "errore" => 4,
        "crítico" or "critico" or "kritisch" or "critique" => 5,

        { Length: 1 } when word[0] is >= '0' and <= '7' => (int)OfSyslog(word[0] - '0'),
        "10" => 0,
        "20" => 1,
        "30" => 2,
        "40" => 3,
        "50" => 4,
        "60" => 5,
        _ => -1,
    };
}
