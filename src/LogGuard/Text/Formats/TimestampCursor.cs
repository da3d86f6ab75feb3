using Stamp = LogGuard.Parsing.TimestampText.Stamp;

namespace LogGuard.Parsing;

/// <summary>Reads the timestamp that a text begins with, from left to right. The first characters decide the shape.</summary>
/// <remarks>
/// Known shapes are ISO 8601 with its relatives (blank, T, underscore or hyphen before the time, dots or slashes in the date,
/// comma or dot before the decimals), <c>2005-06-03-15.42.50.363779</c>, <c>081109 203518</c>, <c>240506  7:08:09</c>,
/// <c>20240506T070809Z</c>, <c>20240506070809</c>, <c>20171223-22:15:29:606</c>, <c>0506 07:08:09.123456</c>,
/// <c>17/06/09 20:10:40</c>, <c>05/06/2024 07:08:09 AM</c>, <c>06.05.2024 07:08:09</c>, <c>10/Oct/2000:13:55:36 -0700</c>,
/// <c>06-May-2024 07:08:09</c>, <c>Mon, 06 May 2024 07:08:09 GMT</c>, <c>Jun 14 15:16:01</c>, <c>May 6, 2024 7:08:09 AM</c>,
/// <c>Sun Dec 04 04:47:44 CET 2005</c>, <c>03-17 16:13:38.811</c>, <c>10.30 16:49:06</c>, a time alone, and seconds,
/// milliseconds, microseconds or nanoseconds since 1970.
/// </remarks>
internal ref struct TimestampCursor(ReadOnlySpan<char> text, TimeSpan assumedOffset)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _at;

    /// <param name="stamp">Its parts.</param>
    /// <param name="length">Its length. No letter and no digit follows it.</param>
    public bool TryRead(out Stamp stamp, out int length)
    {
        stamp = new Stamp { Year = -1 };
        var read = IsDigit(_text[0]) ? TryReadNumeric(ref stamp) : TryReadNamed(ref stamp);
        length = _at;
        return read && IsEnd();
    }

    private bool TryReadNumeric(ref Stamp stamp)
    {
        var digits = 1;
        while (digits < _text.Length && IsDigit(_text[digits]))
        {
            digits++;
        }

        var next = CharacterAt(digits);
        return (digits, next) switch
        {
            (4, '-' or '/' or '.' or '年') => TryReadYearFirst(ref stamp, next),
            (4, ' ') when IsDigit(CharacterAt(5)) => TryReadKubernetes(ref stamp),
            (4, ' ') => TryReadYearAndName(ref stamp),
            (1 or 2, ':') => TryReadTime(ref stamp),
            (1 or 2, '/' or '-' or '.' or ' ') when char.IsLetter(CharacterAt(digits + 1)) => TryReadDayAndName(ref stamp, next),
            (1 or 2, '/' or '-' or '.') => TryReadNumbers(ref stamp, digits, next),
            (6, ' ' or '\t') => TryReadPacked(ref stamp, yearDigits: 2) && SkipBlanks() && TryReadPackedOrTime(ref stamp),
            (8, '-' or 'T' or 't' or ' ' or '_') => TryReadPacked(ref stamp, yearDigits: 4) && Skip() && TryReadPackedOrTime(ref stamp),
            (14 or 17, _) => TryReadPacked(ref stamp, yearDigits: 4) && TryReadPackedTime(ref stamp),
            ( >= 9, _) => TryReadEpoch(ref stamp, digits),
            _ => false,
        };
    }

    // 2005-06-03-15.42.50.363779, 2015-10-18 18:01:47,978, 2024-01-02T03:04:05.678+01:00, 2023/01/02 12:34:56, 2024-May-06 07:08
    private bool TryReadYearFirst(ref Stamp stamp, char separator)
    {
        if (!TryReadNumber(4, 4, out stamp.Year) || !Skip())
        {
            return false;
        }

        if (separator == '年')
        {
            return TryReadNumber(1, 2, out stamp.Month) && TrySkip('月') && TryReadNumber(1, 2, out stamp.Day) && TrySkip('日') && TryReadTimeOfDate(ref stamp);
        }

        return (TryReadNumber(1, 2, out stamp.Month) || TryReadMonth(out stamp.Month)) && TrySkip(separator)
            && TryReadNumber(1, 2, out stamp.Day) && TryReadTimeOfDate(ref stamp);
    }

    // 0506 07:08:09.123456, behind the letter of the level
    private bool TryReadKubernetes(ref Stamp stamp) =>
        TryReadNumber(2, 2, out stamp.Month) && TryReadNumber(2, 2, out stamp.Day) && SkipBlanks() && TryReadTime(ref stamp);

    // 2024 May 06 07:08:09
    private bool TryReadYearAndName(ref Stamp stamp) =>
        TryReadNumber(4, 4, out stamp.Year) && SkipBlanks() && TryReadMonth(out stamp.Month) && SkipBlanks()
        && TryReadNumber(1, 2, out stamp.Day) && TryReadTimeOfDate(ref stamp);

    // 10/Oct/2000:13:55:36 -0700, 06-May-2024 07:08:09.123, 06 May 2024 07:08:09, 06 May 07:08:09
    private bool TryReadDayAndName(ref Stamp stamp, char separator)
    {
        if (!TryReadNumber(1, 2, out stamp.Day) || !Skip() || !TryReadMonth(out stamp.Month) || !(TrySkip(separator) || TrySkip('.')))
        {
            return false;
        }

        SkipBlanks();
        if (CharacterAt(_at + 1) == ':' || CharacterAt(_at + 2) == ':')
        {
            // Two digits and a colon are an hour, unless they are a year in front of one.
            if (separator == ' ' || !IsDigit(CharacterAt(_at + 3)))
            {
                return TryReadTime(ref stamp);
            }
        }

        var start = _at;
        if (!TryReadNumber(2, 4, out stamp.Year) || _at - start == 3)
        {
            return false;
        }

        stamp.Year = _at - start == 2 ? TimestampText.FullYear(stamp.Year) : stamp.Year;
        return TryReadTimeOfDate(ref stamp);
    }

    // 17/06/09 20:10:40, 05/06/2024 07:08:09, 06.05.2024 07:08:09; without a year 03-17 16:13:38.811 and 10.30 16:49:06
    private bool TryReadNumbers(ref Stamp stamp, int digits, char separator)
    {
        if (!TryReadNumber(1, 2, out stamp.First) || !Skip() || !TryReadNumber(1, 2, out stamp.Second))
        {
            return false;
        }

        var isYearless = _at == 5 && (CharacterAt(_at) != separator || !IsDigit(CharacterAt(_at + 1)));
        if (isYearless && separator != '/')
        {
            var isDayFirst = stamp.First > 12;
            (stamp.Month, stamp.Day) = isDayFirst ? (stamp.Second, stamp.First) : (stamp.First, stamp.Second);
            return SkipBetween() && TryReadTime(ref stamp) && stamp.Month > 0;
        }

        var start = _at + 1;
        if (!TrySkip(separator) || !TryReadNumber(2, 4, out stamp.Third) || _at - start == 3)
        {
            return false;
        }

        (stamp.Separator, stamp.FirstDigits, stamp.ThirdDigits) = (separator, digits, _at - start);
        return TryReadTimeOfDate(ref stamp) && stamp.HasClock;
    }

    // Jun 14 15:16:01, Sun Dec 04 04:47:44 CET 2005, May 6, 2024 7:08:09 AM, Mon, 06 May 2024 07:08:09 GMT
    private bool TryReadNamed(ref Stamp stamp)
    {
        if (!TryReadMonth(out stamp.Month))
        {
            if (!TrySkipWeekday())
            {
                return false;
            }

            if (IsDigit(CharacterAt(_at)))
            {
                return TryReadBehindWeekday(ref stamp);
            }

            if (!TryReadMonth(out stamp.Month))
            {
                return false;
            }
        }

        TrySkip('.');
        if (!SkipBlanks() || !TryReadNumber(1, 2, out stamp.Day) || IsDigit(CharacterAt(_at)))
        {
            return false;
        }

        TrySkip(',');
        if (!SkipBlanks())
        {
            return false;
        }

        if (IsDigit(CharacterAt(_at + 1)) && IsDigit(CharacterAt(_at + 2)))
        {
            return TryReadNumber(4, 4, out stamp.Year) && TryReadTimeOfDate(ref stamp) && stamp.HasClock;
        }

        return TryReadTime(ref stamp) && TryReadYearBehind(ref stamp);
    }

    private bool TryReadBehindWeekday(ref Stamp stamp)
    {
        var rest = new TimestampCursor(_text[_at..], assumedOffset);
        var read = rest.TryRead(out stamp, out var length) && stamp is { HasClock: true, IsEpoch: false };
        _at += length;
        return read;
    }

    // A host may follow instead. Its name is no year of this time.
    private bool TryReadYearBehind(ref Stamp stamp)
    {
        var start = _at;
        if (SkipBlanks() && CharacterAt(_at) is '1' or '2' && CharacterAt(_at + 1) is '9' or '0' && TryReadNumber(4, 4, out var year) && IsEnd() && CharacterAt(_at) != ':')
        {
            stamp.Year = year;
            return true;
        }

        _at = start;
        return true;
    }

    // 081109 and 20171223
    private bool TryReadPacked(ref Stamp stamp, int yearDigits)
    {
        var read = TryReadNumber(yearDigits, yearDigits, out stamp.Year)
            && TryReadNumber(2, 2, out stamp.Month)
            && TryReadNumber(2, 2, out stamp.Day);
        stamp.Year = yearDigits == 2 ? TimestampText.FullYear(stamp.Year) : stamp.Year;
        return read;
    }

    private bool TryReadPackedOrTime(ref Stamp stamp)
    {
        var isPacked = IsDigit(CharacterAt(_at + 1)) && IsDigit(CharacterAt(_at + 2)) && IsDigit(CharacterAt(_at + 5));
        return isPacked ? TryReadPackedTime(ref stamp) : TryReadTime(ref stamp);
    }

    // 203518, 070809.123, 070809123
    private bool TryReadPackedTime(ref Stamp stamp)
    {
        if (!TryReadNumber(2, 2, out var hours) || !TryReadNumber(2, 2, out var minutes) || !TryReadNumber(2, 2, out var seconds))
        {
            return false;
        }

        var fraction = IsDigit(CharacterAt(_at)) ? ReadFraction() : ReadFractionBehindMark();
        SetTime(ref stamp, hours, minutes, seconds, fraction);
        ReadZone(ref stamp);
        return true;
    }

    // The time behind a date, if there is one; otherwise the cursor stays behind the date.
    private bool TryReadTimeOfDate(ref Stamp stamp)
    {
        var start = _at;
        var between = CharacterAt(_at);
        if (!SkipBetween() || !TryReadTime(ref stamp, hasDate: true, mayBeHyphens: between is 'T' or 't'))
        {
            _at = start;
        }

        return true;
    }

    // 15:42:50, 15.42.50.363779, 18:01:47,978, 22:15:29:606, 7:08:09 PM, 12:00:00Z, 12:00:00.5 +01:00; behind a date 07:08 as well
    private bool TryReadTime(ref Stamp stamp, bool hasDate = false, bool mayBeHyphens = false)
    {
        if (!TryReadNumber(1, 2, out var hours))
        {
            return false;
        }

        var separator = CharacterAt(_at);
        if (!(separator is ':' or '.' || (mayBeHyphens && separator == '-')) || !Skip() || !TryReadNumber(1, 2, out var minutes))
        {
            return false;
        }

        var (seconds, fraction) = (0, 0L);
        if (CharacterAt(_at) == separator && IsDigit(CharacterAt(_at + 1)))
        {
            _at++;
            TryReadNumber(1, 2, out seconds);
            fraction = ReadFractionBehindMark();
        }
        else if (!hasDate || separator != ':')
        {
            return false;
        }

        SetTime(ref stamp, hours, minutes, seconds, fraction);
        ReadHalfOfDay(ref stamp, hours);
        ReadZone(ref stamp);
        return true;
    }

    private static void SetTime(ref Stamp stamp, int hours, int minutes, int seconds, long fraction)
    {
        // 60 is a leap second, and is read as the first of the next minute.
        stamp.TimeTicks = (((hours * 60L) + minutes) * 60 + seconds) * TimeSpan.TicksPerSecond + fraction;
        stamp.HasClock = true;
        stamp.IsWrong |= hours >= 24 || minutes >= 60 || seconds > 60;
    }

    // AM and PM, with a blank or without
    private void ReadHalfOfDay(ref Stamp stamp, int hours)
    {
        var start = _at;
        SkipBlanks();
        var half = CharacterAt(_at) | 0x20;
        if (half is not ('a' or 'p') || (CharacterAt(_at + 1) | 0x20) != 'm' || char.IsLetterOrDigit(CharacterAt(_at + 2)))
        {
            _at = start;
            return;
        }

        _at += 2;
        var less = half == 'a' && hours == 12 ? -12 : half == 'p' && hours < 12 ? 12 : 0;
        stamp.TimeTicks += less * TimeSpan.TicksPerHour;
    }

    private void ReadZone(ref Stamp stamp)
    {
        if (_at < _text.Length)
        {
            var zone = new ZoneCursor(_text[_at..], assumedOffset);
            _at += zone.Read(ref stamp);
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
        if (CharacterAt(_at) is '.' or ',' && IsDigit(CharacterAt(_at + 1)))
        {
            _at++;
            ticks += (long)(ReadFraction() * (ticksPerUnit / (double)TimeSpan.TicksPerSecond));
        }

        // The epoch is a date, and the rest of the number its time.
        (stamp.Year, stamp.Month, stamp.Day) = (1970, 1, 1);
        (stamp.TimeTicks, stamp.HasClock, stamp.IsEpoch, stamp.HasOffset) = (ticks, true, true, true);
        return true;
    }

    // The decimals behind a dot, comma or colon. A dot without decimals is skipped before the zone.
    private long ReadFractionBehindMark()
    {
        var mark = CharacterAt(_at);
        if (mark is not ('.' or ',' or ':'))
        {
            return 0;
        }

        if (IsDigit(CharacterAt(_at + 1)))
        {
            _at++;
            return ReadFraction();
        }

        _at += mark == '.' && CharacterAt(_at + 1) is 'Z' or 'z' ? 1 : 0;
        return 0;
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
        if (!MonthNames.TryRead(_text[Math.Min(_at, _text.Length)..], out month, out var length))
        {
            return false;
        }

        _at += length;
        return true;
    }

    private bool TrySkipWeekday()
    {
        if (!MonthNames.TryReadDay(_text, out var length))
        {
            return false;
        }

        _at = length;
        TrySkip(',');
        TrySkip('.');
        return SkipBlanks();
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

    private bool Skip()
    {
        _at++;
        return true;
    }

    // Between date and time: blanks with a comma or "at", T, a hyphen, an underscore, or a colon.
    private bool SkipBetween()
    {
        var hasComma = TrySkip(',');
        if (SkipBlanks())
        {
            if (CharacterAt(_at) == 'a' && CharacterAt(_at + 1) == 't' && CharacterAt(_at + 2) == ' ')
            {
                _at += 3;
            }

            return true;
        }

        return hasComma || TrySkip('T') || TrySkip('t') || TrySkip('-') || TrySkip('_') || TrySkip(':');
    }

    private bool SkipBlanks()
    {
        var start = _at;
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\u00A0' or '\u202F')
        {
            _at++;
        }

        return _at > start;
    }

    private readonly bool IsEnd() => _at >= _text.Length || !char.IsLetterOrDigit(_text[_at]);

    private readonly char CharacterAt(int index) => index < _text.Length ? _text[index] : '\0';

    private static bool IsDigit(char character) => character is >= '0' and <= '9';
}
