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
    private CharacterCursor _characters = new(text);

    /// <param name="stamp">Its parts.</param>
    /// <param name="length">Its length. No letter and no digit follows it.</param>
    public bool TryRead(out Stamp stamp, out int length)
    {
        stamp = new Stamp { Year = -1 };
        var read = CharacterCursor.IsDigit(_characters.Text[0]) ? TryReadNumeric(ref stamp) : TryReadNamed(ref stamp);
        length = _characters.At;
        return read && _characters.IsEnd();
    }

    private bool TryReadNumeric(ref Stamp stamp)
    {
        var digits = 1;
        while (digits < _characters.Text.Length && CharacterCursor.IsDigit(_characters.Text[digits]))
        {
            digits++;
        }

        var next = _characters.CharacterAt(digits);
        return (digits, next) switch
        {
            (4, '-' or '/' or '.' or '年') => TryReadYearFirst(ref stamp, next),
            (4, ' ') when CharacterCursor.IsDigit(_characters.CharacterAt(5)) => TryReadKubernetes(ref stamp),
            (4, ' ') => TryReadYearAndName(ref stamp),
            (1 or 2, ':') => TryReadTime(ref stamp),
            (1 or 2, '/' or '-' or '.' or ' ') when char.IsLetter(_characters.CharacterAt(digits + 1)) => TryReadDayAndName(ref stamp, next),
            (1 or 2, '/' or '-' or '.') => TryReadNumbers(ref stamp, digits, next),
            (6, ' ' or '\t') => TryReadPacked(ref stamp, yearDigits: 2) && _characters.SkipBlanks() && TryReadPackedOrTime(ref stamp),
            (8, '-' or 'T' or 't' or ' ' or '_') => TryReadPacked(ref stamp, yearDigits: 4) && _characters.Skip() && TryReadPackedOrTime(ref stamp),
            (14 or 17, _) => TryReadPacked(ref stamp, yearDigits: 4) && TryReadPackedTime(ref stamp),
            ( >= 9, _) => TryReadEpoch(ref stamp, digits),
            _ => false,
        };
    }

    // 2005-06-03-15.42.50.363779, 2015-10-18 18:01:47,978, 2024-01-02T03:04:05.678+01:00, 2023/01/02 12:34:56, 2024-May-06 07:08
    private bool TryReadYearFirst(ref Stamp stamp, char separator)
    {
        if (!_characters.TryReadNumber(4, 4, out stamp.Year) || !_characters.Skip())
        {
            return false;
        }

        if (separator == '年')
        {
            return _characters.TryReadNumber(1, 2, out stamp.Month) && _characters.TrySkip('月') && _characters.TryReadNumber(1, 2, out stamp.Day) && _characters.TrySkip('日') && TryReadTimeOfDate(ref stamp);
        }

        return (_characters.TryReadNumber(1, 2, out stamp.Month) || _characters.TryReadMonth(out stamp.Month)) && _characters.TrySkip(separator)
            && _characters.TryReadNumber(1, 2, out stamp.Day) && TryReadTimeOfDate(ref stamp);
    }

    // 0506 07:08:09.123456, behind the letter of the level
    private bool TryReadKubernetes(ref Stamp stamp) =>
        _characters.TryReadNumber(2, 2, out stamp.Month) && _characters.TryReadNumber(2, 2, out stamp.Day) && _characters.SkipBlanks() && TryReadTime(ref stamp);

    // 2024 May 06 07:08:09
    private bool TryReadYearAndName(ref Stamp stamp) =>
        _characters.TryReadNumber(4, 4, out stamp.Year) && _characters.SkipBlanks() && _characters.TryReadMonth(out stamp.Month) && _characters.SkipBlanks()
        && _characters.TryReadNumber(1, 2, out stamp.Day) && TryReadTimeOfDate(ref stamp);

    // 10/Oct/2000:13:55:36 -0700, 06-May-2024 07:08:09.123, 06 May 2024 07:08:09, 06 May 07:08:09
    private bool TryReadDayAndName(ref Stamp stamp, char separator)
    {
        if (!_characters.TryReadNumber(1, 2, out stamp.Day) || !_characters.Skip() || !_characters.TryReadMonth(out stamp.Month) || !(_characters.TrySkip(separator) || _characters.TrySkip('.')))
        {
            return false;
        }

        _characters.SkipBlanks();
        if (_characters.CharacterAt(_characters.At + 1) == ':' || _characters.CharacterAt(_characters.At + 2) == ':')
        {
            // Two digits and a colon are an hour, unless they are a year in front of one.
            if (separator == ' ' || !CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 3)))
            {
                return TryReadTime(ref stamp);
            }
        }

        var start = _characters.At;
        if (!_characters.TryReadNumber(2, 4, out stamp.Year) || _characters.At - start == 3)
        {
            return false;
        }

        stamp.Year = _characters.At - start == 2 ? TimestampText.FullYear(stamp.Year) : stamp.Year;
        return TryReadTimeOfDate(ref stamp);
    }

    // 17/06/09 20:10:40, 05/06/2024 07:08:09, 06.05.2024 07:08:09; without a year 03-17 16:13:38.811 and 10.30 16:49:06
    private bool TryReadNumbers(ref Stamp stamp, int digits, char separator)
    {
        if (!_characters.TryReadNumber(1, 2, out stamp.First) || !_characters.Skip() || !_characters.TryReadNumber(1, 2, out stamp.Second))
        {
            return false;
        }

        var isYearless = _characters.At == 5 && (_characters.CharacterAt(_characters.At) != separator || !CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 1)));
        if (isYearless && separator != '/')
        {
            var isDayFirst = stamp.First > 12;
            (stamp.Month, stamp.Day) = isDayFirst ? (stamp.Second, stamp.First) : (stamp.First, stamp.Second);
            return _characters.SkipBetween() && TryReadTime(ref stamp) && stamp.Month > 0;
        }

        var start = _characters.At + 1;
        if (!_characters.TrySkip(separator) || !_characters.TryReadNumber(2, 4, out stamp.Third) || _characters.At - start == 3)
        {
            return false;
        }

        (stamp.Separator, stamp.FirstDigits, stamp.ThirdDigits) = (separator, digits, _characters.At - start);
        return TryReadTimeOfDate(ref stamp) && stamp.HasClock;
    }

    // Jun 14 15:16:01, Sun Dec 04 04:47:44 CET 2005, May 6, 2024 7:08:09 AM, Mon, 06 May 2024 07:08:09 GMT
    private bool TryReadNamed(ref Stamp stamp)
    {
        if (!_characters.TryReadMonth(out stamp.Month))
        {
            if (!TrySkipWeekday())
            {
                return false;
            }

            if (CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At)))
            {
                return TryReadBehindWeekday(ref stamp);
            }

            if (!_characters.TryReadMonth(out stamp.Month))
            {
                return false;
            }
        }

        _characters.TrySkip('.');
        if (!_characters.SkipBlanks() || !_characters.TryReadNumber(1, 2, out stamp.Day) || CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At)))
        {
            return false;
        }

        _characters.TrySkip(',');
        if (!_characters.SkipBlanks())
        {
            return false;
        }

        if (CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 1)) && CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 2)))
        {
            return _characters.TryReadNumber(4, 4, out stamp.Year) && TryReadTimeOfDate(ref stamp) && stamp.HasClock;
        }

        return TryReadTime(ref stamp) && TryReadYearBehind(ref stamp);
    }

    private bool TryReadBehindWeekday(ref Stamp stamp)
    {
        var rest = new TimestampCursor(_characters.Text[_characters.At..], assumedOffset);
        var read = rest.TryRead(out stamp, out var length) && stamp is { HasClock: true, IsEpoch: false };
        _characters.At += length;
        return read;
    }

    // A host may follow instead. Its name is no year of this time.
    private bool TryReadYearBehind(ref Stamp stamp)
    {
        var start = _characters.At;
        if (_characters.SkipBlanks() && _characters.CharacterAt(_characters.At) is '1' or '2' && _characters.CharacterAt(_characters.At + 1) is '9' or '0' && _characters.TryReadNumber(4, 4, out var year) && _characters.IsEnd() && _characters.CharacterAt(_characters.At) != ':')
        {
            stamp.Year = year;
            return true;
        }

        _characters.At = start;
        return true;
    }

    // 081109 and 20171223
    private bool TryReadPacked(ref Stamp stamp, int yearDigits)
    {
        var read = _characters.TryReadNumber(yearDigits, yearDigits, out stamp.Year)
            && _characters.TryReadNumber(2, 2, out stamp.Month)
            && _characters.TryReadNumber(2, 2, out stamp.Day);
        stamp.Year = yearDigits == 2 ? TimestampText.FullYear(stamp.Year) : stamp.Year;
        return read;
    }

    private bool TryReadPackedOrTime(ref Stamp stamp)
    {
        var isPacked = CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 1)) && CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 2)) && CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 5));
        return isPacked ? TryReadPackedTime(ref stamp) : TryReadTime(ref stamp);
    }

    // 203518, 070809.123, 070809123
    private bool TryReadPackedTime(ref Stamp stamp)
    {
        if (!_characters.TryReadNumber(2, 2, out var hours) || !_characters.TryReadNumber(2, 2, out var minutes) || !_characters.TryReadNumber(2, 2, out var seconds))
        {
            return false;
        }

        var fraction = CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At)) ? _characters.ReadFraction() : _characters.ReadFractionBehindMark();
        SetTime(ref stamp, hours, minutes, seconds, fraction);
        ReadZone(ref stamp);
        return true;
    }

    // The time behind a date, if there is one; otherwise the cursor stays behind the date.
    private bool TryReadTimeOfDate(ref Stamp stamp)
    {
        var start = _characters.At;
        var between = _characters.CharacterAt(_characters.At);
        if (!_characters.SkipBetween() || !TryReadTime(ref stamp, hasDate: true, mayBeHyphens: between is 'T' or 't'))
        {
            _characters.At = start;
        }

        return true;
    }

    // 15:42:50, 15.42.50.363779, 18:01:47,978, 22:15:29:606, 7:08:09 PM, 12:00:00Z, 12:00:00.5 +01:00; behind a date 07:08 as well
    private bool TryReadTime(ref Stamp stamp, bool hasDate = false, bool mayBeHyphens = false)
    {
        if (!_characters.TryReadNumber(1, 2, out var hours))
        {
            return false;
        }

        var separator = _characters.CharacterAt(_characters.At);
        if (!(separator is ':' or '.' || (mayBeHyphens && separator == '-')) || !_characters.Skip() || !_characters.TryReadNumber(1, 2, out var minutes))
        {
            return false;
        }

        var (seconds, fraction) = (0, 0L);
        if (_characters.CharacterAt(_characters.At) == separator && CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 1)))
        {
            _characters.At++;
            _characters.TryReadNumber(1, 2, out seconds);
            fraction = _characters.ReadFractionBehindMark();
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
        var start = _characters.At;
        _characters.SkipBlanks();
        var half = _characters.CharacterAt(_characters.At) | 0x20;
        if (half is not ('a' or 'p') || (_characters.CharacterAt(_characters.At + 1) | 0x20) != 'm' || char.IsLetterOrDigit(_characters.CharacterAt(_characters.At + 2)))
        {
            _characters.At = start;
            return;
        }

        _characters.At += 2;
        var less = half == 'a' && hours == 12 ? -12 : half == 'p' && hours < 12 ? 12 : 0;
        stamp.TimeTicks += less * TimeSpan.TicksPerHour;
    }

    private void ReadZone(ref Stamp stamp)
    {
        if (_characters.At < _characters.Text.Length)
        {
            var zone = new ZoneCursor(_characters.Text[_characters.At..], assumedOffset);
            _characters.At += zone.Read(ref stamp);
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
        for (; _characters.At < digits; _characters.At++)
        {
            value = (value * 10) + (uint)(_characters.Text[_characters.At] - '0');
        }

        var ticks = ticksPerUnit == 0 ? (long)(value / 100) : (long)value * ticksPerUnit;
        if (_characters.CharacterAt(_characters.At) is '.' or ',' && CharacterCursor.IsDigit(_characters.CharacterAt(_characters.At + 1)))
        {
            _characters.At++;
            ticks += (long)(_characters.ReadFraction() * (ticksPerUnit / (double)TimeSpan.TicksPerSecond));
        }

        // The epoch is a date, and the rest of the number its time.
        (stamp.Year, stamp.Month, stamp.Day) = (1970, 1, 1);
        (stamp.TimeTicks, stamp.HasClock, stamp.IsEpoch, stamp.HasOffset) = (ticks, true, true, true);
        return true;
    }

    private bool TrySkipWeekday()
    {
        if (!MonthNames.TryReadDay(_characters.Text, out var length))
        {
            return false;
        }

        _characters.At = length;
        _characters.TrySkip(',');
        _characters.TrySkip('.');
        return _characters.SkipBlanks();
    }
}
