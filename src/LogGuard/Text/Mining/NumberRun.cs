namespace LogGuard.Parsing;

/// <summary>Finds the end of numbers with more than digits in them: addresses, versions, serial numbers, UUIDs.</summary>
internal static class NumberRun
{
    /// <summary>The end of the numbers joined by the punctuation of dates, addresses, versions and lists, which are one variable.</summary>
    public static int Extend(ReadOnlySpan<char> token, int end)
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

    /// <summary>The end of a version with the name of a preview: "1.2.3-rc.1", "5.15.0-91-generic".</summary>
    public static int EndOfVersion(ReadOnlySpan<char> token, int start, int end)
    {
        if (end + 1 >= token.Length || token[end] is not ('-' or '+' or '.') || !char.IsAsciiLetter(token[end + 1]) || token[start..end].Count('.') < 2
            || token[start..end].ContainsAnyExcept("0123456789.-"))
        {
            return end;
        }

        for (end++; end < token.Length && (char.IsAsciiLetterOrDigit(token[end]) || token[end] is '.' or '-' or '+'); end++)
        {
        }

        while (token[end - 1] is '.' or '-' or '+')
        {
            end--;
        }

        return end;
    }

    /// <summary>Whether a text begins with a UUID.</summary>
    public static bool IsUuid(ReadOnlySpan<char> text)
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
