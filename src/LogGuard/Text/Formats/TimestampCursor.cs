using Stamp = LogGuard.Parsing.TimestampText.Stamp;

namespace LogGuard.Parsing;

/// <summary>Reads one timestamp from left to right. <see cref="TimestampText"/> lists the known shapes.</summary>
internal ref struct TimestampCursor(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    public bool TryRead(out Stamp stamp)
    {
        stamp = new Stamp { Year = -1 };
        if (!IsDigit(_text[0]))
        {
            return TryReadNamed(ref stamp) && _at == _text.Length;
        }

        var digits = 1;
        while (digits < _text.Length && IsDigit(_text[digits]))
        {
            digits++;
        }

        var next = digits < _text.Length ? _text[digits] : '\0';
        var read = (digits, next) switch
        {
            (4, '-' or '/' or '.') => TryReadYearFirst(ref stamp, next),
            (2, '/') => IsDigit(CharacterAt(3)) ? TryReadShortYear(ref stamp) : TryReadCommonLog(ref stamp),
            (1 or 2, ':') => TryReadTime(ref stamp),
            (1, '/') => TryReadCommonLog(ref stamp),
            (2, '-' or '.') => TryReadMonthFirst(ref stamp, next),
            (6, ' ' or '\t') => TryReadPacked(ref stamp, yearDigits: 2) && SkipBlanks() && TryReadPackedTime(ref stamp),
            (8, '-') => TryReadPacked(ref stamp, yearDigits: 4) && TrySkip('-') && TryReadTime(ref stamp),
            (8, 'T') => TryReadPacked(ref stamp, yearDigits: 4) && TrySkip('T') && TryReadPackedTime(ref stamp) && TryReadZone(ref stamp),
            ( >= 9, '\0' or '.') => TryReadEpoch(ref stamp, digits),
            _ => false,
        };
        return read && _at == _text.Length;
    }

    // 2005-06-03-15.42.50.363779, 2015-10-18 18:01:47,978, 2024-01-02T03:04:05.678+01:00, 2023/01/02 12:34:56
    private bool TryReadYearFirst(ref Stamp stamp, char separator)
    {
        return TryReadNumber(4, 4, out stamp.Year) && TrySkip(separator)
            && TryReadNumber(1, 2, out stamp.Month) && TrySkip(separator)
            && TryReadNumber(1, 2, out stamp.Day)
            && (_at == _text.Length || (SkipBetween() && TryReadTime(ref stamp)));
    }

    // 17/06/09 20:10:40: the year is first, as in all known logs with this shape
    private bool TryReadShortYear(ref Stamp stamp)
    {
        var read = TryReadNumber(2, 2, out stamp.Year) && TrySkip('/')
            && TryReadNumber(2, 2, out stamp.Month) && TrySkip('/')
            && TryReadNumber(2, 2, out stamp.Day) && SkipBetween() && TryReadTime(ref stamp);
        stamp.Year = FullYear(stamp.Year);
        return read;
    }

    // 10/Oct/2000:13:55:36 -0700
    private bool TryReadCommonLog(ref Stamp stamp) =>
        TryReadNumber(1, 2, out stamp.Day) && TrySkip('/')
        && TryReadMonth(out stamp.Month) && TrySkip('/')
        && TryReadNumber(4, 4, out stamp.Year) && TrySkip(':') && TryReadTime(ref stamp);

    // 03-17 16:13:38.811 and 10.30 16:49:06
    private bool TryReadMonthFirst(ref Stamp stamp, char separator) =>
        TryReadNumber(2, 2, out stamp.Month) && TrySkip(separator)
        && TryReadNumber(2, 2, out stamp.Day) && SkipBetween() && TryReadTime(ref stamp) && stamp.Month > 0;

    // Jun 14 15:16:01, Sun Dec 04 04:47:44 2005, Oct 11 2023 22:14:15
    private bool TryReadNamed(ref Stamp stamp)
    {
        if (!TryReadMonth(out stamp.Month))
        {
            if (!TrySkipWeekday() || !TryReadMonth(out stamp.Month))
            {
                return false;
            }
        }

        if (!SkipBlanks() || !TryReadNumber(1, 2, out stamp.Day) || !SkipBlanks())
        {
            return false;
        }

        if (IsDigit(CharacterAt(_at + 1)) && IsDigit(CharacterAt(_at + 2)) && (!TryReadNumber(4, 4, out stamp.Year) || !SkipBlanks()))
        {
            return false;
        }

        if (!TryReadTime(ref stamp))
        {
            return false;
        }

        return stamp.Year >= 0 || !SkipBlanks() || TryReadNumber(4, 4, out stamp.Year);
    }

    // 081109 and 20171223
    private bool TryReadPacked(ref Stamp stamp, int yearDigits)
    {
        var read = TryReadNumber(yearDigits, yearDigits, out stamp.Year)
            && TryReadNumber(2, 2, out stamp.Month)
            && TryReadNumber(2, 2, out stamp.Day);
        stamp.Year = yearDigits == 2 ? FullYear(stamp.Year) : stamp.Year;
        return read;
    }

    private bool TryReadPackedTime(ref Stamp stamp) =>
        TryReadNumber(2, 2, out var hours) && TryReadNumber(2, 2, out var minutes) && TryReadNumber(2, 2, out var seconds)
        && TrySetTime(ref stamp, hours, minutes, seconds, fraction: 0);

    // 15:42:50, 15.42.50.363779, 18:01:47,978, 22:15:29:606, 12:00:00Z, 12:00:00.5 +01:00
    private bool TryReadTime(ref Stamp stamp)
    {
        if (!TryReadNumber(1, 2, out var hours))
        {
            return false;
        }

        var separator = CharacterAt(_at);
        if (separator is not (':' or '.') || !TrySkip(separator) || !TryReadNumber(1, 2, out var minutes)
            || !TrySkip(separator) || !TryReadNumber(1, 2, out var seconds))
        {
            return false;
        }

        long fraction = 0;
        if (CharacterAt(_at) is '.' or ',' or ':' && IsDigit(CharacterAt(_at + 1)))
        {
            _at++;
            fraction = ReadFraction();
        }

        return TrySetTime(ref stamp, hours, minutes, seconds, fraction) && TryReadZone(ref stamp);
    }

    private static bool TrySetTime(ref Stamp stamp, int hours, int minutes, int seconds, long fraction)
    {
        // 60 is a leap second, and is read as the first of the next minute.
        stamp.TimeTicks = (((hours * 60L) + minutes) * 60 + seconds) * TimeSpan.TicksPerSecond + fraction;
        return hours < 24 && minutes < 60 && seconds <= 60;
    }

    // Z, UTC, GMT, +01:00, -0700, +01; nothing if there is no zone here
    private bool TryReadZone(ref Stamp stamp)
    {
        var start = _at;
        SkipBlanks();
        switch (CharacterAt(_at))
        {
            case 'Z':
                _at++;
                stamp.HasOffset = true;
                return true;
            case 'U' or 'G' when _text[_at..].StartsWith("UTC", StringComparison.Ordinal) || _text[_at..].StartsWith("GMT", StringComparison.Ordinal):
                _at += 3;
                stamp.HasOffset = true;
                return true;
            case '+' or '-':
                var sign = _text[_at++] == '-' ? -1 : 1;
                if (!TryReadNumber(2, 2, out var hours))
                {
                    return false;
                }

                var minutes = 0;
                if (_at < _text.Length && CharacterAt(_at) != ' ')
                {
                    TrySkip(':');
                    if (!TryReadNumber(2, 2, out minutes))
                    {
                        return false;
                    }
                }

                stamp.HasOffset = true;
                stamp.OffsetTicks = sign * ((hours * 60L) + minutes) * TimeSpan.TicksPerMinute;
                return hours <= 18 && minutes < 60;
            default:
                _at = start;
                return true;
        }
    }

    // 1117838570, 1117838570.363, 1117838570363: the number of digits determines the unit, for all years from 1973 to 2286
    private bool TryReadEpoch(ref Stamp stamp, int digits)
    {
        var ticksPerUnit = digits switch
        {
            9 or 10 => TimeSpan.TicksPerSecond,
            12 or 13 => TimeSpan.TicksPerMillisecond,
            15 or 16 => TimeSpan.TicksPerMicrosecond,
            18 or 19 => 0,
            _ => -1,
        };
        if (ticksPerUnit < 0)
        {
            return false;
        }

        // 19 digits may be too many for a long.
        ulong value = 0;
        for (; _at < digits; _at++)
        {
            value = (value * 10) + (uint)(_text[_at] - '0');
        }

        var ticks = ticksPerUnit == 0 ? (long)(value / 100) : (long)value * ticksPerUnit;
        if (CharacterAt(_at) == '.' && IsDigit(CharacterAt(_at + 1)))
        {
            _at++;
            ticks += (long)(ReadFraction() * (ticksPerUnit / (double)TimeSpan.TicksPerSecond));
        }

        // The epoch is a date, and the rest of the number its time.
        (stamp.Year, stamp.Month, stamp.Day) = (1970, 1, 1);
        stamp.TimeTicks = ticks;
        stamp.HasOffset = true;
        return true;
    }

    // The ticks of the decimals here. Those beyond the seventh are less than a tick.
    private long ReadFraction()
    {
        long ticks = 0;
        var unit = TimeSpan.TicksPerSecond;
        for (; _at < _text.Length && IsDigit(_text[_at]); _at++)
        {
            unit /= 10;
            ticks += (_text[_at] - '0') * unit;
        }

        return ticks;
    }

    private bool TryReadNumber(int least, int most, out int number)
    {
        number = 0;
        var read = 0;
        while (read < most && _at < _text.Length && IsDigit(_text[_at]))
        {
            number = (number * 10) + (_text[_at++] - '0');
            read++;
        }

        return read >= least;
    }

    private bool TryReadMonth(out int month)
    {
        month = 0;
        if (_at + 3 > _text.Length)
        {
            return false;
        }

        month = (Lower(_at), Lower(_at + 1), Lower(_at + 2)) switch
        {
            ('j', 'a', 'n') => 1,
            ('f', 'e', 'b') => 2,
            ('m', 'a', 'r') => 3,
            ('a', 'p', 'r') => 4,
            ('m', 'a', 'y') => 5,
            ('j', 'u', 'n') => 6,
            ('j', 'u', 'l') => 7,
            ('a', 'u', 'g') => 8,
            ('s', 'e', 'p') => 9,
            ('o', 'c', 't') => 10,
            ('n', 'o', 'v') => 11,
            ('d', 'e', 'c') => 12,
            _ => 0,
        };
        if (month == 0)
        {
            return false;
        }

        _at += 3;
        return true;
    }

    private bool TrySkipWeekday()
    {
        var known = _text.Length > 4 && (Lower(0), Lower(1), Lower(2)) is ('m', 'o', 'n') or ('t', 'u', 'e') or ('w', 'e', 'd')
            or ('t', 'h', 'u') or ('f', 'r', 'i') or ('s', 'a', 't') or ('s', 'u', 'n');
        if (known)
        {
            _at = 3;
            TrySkip(',');
        }

        return known && SkipBlanks();
    }

    private bool TrySkip(char character)
    {
        if (CharacterAt(_at) != character)
        {
            return false;
        }

        _at++;
        return true;
    }

    // Between date and time: blanks, T, a hyphen, a colon, or nothing before a blank.
    private bool SkipBetween() => SkipBlanks() || TrySkip('T') || TrySkip('t') || TrySkip('-') || TrySkip(':');

    private bool SkipBlanks()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is ' ' or '\t')
        {
            _at++;
        }

        return _at > start;
    }

    private readonly char CharacterAt(int index) => index < _text.Length ? _text[index] : '\0';

    private readonly char Lower(int index) => (char)(_text[index] | 0x20);

    private static bool IsDigit(char character) => character is >= '0' and <= '9';

    // As in POSIX: 69 to 99 belong to the last century.
    private static int FullYear(int ofTwoDigits) => ofTwoDigits < 69 ? 2000 + ofTwoDigits : 1900 + ofTwoDigits;
}
