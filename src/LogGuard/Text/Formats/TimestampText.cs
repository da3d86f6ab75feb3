using System.Globalization;

namespace LogGuard.Parsing;

/// <summary>
/// Reads a timestamp by its shape, without any culture, so a log's shape need not be specified. <see cref="TimestampCursor"/> lists
/// the shapes. A numeric day and month are told apart by the log's own evidence; see <see cref="DateOrder"/>.
/// </summary>
internal static class TimestampText
{
    // Longer than any shape: the one of JavaScript names the zone in words.
    private const int MaxLength = 96;

    /// <summary>Reads a text that is a timestamp as a whole.</summary>
    /// <param name="text">The timestamp. Blanks around it are ignored.</param>
    /// <param name="assumedOffset">The zone of timestamps without one, as local time less UTC.</param>
    /// <param name="reference">Completes timestamps without year or date, and knows the order of numeric dates.</param>
    /// <param name="utcTicks">The time.</param>
    /// <param name="hasClock">Whether the text has a time of day. Without one it may go on behind the next blank.</param>
    /// <param name="hasDate">Whether the text has a day.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, TimeSpan assumedOffset, TimestampReference reference, out long utcTicks, out bool hasClock, out bool hasDate)
    {
        (utcTicks, hasClock, hasDate) = (0, false, false);
        text = text.Trim();
        if (text.Length is < 5 or > MaxLength)
        {
            return false;
        }

        if (!TryReadShape(text, assumedOffset, out var stamp, out var length) || length != text.Length || stamp.IsWrong)
        {
            return false;
        }

        (hasClock, hasDate) = (stamp.HasClock, stamp.Month > 0 || stamp.Separator != '\0');
        return TryComplete(ref stamp, assumedOffset, reference, out utcTicks);
    }

    /// <summary>Reads the timestamp that a text begins with.</summary>
    /// <param name="text">The text.</param>
    /// <param name="assumedOffset">The zone of timestamps without one, as local time less UTC.</param>
    /// <param name="reference">Completes timestamps without year or date, and knows the order of numeric dates.</param>
    /// <param name="prefix">Its length, and its time if it has one.</param>
    /// <returns>Whether the text begins with the shape of a timestamp. It need not have a time: 30 February has none.</returns>
    public static bool TryReadPrefix(ReadOnlySpan<char> text, TimeSpan assumedOffset, TimestampReference reference, out StampPrefix prefix)
    {
        prefix = default;
        text = text[..Math.Min(text.Length, MaxLength)];
        if (!TryReadShape(text, assumedOffset, out var stamp, out var length))
        {
            return false;
        }

        long ticks = 0;
        var isRead = !stamp.IsWrong && TryComplete(ref stamp, assumedOffset, reference, out ticks);
        prefix = new StampPrefix(length, isRead, ticks, stamp.HasClock, stamp.Month > 0 || stamp.Separator != '\0');
        return true;
    }

    /// <summary>Whether a text begins with a timestamp that has a time of day, other than a number since 1970.</summary>
    public static bool BeginsWithClock(ReadOnlySpan<char> text)
    {
        text = text[..Math.Min(text.Length, MaxLength)];
        return TryReadShape(text, TimeSpan.Zero, out var stamp, out _) && stamp is { HasClock: true, IsEpoch: false };
    }

    // As in POSIX: 69 to 99 belong to the last century.
    internal static int FullYear(int ofTwoDigits) => ofTwoDigits < 69 ? 2000 + ofTwoDigits : 1900 + ofTwoDigits;

    private static bool TryReadShape(ReadOnlySpan<char> text, TimeSpan assumedOffset, out Stamp stamp, out int length)
    {
        if (text.Length < 5)
        {
            (stamp, length) = (default, 0);
            return false;
        }

        var cursor = new TimestampCursor(text, assumedOffset);
        if (cursor.TryRead(out stamp, out length))
        {
            return true;
        }

        return text.ContainsAnyExceptInRange('\0', '\u007F') && TryReadForeign(text, assumedOffset, out stamp, out length);
    }

    // Digits and punctuation of other scripts and of full width have the same places as those of ASCII.
    private static bool TryReadForeign(ReadOnlySpan<char> text, TimeSpan assumedOffset, out Stamp stamp, out int length)
    {
        Span<char> plain = stackalloc char[MaxLength];
        plain = plain[..text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            var digit = text[i] > '\u007F' ? CharUnicodeInfo.GetDecimalDigitValue(text[i]) : -1;
            plain[i] = digit >= 0 ? (char)('0' + digit)
                : text[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(text[i] - '\uFF01' + '!')
                : text[i] is '\u00A0' or '\u202F' ? ' '
                : text[i] is '\u2212' ? '-' : text[i];
        }

        var cursor = new TimestampCursor(plain, assumedOffset);
        return cursor.TryRead(out stamp, out length);
    }

    private static bool TryComplete(ref Stamp stamp, TimeSpan assumedOffset, TimestampReference reference, out long utcTicks)
    {
        utcTicks = 0;
        if (stamp.Separator != '\0' && !reference.Dates.TryResolve(ref stamp, reference))
        {
            return false;
        }

        var offset = stamp.HasOffset ? stamp.OffsetTicks : assumedOffset.Ticks;
        if (stamp.Year >= 0)
        {
            return TryTicks(stamp.Year, stamp.Month, stamp.Day, stamp.TimeTicks, offset, out utcTicks);
        }

        return stamp.Month > 0
            ? TryNearestYear(stamp, offset, reference.Ticks, reference.IsSeen, out utcTicks)
            : TryNextDay(stamp, offset, reference, out utcTicks);
    }

    private static bool TryTicks(int year, int month, int day, long timeTicks, long offset, out long utcTicks)
    {
        utcTicks = 0;
        if (year is < 1 or > 9999 || month is < 1 or > 12 || day < 1 || (day > 28 && day > DateTime.DaysInMonth(year, month)))
        {
            return false;
        }

        return TryInRange(new DateTime(year, month, day).Ticks + timeTicks - offset, out utcTicks);
    }

    private static bool TryNearestYear(in Stamp stamp, long offset, long referenceTicks, bool referenceIsSeen, out long utcTicks)
    {
        // The last 29 February may be eight years ago (1896 to 1904 had none between).
        const int YearsBack = 8;
        var reference = new DateTime(Math.Clamp(referenceTicks, 0, DateTime.MaxValue.Ticks));
        var latest = referenceTicks + (referenceIsSeen ? 183 * TimeSpan.TicksPerDay : TimeSpan.TicksPerDay);
        for (var year = Math.Min(reference.Year + 1, 9999); year >= Math.Max(reference.Year - YearsBack, 1); year--)
        {
            if (TryTicks(year, stamp.Month, stamp.Day, stamp.TimeTicks, offset, out utcTicks) && utcTicks <= latest)
            {
                return true;
            }
        }

        utcTicks = 0;
        return false;
    }

    // A log goes on in time, so that the day is the one after the last time, unless lines are out of order by a little. Before the
    // first line only the present is known, which the line comes before, unless a clock is ahead by a little.
    private static bool TryNextDay(in Stamp stamp, long offset, TimestampReference reference, out long utcTicks)
    {
        // More than any queue or clock delays a line, and less than a night without one.
        const long Disorder = 2 * TimeSpan.TicksPerHour;
        var local = reference.Ticks + offset;
        var earliest = reference.IsSeen ? local - Disorder : local + Disorder - TimeSpan.TicksPerDay;
        var ticks = local - (local % TimeSpan.TicksPerDay) + stamp.TimeTicks;
        if (ticks < earliest)
        {
            ticks += TimeSpan.TicksPerDay;
        }
        else if (ticks >= earliest + TimeSpan.TicksPerDay)
        {
            ticks -= TimeSpan.TicksPerDay;
        }

        return TryInRange(ticks - offset, out utcTicks);
    }

    private static bool TryInRange(long ticks, out long utcTicks)
    {
        utcTicks = ticks;
        return ticks > 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary>The timestamp that a text begins with.</summary>
    /// <param name="Length">Its length.</param>
    /// <param name="IsRead">Whether it has a time.</param>
    /// <param name="UtcTicks">The time.</param>
    /// <param name="HasClock">Whether it has a time of day.</param>
    /// <param name="HasDate">Whether it has a day.</param>
    internal readonly record struct StampPrefix(int Length, bool IsRead, long UtcTicks, bool HasClock, bool HasDate);

    /// <summary>The parts of a timestamp; year -1 and month 0 if it lacks them.</summary>
    internal struct Stamp
    {
        public int Year;
        public int Month;
        public int Day;
        public long TimeTicks;
        public bool HasClock;
        public bool HasOffset;
        public long OffsetTicks;

        /// <summary>Whether a part is out of its range, such as the hour 25.</summary>
        public bool IsWrong;

        /// <summary>Whether it is a number since 1970.</summary>
        public bool IsEpoch;

        /// <summary>Between the three numbers of a date whose order is open; 0 if it is known.</summary>
        public char Separator;
        public int First;
        public int FirstDigits;
        public int Second;
        public int Third;
        public int ThirdDigits;
    }
}
