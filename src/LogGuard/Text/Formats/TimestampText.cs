namespace LogGuard.Parsing;

/// <summary>
/// Reads a timestamp by its shape, without any culture. No two shapes begin alike, so a log's shape need not be specified.
/// </summary>
/// <remarks>
/// Known shapes are <c>2005-06-03-15.42.50.363779</c>, ISO 8601 (blank or T, comma or dot, zone or none, slashes or dots in
/// the date), <c>081109 203518</c>, <c>17/06/09 20:10:40</c>, <c>10/Oct/2000:13:55:36 -0700</c>, <c>Jun 14 15:16:01</c>,
/// <c>Sun Dec 04 04:47:44 2005</c>, <c>03-17 16:13:38.811</c>, <c>10.30 16:49:06</c>, <c>20171223-22:15:29:606</c>, a time
/// alone, and seconds, milliseconds, microseconds or nanoseconds since 1970. A numeric day and month before a year of four
/// digits (<c>01/02/2024</c>) is unknown, because it is ambiguous.
/// </remarks>
internal static class TimestampText
{
    // Longer than any shape with nine decimals and a zone.
    private const int MaxLength = 48;

    /// <param name="text">The timestamp. Blanks around it are ignored.</param>
    /// <param name="assumedOffset">The zone of timestamps without one, as local time less UTC.</param>
    /// <param name="referenceTicks">Completes timestamps without year or date: the nearest time to this one.</param>
    /// <param name="referenceIsSeen">
    /// False if the reference is only the present time: then no timestamp is more than a day later.
    /// </param>
    /// <param name="utcTicks">The time.</param>
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

    /// <summary>The parts of a timestamp; year -1 and month 0 if it lacks them.</summary>
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
