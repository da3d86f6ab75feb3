namespace LogGuard.Models.Rates;

/// <summary>The largest counts of a minute in each hour of the day, in UTC.</summary>
internal sealed class RateHours
{
    public const int HoursOfDay = 24;

    /// <summary>From so many learnt hours on, the time of day is taken into account: three days show what repeats.</summary>
    public const int EnoughHours = 3 * HoursOfDay;

    private int[]?[] _largest = [];
    private long _latest;

    /// <summary>Number of hours learnt from.</summary>
    public int Learnt { get; private set; }

    /// <summary>Whether the time of day is taken into account.</summary>
    public bool IsEnough => Learnt >= EnoughHours;

    /// <summary>Counts the hour of a learnt minute.</summary>
    public void CountHour(long time)
    {
        if (time / TimeSpan.TicksPerHour is var hour && hour != _latest)
        {
            _latest = hour;
            Learnt++;
        }
    }

    /// <summary>Learns the count of a series in a minute.</summary>
    public void Learn(int series, long time, int count)
    {
        if (series >= _largest.Length)
        {
            Array.Resize(ref _largest, Math.Max(64, series * 2));
        }

        ref var most = ref (_largest[series] ??= new int[HoursOfDay])[HourOf(time)];
        most = Math.Max(most, count);
    }

    /// <summary>
    /// The largest count of a minute at this time of the day. The hours beside it count too: a clock change moves a day by one.
    /// </summary>
    public int Largest(int series, long time)
    {
        if (series >= _largest.Length || _largest[series] is not { } hours)
        {
            return 0;
        }

        var hour = HourOf(time);
        return Math.Max(hours[hour], Math.Max(hours[(hour + 1) % HoursOfDay], hours[(hour + HoursOfDay - 1) % HoursOfDay]));
    }

    /// <summary>Whether a series was seen in this hour of the day.</summary>
    public bool IsUsual(int series, long time) =>
        series < _largest.Length && _largest[series] is { } hours && hours[HourOf(time)] > 0;

    /// <summary>The hour of the day, 0 to 23.</summary>
    public static int HourOf(long time) => (int)(time / TimeSpan.TicksPerHour % HoursOfDay);

    /// <summary>Whether two hours of the day are the same or neighbours.</summary>
    public static bool AreNear(int one, int other) => (one - other + HoursOfDay) % HoursOfDay is 0 or 1 or HoursOfDay - 1;

    /// <summary>Adds what was learnt of one series to another.</summary>
    public void Merge(int from, int to)
    {
        if (from < _largest.Length && _largest[from] is { } hours)
        {
            for (var hour = 0; hour < HoursOfDay; hour++)
            {
                Learn(to, hour * TimeSpan.TicksPerHour, hours[hour]);
            }

            _largest[from] = null;
        }
    }

    /// <summary>The hours as saved data.</summary>
    public RateHoursState Save(int seriesCount) => new()
    {
        Learnt = Learnt,
        Latest = _latest,
        Largest = [.. _largest.Take(seriesCount).Select(hours => (int[]?)hours?.Clone())],
    };

    /// <summary>Restores saved hours.</summary>
    public static RateHours Of(RateHoursState state) => new() { Learnt = state.Learnt, _latest = state.Latest, _largest = [.. state.Largest] };
}
