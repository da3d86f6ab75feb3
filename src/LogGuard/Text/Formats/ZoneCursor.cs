using Stamp = LogGuard.Parsing.TimestampText.Stamp;

namespace LogGuard.Parsing;

/// <summary>
/// Reads the zone behind a time: <c>Z</c>, <c>UTC</c>, <c>CEST</c>, <c>+01:00</c>, <c>-0700</c>, <c>+01</c>, <c>GMT+0200</c>, with the
/// name behind an offset as in <c>+0200 CEST</c>, <c>+02:00[Europe/Berlin]</c> or Go's <c>+0000 UTC m=+0.1</c>.
/// </summary>
internal ref struct ZoneCursor(ReadOnlySpan<char> text, TimeSpan assumedOffset)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <returns>The length of the zone with the blanks before it; 0 if there is none.</returns>
    public int Read(ref Stamp stamp)
    {
        SkipBlanks();
        var first = CharacterAt(_at);
        var minutes = 0;
        switch (first)
        {
            case '+' or '-':
                if (!TryReadOffset(out minutes))
                {
                    return 0;
                }

                break;
            case >= 'A' and <= 'Z' or 'z':
                if (!TryReadName(out minutes))
                {
                    return 0;
                }

                break;
            default:
                return 0;
        }

        stamp.HasOffset = true;
        stamp.OffsetTicks = minutes * TimeSpan.TicksPerMinute;
        SkipExplanation(isOffset: first is '+' or '-');
        return _at;
    }

    // +01:00, -0700, +01
    private bool TryReadOffset(out int minutes)
    {
        minutes = 0;
        var start = _at;
        var sign = _text[_at++] == '-' ? -1 : 1;
        if (!TryReadTwoDigits(out var hours))
        {
            _at = start;
            return false;
        }

        var behindHours = _at;
        _at += CharacterAt(_at) == ':' ? 1 : 0;
        if (!TryReadTwoDigits(out var rest))
        {
            (_at, rest) = (behindHours, 0);
        }

        if (hours > 18 || rest >= 60 || char.IsLetterOrDigit(CharacterAt(_at)))
        {
            _at = start;
            return false;
        }

        minutes = sign * ((hours * 60) + rest);
        return true;
    }

    private bool TryReadName(out int minutes)
    {
        var length = NameLength();
        if (CharacterAt(_at) == 'z' && !char.IsLetterOrDigit(CharacterAt(_at + 1)))
        {
            _at++;
            minutes = 0;
            return true;
        }

        if (length == 0 || !TimestampZone.TryGetOffset(_text.Slice(_at, length), assumedOffset, out minutes))
        {
            minutes = 0;
            return false;
        }

        var isUniversal = _text.Slice(_at, length) is "GMT" or "UTC";
        _at += length;
        if (isUniversal && CharacterAt(_at) is '+' or '-' && TryReadOffset(out var more))
        {
            minutes = more;
        }

        return !char.IsLetterOrDigit(CharacterAt(_at));
    }

    // The name of a zone whose offset is known, and the monotonic clock of Go.
    private void SkipExplanation(bool isOffset)
    {
        if (CharacterAt(_at) == '[')
        {
            SkipTo(']');
            return;
        }

        var end = _at;
        SkipBlanks();
        var length = NameLength();
        if (_at > end && length > 0 && TimestampZone.TryGetOffset(_text.Slice(_at, length), assumedOffset, out _) && !char.IsLetterOrDigit(CharacterAt(_at + length)))
        {
            end = _at += length;
            SkipBlanks();
        }
        else if (isOffset && _at > end && CharacterAt(_at) is '+' or '-' && TryReadOffset(out _))
        {
            // Go names a zone without a name by its offset.
            end = _at;
            SkipBlanks();
        }

        if (_at > end && CharacterAt(_at) == '(' && _text[_at..].Contains(" Time)", StringComparison.Ordinal))
        {
            SkipTo(')');
            return;
        }

        if (_at > end && CharacterAt(_at) == 'm' && CharacterAt(_at + 1) == '=' && CharacterAt(_at + 2) is '+' or '-')
        {
            _at += 3;
            while (CharacterAt(_at) is '.' or (>= '0' and <= '9'))
            {
                _at++;
            }

            return;
        }

        _at = end;
    }

    private void SkipTo(char closing)
    {
        // The name of a zone such as America/Argentina/Buenos_Aires: a bracket behind a blank is no part of the time.
        var name = _text[(_at + 1)..];
        var length = name.IndexOf(closing);
        if (length > 0 && (closing == ')' || (char.IsAsciiLetterUpper(name[0]) && name[..length].ContainsAny('/', 'T', 'Z') && !name[..length].Contains(' '))))
        {
            _at += length + 2;
        }
    }

    private readonly int NameLength()
    {
        var length = 0;
        while (length <= TimestampZone.MaxNameLength && CharacterAt(_at + length) is >= 'A' and <= 'Z')
        {
            length++;
        }

        return length > TimestampZone.MaxNameLength ? 0 : length;
    }

    private bool TryReadTwoDigits(out int number)
    {
        var (tens, ones) = (CharacterAt(_at), CharacterAt(_at + 1));
        number = ((tens - '0') * 10) + ones - '0';
        if (!char.IsAsciiDigit(tens) || !char.IsAsciiDigit(ones))
        {
            return false;
        }

        _at += 2;
        return true;
    }

    private bool SkipBlanks()
    {
        var start = _at;
        while (CharacterAt(_at) is ' ' or '\t' or '\u202F' or '\u00A0')
        {
            _at++;
        }

        return _at > start;
    }

    private readonly char CharacterAt(int index) => index < _text.Length ? _text[index] : '\0';
}
