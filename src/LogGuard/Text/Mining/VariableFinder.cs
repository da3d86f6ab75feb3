namespace LogGuard.Parsing;

/// <summary>Goes through a token from one variable to the next.</summary>
internal ref struct VariableFinder
{
    // A serial number has eight letters and digits or more, in any mixture. A shorter text may be a name.
    private const int LeastSerialLength = 8;

    // "added", "facade" and "decade" are words, but six hexadecimal digits with a decimal digit among them hardly are.
    private const int LeastHexLength = 6;

    // The longest name of a mail address.
    private const int LongestMailName = 64;

    // The longest words with numbers between them, such as "order5placed": each number takes a look at the words again. Words of a language,
    // and names in programs, are shorter by far.
    private const int LongestWords = 256;

    // Brackets or quotes that are no value. More of them in a token would take too much time.
    private const int MostTries = 16;

    private readonly ReadOnlySpan<char> _text;
    private readonly MaskMode _mode;
    private readonly TokenTraits _traits;
    private int _index;
    private bool _hasBegun;
    private int _tries;
    private int _quoteTries;
    private int _randomFrom;
    private int _mailSign;
    private readonly ref int _steps;

    public VariableFinder(ReadOnlySpan<char> text, int end, MaskMode mode, TokenTraits traits, ref int steps)
    {
        _steps = ref steps;
        _text = text;
        _mode = mode;
        _traits = traits;
        End = end;
        _mailSign = mode == MaskMode.All ? text[..end].IndexOf('@') : -1;
    }

    /// <summary>The end of the token, further on after a value with blanks.</summary>
    public int End { get; private set; }

    /// <summary>Where the text before the variable begins; after the last variable, where the rest begins.</summary>
    public int Literal { get; private set; }

    /// <summary>Where the variable begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where the variable ends.</summary>
    public int VariableEnd { get; private set; }

    /// <summary>Whether the text between the variables contains letters.</summary>
    public bool HasLetters { get; private set; }

    /// <summary>Goes to the next variable; false at the end of the token.</summary>
    public bool Next()
    {
        Literal = Math.Max(Literal, VariableEnd);
        if (!_hasBegun)
        {
            _hasBegun = true;
            if ((_traits & TokenTraits.Value) != 0)
            {
                // The brackets of a list stay text: a list and a single value come from two statements.
                return _text[0] == '[' && StructureText.CloseOfBracket(_text, 0, ref _steps) is > 0 and var close ? Take(1, close) : Take(0, StructureText.EndOfValue(_text, 0, ref _steps));
            }

            if ((_traits & TokenTraits.Unit) != 0)
            {
                return TakeUnit();
            }

            _index = (_traits & TokenTraits.Text) != 0 ? 1 : 0;
        }

        while (_index < End)
        {
            var kind = CharacterClasses.Of(_text[_index]);
            if (_mode == MaskMode.Custom && kind != CharacterClass.Mask)
            {
                HasLetters |= kind is CharacterClass.HexLetter or CharacterClass.Letter or CharacterClass.Script;
                _index++;
                continue;
            }

            switch (kind)
            {
                case CharacterClass.Digit or CharacterClass.HexLetter or CharacterClass.Letter:
                    var start = _index;
                    var end = EndOfVariable(ref start, out var next);
                    HasLetters |= end < 0 || start > _index;
                    if (end > 0)
                    {
                        return Take(start, end);
                    }

                    _index = next;
                    continue;
                case CharacterClass.Slash when PathText.EndOf(_text[..End], _index) is > 0 and var path:
                    return Take(_index, path);
                case CharacterClass.Mask:
                    end = _index + 1;
                    while (end < End && _text[end] == _text[_index])
                    {
                        end++;
                    }

                    return Take(_index, end);
                case CharacterClass.Script:
                    HasLetters = true;
                    break;
                case CharacterClass.Joiner when IsAddressStart(_index) && AddressText.EndOfColonHex(_text, _index) is > 0 and var address && address <= End:
                    return Take(_index, address);
                case CharacterClass.Quote when TryQuote():
                    return true;
                case CharacterClass.Bracket when TryBracket():
                    return true;
                case CharacterClass.Equals when TryValue():
                    return true;
            }

            _index++;
        }

        return false;
    }

    private bool Take(int start, int end)
    {
        (Start, VariableEnd, _index) = (start, end, Math.Max(end, _index));
        if (end > End)
        {
            // The token goes on to the next blank.
            var rest = _text[end..].IndexOfAny(" \t\r\n\f\v");
            End = rest < 0 ? _text.Length : end + rest;
        }

        return true;
    }

    // "<1 sec" is a value as "1 sec" is; a bracket before it is not.
    private bool TakeUnit()
    {
        var start = _text[0] is '(' or '[' ? 1 : 0;
        return Take(start, UnitText.EndOf(_text[..End], start));
    }

    // Brings the finder to the place, so that what precedes it stays text.
    private bool Skip(int place)
    {
        _index = place - 1;
        return false;
    }

    private readonly bool IsAddressStart(int at) =>
        _text[at] == ':' && at + 1 < End && _text[at + 1] == ':' && (at == 0 || !(char.IsLetterOrDigit(_text[at - 1]) || _text[at - 1] == ':'));

    // Quoted text is one value. Before a colon it is a name in JSON, whose value decides or is one.
    private bool TryQuote()
    {
        var close = _quoteTries < MostTries ? StructureText.CloseOfQuote(_text, _index) : -1;
        if (close < 0)
        {
            _quoteTries += _index > 0 && char.IsAsciiLetterOrDigit(_text[_index - 1]) ? 0 : 1;
            return false;
        }

        var inner = _text[(_index + 1)..close];
        if (close + 1 < End && _text[close + 1] == ':')
        {
            HasLetters = true;
            var value = close + 2;
            if (value >= End)
            {
                return Skip(value);
            }

            if (EventNames.Decides(inner))
            {
                return Skip(_text[value] == '"' ? value + 1 : value);
            }

            return Take(value, StructureText.EndOfValue(_text, value, ref _steps));
        }

        // A single word decides by the number of different ones: 'accepted' and 'declined' are two events, names are not.
        if (StructureText.IsRequest(inner) || StructureText.IsPlainWord(inner))
        {
            HasLetters = true;
            return Skip(_index + 1);
        }

        Take(_index + 1, close);
        _index = close + 1;
        return true;
    }

    private bool TryBracket()
    {
        if (_text[_index] == '[' && AddressText.EndOfBracketed(_text, _index) is > 0 and var address)
        {
            return Take(_index, address);
        }

        // A list without elements is a list. "String[]" is a type.
        if (_text[_index] is '[' or '{' && _index + 1 < End && _text[_index + 1] == _text[_index] + 2 && (_index == 0 || !char.IsLetterOrDigit(_text[_index - 1])))
        {
            return Take(_index + 1, _index + 1);
        }

        // The object that is the whole line names what happened.
        if (_tries == MostTries || (_text[_index] == '{' && _index == 0 && (_traits & TokenTraits.First) != 0))
        {
            return false;
        }

        var close = StructureText.CloseOfBracket(_text, _index, ref _steps);
        if (close < 0)
        {
            _tries = MostTries;
            return false;
        }

        if (!StructureText.IsListOrObject(_text, _index, close, ref _steps))
        {
            _tries++;
            return false;
        }

        return Take(_index + 1, close);
    }

    // "name=value"
    private bool TryValue()
    {
        var name = EventNames.Before(_text, _index);
        if (name.IsEmpty || (_index + 1 < End && _text[_index + 1] is '=' or '>' or '~'))
        {
            return false;
        }

        var value = _index + 1;
        var isQuoted = value < End && _text[value] is '"' or '\'';
        if (EventNames.Decides(name) || (isQuoted && _quoteTries >= MostTries))
        {
            return Skip(isQuoted ? value + 1 : value);
        }

        var end = UnitText.EndAfter(_text, value, Math.Max(value, StructureText.EndOfValue(_text, value, ref _steps)));
        if (StructureText.IsPlainWord(_text[value..end]))
        {
            // Words decide by their number whether they are values: "user=root" and "user=guest".
            return Skip(value);
        }

        return Take(value, end);
    }

    // The end of the variable that begins in the run of letters and digits at "start"; negative without one.
    private int EndOfVariable(ref int start, out int next)
    {
        var token = _text[..End];
        var run = TokenRun.At(token, start);
        next = run.End;
        if (MayBeDate(run, start) && DateText.EndOf(_text, start) is > 0 and var date)
        {
            return date;
        }

        if (run.IsHex && run.Length == 8 && NumberRun.IsUuid(token[start..]))
        {
            return start + 36;
        }

        if (run.IsHex && run.Length <= 4 && run.End < token.Length && token[run.End] == ':' && AddressText.EndOfColonHex(token, start) is > 0 and var address)
        {
            return address;
        }

        if (_mailSign >= run.End && _mailSign - start <= LongestMailName && AddressText.EndOfMail(token, start) is > 0 and var mail)
        {
            return mail;
        }

        if (start >= _randomFrom && MayBeRandom(run, start))
        {
            if (RandomText.EndOf(token, start, out _randomFrom) is > 0 and var random)
            {
                return random;
            }
        }

        if (run.FirstDigit < 0)
        {
            return PathText.EndOfUrl(token, start, run);
        }

        if (run.HasLetterAfterDigit && !run.IsHex && run.Length <= LongestWords && run.EndOfNumberInWords(token) is > 0 and var number)
        {
            start = run.FirstDigit;
            next = number;
            return number;
        }

        if (run.DigitCount == run.Length && run.End == End)
        {
            // Most variables are numbers.
            return Signed(token, ref start, run.End);
        }

        var isHex = run.IsHex && run.Length >= LeastHexLength;
        var isSerial = run.Length >= LeastSerialLength && run.HasLetterAfterDigit && run.DigitCount >= 3;
        if (!isHex && !isSerial && !run.IsCode(token))
        {
            start = run.FirstDigit;
        }

        return Signed(token, ref start, NumberRun.EndOfVersion(token, start, NumberRun.Extend(token, run.End)));
    }

    private static int Signed(ReadOnlySpan<char> token, ref int start, int end)
    {
        if (start > 0 && token[start - 1] is '-' or '+' && (start == 1 || !char.IsLetterOrDigit(token[start - 2])))
        {
            start--;
        }

        return end;
    }

    // A day, a month or a year and a separator; the name of a day or a month and a blank.
    private readonly bool MayBeDate(TokenRun run, int start)
    {
        if (run.End >= _text.Length)
        {
            return false;
        }

        var next = _text[run.End];
        return run.FirstDigit == start ? run.Length <= 4 && next is '-' or '/' or '.' or ':' or ' ' && !run.HasLetterAfterDigit
            : run.FirstDigit < 0 && run.Length >= 3 && next is ' ' or ',' && char.IsAsciiLetterUpper(_text[start]);
    }

    private readonly bool MayBeRandom(TokenRun run, int start) =>
        _text.Length - start >= RandomText.LeastLength && run.DigitCount < run.Length
        && (run.DigitCount > 0 || run.Length >= RandomText.LeastLength || (run.End < _text.Length && _text[run.End] is '+' or '/' or '_' or '-' or '='));
}
