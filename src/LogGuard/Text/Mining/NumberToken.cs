namespace LogGuard.Parsing;

/// <summary>
/// Describes the most frequent tokens with a variable without a full search: a number or an IPv4 address at the end of the token, after
/// letters and a mark or after nothing. <see cref="VariableFinder"/> finds the same.
/// </summary>
internal static class NumberToken
{
    // Parts of a token in which every character is of one of these kinds.
    private const byte Letter = 1;
    private const byte Mark = 2;
    private const byte Sign = 3;
    private const byte Digit = 4;
    private const byte Dot = 5;

    private static ReadOnlySpan<byte> Kinds =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Sign, 0, Sign, Dot, 0, Digit, Digit, Digit, Digit, Digit, Digit, Digit, Digit, Digit, Digit, 0, 0, 0, 0, 0, 0,
        0, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter,
        Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, 0, 0, 0, 0, Mark,
        0, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter,
        Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, Letter, 0, 0, 0, 0, 0,
    ];

    /// <summary>Computes the hash and the traits of a token.</summary>
    /// <returns>False if the token needs the full search.</returns>
    public static bool TryDescribe(ReadOnlySpan<char> line, ref LineToken token)
    {
        var text = line.Slice(token.Start, token.Length);
        var kinds = Kinds;
        var at = text[0] == '/' ? 1 : 0;
        var last = 0;
        var hasLetters = false;
        for (; at < text.Length; at++)
        {
            var kind = text[at] < 128 ? kinds[text[at]] : 0;
            if (kind == Digit)
            {
                break;
            }

            if (kind == 0 || text[0] == '/')
            {
                return false;
            }

            hasLetters |= kind == Letter;
            last = kind;
        }

        // A letter before a number is often a part of it.
        if (at == text.Length || last == Letter || text[0] == 'e')
        {
            return false;
        }

        var start = at;
        if (last == Sign && (start == 1 || !char.IsAsciiLetter(text[start - 2])))
        {
            start--;
        }

        var dots = 0;
        var hasPort = false;
        var digits = at;
        for (; at < text.Length; at++)
        {
            var character = text[at];
            if (char.IsAsciiDigit(character))
            {
                continue;
            }

            if (at + 1 == text.Length && character is ',' or ';')
            {
                break;
            }

            if (at + 1 == text.Length || !char.IsAsciiDigit(text[at + 1]) || hasPort || (character != '.' && (character != ':' || dots != 3)))
            {
                return false;
            }

            dots += character == '.' ? 1 : 0;
            hasPort = character == ':';
        }

        // Two dots may be those of a date, and a small number may be the day of a month.
        if (dots == 2 || (at - digits <= 2 && IsBeforeName(line, token)))
        {
            return false;
        }

        var hash = start > 0 ? TokenHash.Add(TokenHash.Seed, text[..start]) : TokenHash.Seed;
        hash = TokenHash.AddVariable(hash);
        token.Hash = at < text.Length ? TokenHash.Add(hash, text[at..]) : hash;
        token.KeyHash = 0;
        token.KeyLength = 0;
        token.Traits |= hasLetters ? TokenTraits.Variable : TokenTraits.Variable | TokenTraits.Pure;
        token.Traits |= start == 0 ? TokenTraits.Item : TokenTraits.None;
        return true;
    }

    // "6 May 2024"
    private static bool IsBeforeName(ReadOnlySpan<char> line, in LineToken token)
    {
        var next = token.Start + token.Length + 1;
        return next < line.Length && char.IsAsciiLetterUpper(line[next]);
    }
}
