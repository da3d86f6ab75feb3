namespace LogGuard.Parsing;

/// <summary>Adjacent letters and digits of a token.</summary>
internal readonly ref struct TokenRun
{
    private readonly int _start;

    private TokenRun(int start, int end, int firstDigit, int digitCount, bool isHex, bool hasLetterAfterDigit)
    {
        _start = start;
        End = end;
        FirstDigit = firstDigit;
        DigitCount = digitCount;
        IsHex = isHex;
        HasLetterAfterDigit = hasLetterAfterDigit;
    }

    public int End { get; }

    public int FirstDigit { get; }

    public int DigitCount { get; }

    public bool IsHex { get; }

    public bool HasLetterAfterDigit { get; }

    public int Length => End - _start;

    public static TokenRun At(ReadOnlySpan<char> token, int start)
    {
        var end = start;
        var firstDigit = -1;
        var digitCount = 0;
        var isHex = true;
        var hasLetterAfterDigit = false;
        for (; end < token.Length; end++)
        {
            var kind = CharacterClasses.Of(token[end]);
            if (kind == CharacterClass.Digit)
            {
                firstDigit = firstDigit < 0 ? end : firstDigit;
                digitCount++;
            }
            else if (kind is CharacterClass.HexLetter or CharacterClass.Letter)
            {
                isHex &= kind == CharacterClass.HexLetter;
                hasLetterAfterDigit |= firstDigit >= 0;
            }
            else
            {
                break;
            }
        }

        return new TokenRun(start, end, firstDigit, digitCount, isHex, hasLetterAfterDigit);
    }

    /// <summary>
    /// The end of the first number, if the run consists of words and numbers: "order5placed". Negative otherwise: "a7f3k9".
    /// </summary>
    public int EndOfNumberInWords(ReadOnlySpan<char> token)
    {
        // "12ms" and "5th": only a word of four letters or more after the number tells them from units and endings.
        var first = FirstDigit;
        while (first < End && CharacterClasses.Of(token[first]) == CharacterClass.Digit)
        {
            first++;
        }

        for (var at = _start; at < End;)
        {
            var isDigit = CharacterClasses.Of(token[at]) == CharacterClass.Digit;
            var from = at;
            while (at < End && CharacterClasses.Of(token[at]) == CharacterClass.Digit == isDigit)
            {
                at++;
            }

            if (!isDigit && !IsWord(token[from..at]))
            {
                return -1;
            }
        }

        return UnitText.IsUnit(token[first..End]) ? -1 : first;
    }

    /// <summary>Whether it is a short code and its number: "Z1234". A word and a number are "page1234", with the word as text.</summary>
    public bool IsCode(ReadOnlySpan<char> token)
    {
        // A code has one to three capitals; with fewer than three digits it may be a name, such as "H2" or "S3".
        var letters = FirstDigit - _start;
        return letters is >= 1 and <= 3 && DigitCount >= 3 && DigitCount == End - FirstDigit && !token[_start..FirstDigit].ContainsAnyExceptInRange('A', 'Z');
    }

    private static bool IsWord(ReadOnlySpan<char> text) =>
        text.Length >= 4 && text.ContainsAny("aeiouyAEIOUY") && !text[1..].ContainsAnyExceptInRange('a', 'z');
}
