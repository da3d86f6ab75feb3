using System.Runtime.CompilerServices;

namespace LogGuard.Parsing;

/// <summary>
/// Finds the variables in a token by their form: numbers, hexadecimal numbers, addresses, UUIDs, dates, serial numbers,
/// paths. It goes from one run of letters and digits to the next, and reads each character once or twice.
/// </summary>
internal static class VariableScanner
{
    /// <summary>
    /// The first of the characters that stand for a custom mask each. They are of the private use area, which no real text
    /// uses.
    /// </summary>
    public const char FirstMask = '\uE000';

    /// <summary>Stands for a variable in the text of a template.</summary>
    public const char Marker = '\uE0FF';

    // A serial number has eight letters and digits or more, in any mixture. A shorter text may be a name.
    private const int LeastSerialLength = 8;

    // "added", "facade" and "decade" are words, but six hexadecimal digits with a decimal digit among them hardly are.
    private const int LeastHexLength = 6;

    /// <summary>True for a character that stands for a variable.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsMask(char character) => (uint)(character - FirstMask) <= Marker - FirstMask;

    /// <summary>Passes the parts of a token to a sink.</summary>
    /// <returns>Whether the text between the variables contains letters: then it identifies an event.</returns>
    public static bool Scan<TSink>(ReadOnlySpan<char> token, MaskMode mode, ref TSink sink)
        where TSink : IVariableSink, allows ref struct
    {
        var hasLetters = false;
        var literal = 0;
        var index = 0;
        while (index < token.Length)
        {
            int start = index, end;
            var kind = CharacterClasses.Of(token[index]);
            if (mode == MaskMode.Custom && kind != CharacterClass.Mask)
            {
                hasLetters |= kind is CharacterClass.HexLetter or CharacterClass.Letter;
                index++;
                continue;
            }

            switch (kind)
            {
                case CharacterClass.Digit or CharacterClass.HexLetter or CharacterClass.Letter:
                    end = EndOfVariable(token, ref start, out index);
                    hasLetters |= end < 0 || start > index;
                    break;
                case CharacterClass.Slash:
                    end = EndOfPath(token, index);
                    index = Math.Max(end, index + 1);
                    break;
                case CharacterClass.Mask:
                    end = index + 1;
                    while (end < token.Length && token[end] == token[index])
                    {
                        end++;
                    }

                    index = end;
                    break;
                default:
                    index++;
                    continue;
            }

            if (end > 0)
            {
                if (start > literal)
                {
                    hasLetters |= char.IsLetter(token[start - 1]);
                    sink.Literal(literal, start - literal);
                }

                sink.Variable(start, end - start);
                literal = index = end;
            }
        }

        if (literal < token.Length)
        {
            sink.Literal(literal, token.Length - literal);
        }

        return hasLetters;
    }

    // The end of the variable that begins in the run of letters and digits at "start"; negative without one.
    private static int EndOfVariable(ReadOnlySpan<char> token, ref int start, out int next)
    {
        var run = TokenRun.At(token, start);
        next = run.End;
        if (run.IsHex && run.Length == 8 && IsUuid(token[start..]))
        {
            return start + 36;
        }

        if (run.IsHex && run.Length <= 4 && run.End < token.Length && token[run.End] == ':' && EndOfColonHex(token, start) is > 0 and var address)
        {
            return address;
        }

        if (run.FirstDigit < 0)
        {
            return EndOfUrl(token, start, run);
        }

        var isHex = run.IsHex && run.Length >= LeastHexLength;
        var isSerial = run.Length >= LeastSerialLength && run.HasLetterAfterDigit && run.DigitCount >= 3;
        if (!isHex && !isSerial)
        {
            start = run.FirstDigit;
        }

        var end = Extend(token, run.End);
        if (start > 0 && token[start - 1] is '-' or '+' && (start == 1 || !char.IsLetterOrDigit(token[start - 2])))
        {
            start--;
        }

        return end;
    }

    // Numbers joined by the punctuation of dates, addresses, versions and lists are one variable.
    private static int Extend(ReadOnlySpan<char> token, int end)
    {
        while (end + 1 < token.Length && CharacterClasses.Of(token[end]) is CharacterClass.Joiner or CharacterClass.Slash)
        {
            var from = end + 1;
            if (token[from] is '-' && from + 1 < token.Length)
            {
                from++;
            }

            if (CharacterClasses.Of(token[from]) is not (CharacterClass.Digit or CharacterClass.HexLetter))
            {
                break;
            }

            var run = TokenRun.At(token, from);
            if (run.FirstDigit != from && !(run.IsHex && (run.FirstDigit >= 0 || (token[end] == ':' && run.Length is 2 or 4))))
            {
                break;
            }

            end = run.End;
        }

        return end;
    }

    // A hardware address or an IPv6 address: groups of hexadecimal digits with two colons or more, and at least one decimal digit.
    private static int EndOfColonHex(ReadOnlySpan<char> token, int start)
    {
        var colons = 0;
        var digits = 0;
        var group = 0;
        var index = start;
        for (; index < token.Length; index++)
        {
            switch (CharacterClasses.Of(token[index]))
            {
                case CharacterClass.Digit:
                    digits++;
                    group++;
                    break;
                case CharacterClass.HexLetter:
                    group++;
                    break;
                default:
                    if (token[index] != ':' || index + 1 == token.Length)
                    {
                        goto Ended;
                    }

                    colons++;
                    group = 0;
                    break;
            }

            if (group > 4)
            {
                return -1;
            }
        }

    Ended:
        var isWhole = index == token.Length || !char.IsLetterOrDigit(token[index]);
        return isWhole && colons >= 2 && digits > 0 ? index : -1;
    }

    private static int EndOfUrl(ReadOnlySpan<char> token, int start, TokenRun run)
    {
        var rest = token[run.End..];
        var isUrl = rest.StartsWith("://", StringComparison.Ordinal);
        var isDrive = run.Length == 1 && rest.StartsWith(":\\", StringComparison.Ordinal);
        return isUrl || isDrive ? start + LengthOfPath(token[start..]) : -1;
    }

    // A path begins a token or follows punctuation. "and/or" is no path, and "/10.0.0.1" is an address.
    private static int EndOfPath(ReadOnlySpan<char> token, int start)
    {
        if (start + 1 >= token.Length || (start > 0 && (char.IsLetterOrDigit(token[start - 1]) || token[start - 1] is '/' or ')' or ']' or '>')))
        {
            return -1;
        }

        var second = token[start + 1];
        return char.IsLetter(second) || second is '.' or '_' or '~' or '-' or '\\' ? start + LengthOfPath(token[start..]) : -1;
    }

    private static int LengthOfPath(ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAny(",;\"'()[]{}<>|=");
        length = length < 0 ? rest.Length : length;
        while (length > 1 && rest[length - 1] is '.' or ':' or '!' or '?')
        {
            length--;
        }

        return length;
    }

    private static bool IsUuid(ReadOnlySpan<char> text)
    {
        if (text.Length < 36 || text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-')
        {
            return false;
        }

        for (var i = 0; i < 36; i++)
        {
            if (i is not (8 or 13 or 18 or 23) && !char.IsAsciiHexDigit(text[i]))
            {
                return false;
            }
        }

        return text.Length == 36 || !char.IsLetterOrDigit(text[36]);
    }
}
