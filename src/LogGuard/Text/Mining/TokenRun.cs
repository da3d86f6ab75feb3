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
}
