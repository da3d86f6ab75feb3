namespace LogGuard.Parsing;

/// <summary>
/// Reads a timestamp by its shape, without any culture: no two of the shapes begin alike, so nothing need be said
/// about which one a log uses.
/// </summary>
/// <remarks>
/// Known are <c>2005-06-03-15.42.50.363779</c>, ISO 8601 (blank or T, comma or dot, zone or none, slashes or dots in the
/// date), <c>081109 203518</c>, <c>17/06/09 20:10:40</c>, <c>10/Oct/2000:13:55:36 -0700</c>, <c>Jun 14 15:16:01</c>,
/// <c>Sun Dec 04 04:47:44 2005</c>, <c>03-17 16:13:38.811</c>, <c>10.30 16:49:06</c>, <c>20171223-22:15:29:606</c>,
/// a time alone, and seconds, milliseconds, microseconds or nanoseconds since 1970. A day and a month in figures before
/// a year of four (<c>01/02/2024</c>) are not: nothing in the text tells them apart.
/// </remarks>
internal static class TimestampText
{
    // Longer than any of the shapes with nine decimals and a zone.
    private const int MaxLength = 48;

    /// <param name="text">The stamp and nothing else; blanks around it do not matter.</param>
    /// <param name="assumedOffset">The zone of stamps that name none, as local time less UTC.</param>
    /// <param name="referenceTicks">Completes stamps without year or date: the nearest time to this one.</param>
    /// <param name="referenceIsSeen">False where the reference is only the present time: then nothing lies more than a day after it.</param>
    /// <param name="utcTicks">The time read.</param>
    public static bool TryParse(
        ReadOnlySpan<char> text, TimeSpan assumedOffset, long referenceTicks, bool referenceIsSeen, out long utcTicks)
    {
        utcTicks = 0;
        text = text.Trim();
        if (text.Length is < 5 or > MaxLength)
        {
            return false;
        }

        var cursor = new TimestampCursor(text);
        if (!cursor.TryRead(out var stamp))
        {
            return false;
        }

        var offset = stamp.HasOffset ? stamp.OffsetTicks : assumedOffset.Ticks;
        if (stamp.Year >= 0)
        {
            return TryTicks(stamp.Year, stamp.Month, stamp.Day, stamp.TimeTicks, offset, out utcTicks);
        }

        return stamp.Month > 0
            ? TryNearestYear(stamp, offset, referenceTicks, referenceIsSeen, out utcTicks)
            : TryNearestDay(stamp, offset, referenceTicks, out utcTicks);
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
        // 29 February may be eight years back (1896 to 1904 had none between).
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

    private static bool TryNearestDay(in Stamp stamp, long offset, long referenceTicks, out long utcTicks)
    {
        var local = referenceTicks + offset;
        var ticks = local - (local % TimeSpan.TicksPerDay) + stamp.TimeTicks;
        if (ticks - local > TimeSpan.TicksPerDay / 2)
        {
            ticks -= TimeSpan.TicksPerDay;
        }
        else if (local - ticks > TimeSpan.TicksPerDay / 2)
        {
            ticks += TimeSpan.TicksPerDay;
        }

        return TryInRange(ticks - offset, out utcTicks);
    }

    private static bool TryInRange(long ticks, out long utcTicks)
    {
        utcTicks = ticks;
        return ticks > 0 && ticks <= DateTime.MaxValue.Ticks;
    }

    /// <summary>What a stamp says; year -1 and month 0 where it does not.</summary>
    internal struct Stamp
    {
        public int Year;
        public int Month;
        public int Day;
        public long TimeTicks;
        public bool HasOffset;
        public long OffsetTicks;
    }
}
