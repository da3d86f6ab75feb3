using System.Globalization;

namespace LogGuard.Parsing;

/// <summary>Determines the type and value of a variable from its text.</summary>
internal static class VariableReader
{
    // Longest text that is read as a number. Longer ones are identifiers.
    private const int MaxNumberLength = 64;

    public static TextParameter Read(ReadOnlySpan<char> text, int offset)
    {
        var value = double.NaN;
        var type = IsWords(text) ? ParameterType.List
            : text.Length is 0 or > MaxNumberLength ? OfLong(text)
            : Classify(text, ref value);
        value = type == ParameterType.List ? text.Count(',') + 1 : value;
        return new TextParameter(offset, text.Length, type, value);
    }

    /// <summary>Reads a variable without the quotes, the brackets and the punctuation around it.</summary>
    public static TextParameter ReadBare(ReadOnlySpan<char> text, int offset)
    {
        var start = text.TrimStart("([{\"'<");
        var bare = start.TrimEnd(")]}\"'>,;:.");
        return bare.IsEmpty || (text[0] == '[' && !text.EndsWith(']')) ? Read(text, offset) : Read(bare, offset + text.Length - start.Length);
    }

    /// <summary>The type that fits both.</summary>
    public static ParameterType Join(ParameterType one, ParameterType other) => (one, other) switch
    {
        _ when one == other => one,
        (ParameterType.Integer, ParameterType.Real) or (ParameterType.Real, ParameterType.Integer) => ParameterType.Real,
        (ParameterType.Integer, ParameterType.Hex) or (ParameterType.Hex, ParameterType.Integer) => ParameterType.Hex,
        (ParameterType.Timestamp, ParameterType.Duration) or (ParameterType.Duration, ParameterType.Timestamp) => ParameterType.Timestamp,
        (ParameterType.Word, _) or (_, ParameterType.Word) => ParameterType.Word,
        (ParameterType.List, _) or (_, ParameterType.List) => ParameterType.List,
        (ParameterType.Path, _) or (_, ParameterType.Path) => ParameterType.Word,
        _ => ParameterType.Identifier,
    };

    /// <summary>The notation of a type in templates.</summary>
    public static string NameOf(ParameterType type) => type switch
    {
        ParameterType.Integer => "<int>",
        ParameterType.Real => "<real>",
        ParameterType.Duration => "<duration>",
        ParameterType.Timestamp => "<time>",
        ParameterType.Address => "<ip>",
        ParameterType.Hex => "<hex>",
        ParameterType.Uuid => "<uuid>",
        ParameterType.Path => "<path>",
        ParameterType.Identifier => "<id>",
        ParameterType.List => "<list>",
        _ => "<*>",
    };

    // A list of words, without parts that have names.
    private static bool IsWords(ReadOnlySpan<char> text)
    {
        var comma = text.IndexOf(',');
        return comma >= 0 && comma + 1 < text.Length && (text[comma + 1] == ' ' || char.IsLetter(text[comma + 1]) || text[comma + 1] is '"' or '\'') && !text.ContainsAny(":=/");
    }

    private static ParameterType OfLong(ReadOnlySpan<char> text) =>
        text.IsEmpty ? ParameterType.Word
        : IsPath(text) ? ParameterType.Path
        : text.ContainsAnyInRange('0', '9') && !text.ContainsAny(" =\"") ? ParameterType.Identifier
        : ParameterType.Word;

    private static ParameterType Classify(ReadOnlySpan<char> text, ref double value)
    {
        if (IsPath(text))
        {
            return ParameterType.Path;
        }

        if (text.Contains(' ') && DateText.EndOf(text, 0) == text.Length)
        {
            return ParameterType.Timestamp;
        }

        if (!text.ContainsAnyInRange('0', '9'))
        {
            return IsUuid(text) ? ParameterType.Uuid : ParameterType.Word;
        }

        var unsigned = text[0] is '-' or '+' ? text[1..] : text;
        if (!unsigned.ContainsAnyExceptInRange('0', '9'))
        {
            value = Number(text);
            return ParameterType.Integer;
        }

        if (unsigned.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && IsHex(unsigned[2..]))
        {
            value = HexValue(unsigned[2..]);
            return ParameterType.Hex;
        }

        if (text.ContainsAny("=\"{(") || (text.Contains(' ') && char.IsLetter(text[0])))
        {
            // An object, or quoted text.
            return ParameterType.Word;
        }

        if (IsReal(unsigned))
        {
            value = Number(text);
            return ParameterType.Real;
        }

        if (IsUuid(unsigned))
        {
            return ParameterType.Uuid;
        }

        // A time of day is no amount of anything.
        if (DateText.IsTime(unsigned))
        {
            return ParameterType.Timestamp;
        }

        if (TryReadDuration(unsigned, out var seconds))
        {
            value = text[0] == '-' ? -seconds : seconds;
            return ParameterType.Duration;
        }

        if (IsHex(unsigned))
        {
            value = HexValue(unsigned);
            return ParameterType.Hex;
        }

        return IsAddress(unsigned) ? ParameterType.Address
            : IsTimestamp(unsigned) ? ParameterType.Timestamp
            : TryReadSize(unsigned, ref value) ? ParameterType.Real
            : ParameterType.Identifier;
    }

    // Bytes, however they are written.
    private static bool TryReadSize(ReadOnlySpan<char> text, ref double value)
    {
        var digits = text.IndexOfAnyExcept("0123456789.");
        var factor = digits <= 0 ? 0 : UnitText.BytesOf(text[digits..].TrimStart(' '));
        var number = factor > 0 ? Number(text[..digits]) : double.NaN;
        value = double.IsNaN(number) ? value : number * factor;
        return !double.IsNaN(number);
    }

    private static double Number(ReadOnlySpan<char> text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    // Digits, optionally with one point between them and an exponent.
    private static bool IsReal(ReadOnlySpan<char> text)
    {
        var point = text.IndexOf('.');
        var exponent = text.IndexOfAny('e', 'E');
        if (point < 0 && (exponent <= 0 || text[exponent..].IndexOfAny('-', '+') < 0))
        {
            return false;
        }

        return char.IsAsciiDigit(text[0]) && char.IsAsciiDigit(text[^1])
            && double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out _);
    }

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (!char.IsAsciiHexDigit(character))
            {
                return false;
            }
        }

        return text.Length > 0;
    }

    private static double HexValue(ReadOnlySpan<char> text) =>
        text.Length <= 16 && ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : double.NaN;

    private static bool IsUuid(ReadOnlySpan<char> text) => text.Length == 36 && text[8] == '-' && Guid.TryParseExact(text, "D", out _);

    private static bool IsPath(ReadOnlySpan<char> text) =>
        text.Length > 1 && (text[0] is '/' or '\\' || (text[1] == ':' && text.Length > 2 && text[2] == '\\') || text.IndexOf("://") > 0);

    // Hours, minutes, seconds; or a number and its unit.
    private static bool TryReadDuration(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        if (text.IndexOf(':') is > 0 and < 5)
        {
            return TryReadClock(text, out seconds);
        }

        var digits = text.IndexOfAnyExcept("0123456789.");
        if (digits <= 0)
        {
            return false;
        }

        // "1,234.5 ms" and "< 1 sec" have no other meaning.
        var unit = UnitText.SecondsOf(text[digits..].TrimStart(' '));
        seconds = Number(text[..digits]) * unit;
        return unit > 0 && !double.IsNaN(seconds);
    }

    private static bool TryReadClock(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        var parts = 0;
        foreach (var range in text.Split(':'))
        {
            var part = text[range];
            var isLast = range.End.Value == text.Length;
            var whole = isLast && part.IndexOfAny('.', ',') is > 0 and var point ? part[..point] : part;
            if (whole.Length != 2 && !(parts == 0 && whole.Length is 1 or 3))
            {
                return false;
            }

            if (whole.ContainsAnyExceptInRange('0', '9'))
            {
                return false;
            }

            seconds = seconds * 60 + Number(whole);
            if (whole.Length < part.Length)
            {
                var fraction = part[(whole.Length + 1)..];
                if (fraction.IsEmpty || fraction.Length > 9 || fraction.ContainsAnyExceptInRange('0', '9'))
                {
                    return false;
                }

                seconds += Number(fraction) / Math.Pow(10, fraction.Length);
            }

            parts++;
        }

        return parts is 2 or 3;
    }

    private static bool IsAddress(ReadOnlySpan<char> text)
    {
        if (text[0] == '[')
        {
            return text.LastIndexOf("]:") is > 1 and var end && IsAddress(text[1..end]);
        }

        // The length of a prefix: "10.0.0.0/16". The name of an interface: "fe80::1%eth0".
        if (text.LastIndexOfAny('/', '%') is > 0 and var slash && (text[slash] == '%' || !text[(slash + 1)..].ContainsAnyExceptInRange('0', '9')))
        {
            return IsAddress(text[..slash]);
        }

        if (text.Count(':') > 1)
        {
            foreach (var character in text)
            {
                if (!char.IsAsciiHexDigit(character) && character is not (':' or '.'))
                {
                    return false;
                }
            }

            return true;
        }

        var host = text.IndexOf(':') is > 0 and var colon ? text[..colon] : text;
        var parts = 0;
        foreach (var range in host.Split('.'))
        {
            if (!byte.TryParse(host[range], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                return false;
            }

            parts++;
        }

        return parts == 4 && (host.Length == text.Length || !text[(host.Length + 1)..].ContainsAnyExceptInRange('0', '9'));
    }

    // A year, a month and a day with the same separator. Any text may follow.
    private static bool IsTimestamp(ReadOnlySpan<char> text)
    {
        if (text.Length < 8 || (text[2] is not ('-' or '/' or '.') && text[4] is not ('-' or '/' or '.')))
        {
            return false;
        }

        var first = text[2] is '-' or '/' or '.' ? 2 : 4;
        var second = text[(first + 1)..].IndexOf(text[first]);
        return second is 1 or 2 && first + second + 2 < text.Length && IsUpTo(text[..first], first == 2 ? 31 : 9_999)
            && IsUpTo(text.Slice(first + 1, second), 31) && IsUpTo(text.Slice(first + second + 2, 1), 9) && (text[first] != '.' || text.Count('.') != 3);
    }

    private static bool IsUpTo(ReadOnlySpan<char> text, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most;
}
