namespace LogGuard.Parsing;

/// <summary>
/// Decides which number of a numeric date is the month, such as in <c>05/06/2024</c>. Each stamp of a log that cannot be read in an order,
/// or only as a time that is still to come, rules that order out for the log. Until one is left, the most usual order is taken. For one
/// thread.
/// </summary>
internal sealed class DateOrder
{
    private const int MonthDayYear = 1;
    private const int DayMonthYear = 2;
    private const int YearMonthDay = 4;

    // A log whose lines contradict each other says so a few times only.
    private const int MaxNews = 4;

    // .NET's invariant culture and American programs write slashes with the month first. Dots and hyphens are European.
    private static readonly int[] MonthFirst = [MonthDayYear, DayMonthYear];
    private static readonly int[] DayFirst = [DayMonthYear, MonthDayYear];
    private static readonly int[] YearFirst = [YearMonthDay, MonthDayYear, DayMonthYear];
    private static readonly int[] YearFirstThenDay = [YearMonthDay, DayMonthYear, MonthDayYear];
    private static readonly int[] DayFirstThenYear = [DayMonthYear, YearMonthDay, MonthDayYear];

    private int _possible = MonthDayYear | DayMonthYear | YearMonthDay;
    private int _guessed;
    private bool _isGuessTold;
    private int _newsCount;

    /// <summary>Number of stamps that were read in an order that later stamps ruled out.</summary>
    public long MisreadCount { get; private set; }

    /// <summary>Number of stamps read while more than one order was possible.</summary>
    public long GuessedCount { get; private set; }

    /// <summary>A sentence about the order, for a diagnostic message; null for none.</summary>
    public string? News { get; private set; }

    /// <summary>Sets year, month and day of a stamp from its three numbers.</summary>
    /// <param name="stamp">The stamp.</param>
    /// <param name="reference">Knows the present time: a stamp more than a day later is doubtful.</param>
    /// <returns>False if no order gives a date.</returns>
    public bool TryResolve(ref TimestampText.Stamp stamp, TimestampReference reference)
    {
        var orders = OrdersOf(stamp);
        if (Array.IndexOf(orders, _possible) >= 0 && TryApply(ref stamp, _possible))
        {
            GuessedCount += _guessed != 0 ? 1 : 0;
            return true;
        }

        var nowTicks = reference.NowTicks;
        var (valid, past) = (0, 0);
        foreach (var order in orders)
        {
            if (TryApply(ref stamp, order))
            {
                valid |= order;
                past |= new DateTime(stamp.Year, stamp.Month, stamp.Day).Ticks <= nowTicks + TimeSpan.TicksPerDay ? order : 0;
            }
        }

        if (valid == 0)
        {
            return false;
        }

        var here = past != 0 ? past : valid;
        var left = (_possible & here) != 0 ? _possible & here : here;
        foreach (var order in orders)
        {
            if ((left & order) != 0)
            {
                Note(stamp, order, left);
                return TryApply(ref stamp, order);
            }
        }

        return false;
    }

    /// <summary>Takes over the evidence of other stamps of the log.</summary>
    public void LearnFrom(DateOrder other)
    {
        if ((_possible & other._possible) != 0)
        {
            _possible &= other._possible;
        }
    }

    /// <summary>Returns <see cref="News"/> and clears it.</summary>
    public string? TakeNews()
    {
        var news = News;
        News = null;
        return news;
    }

    private void Note(in TimestampText.Stamp stamp, int order, int left)
    {
        var isDecided = (left & (left - 1)) == 0;
        if (!isDecided)
        {
            _guessed = order;
            GuessedCount++;

            // The year is first in all known logs of two digits each: no doubt until a stamp contradicts.
            left = order == YearMonthDay ? YearMonthDay : left;
            if (order != YearMonthDay && !_isGuessTold)
            {
                _isGuessTold = true;
                Tell($"the log's dates, such as {Text(stamp)}, do not show which number is the month; {Name(order)} until a number above 12 decides");
            }
        }
        else if (_guessed != 0 && _guessed != order)
        {
            MisreadCount += GuessedCount;
            Tell($"the log's date {Text(stamp)} shows that {Name(order)}; {MisreadCount} earlier times were read in another order");
            _guessed = 0;
            GuessedCount = 0;
        }
        else if (left != _possible)
        {
            Tell($"the log's date {Text(stamp)} shows that {Name(order)}");
            _guessed = 0;
        }

        _possible = left;
    }

    private void Tell(string news)
    {
        if (_newsCount < MaxNews)
        {
            News = news;
            _newsCount++;
        }
    }

    private static int[] OrdersOf(in TimestampText.Stamp stamp)
    {
        var isSlash = stamp.Separator == '/';
        if (stamp.ThirdDigits == 4 || stamp.FirstDigits == 1)
        {
            return isSlash ? MonthFirst : DayFirst;
        }

        return isSlash ? YearFirst : stamp.Separator == '.' ? DayFirstThenYear : YearFirstThenDay;
    }

    private static bool TryApply(ref TimestampText.Stamp stamp, int order)
    {
        (stamp.Year, stamp.Month, stamp.Day) = order switch
        {
            MonthDayYear => (stamp.Third, stamp.First, stamp.Second),
            DayMonthYear => (stamp.Third, stamp.Second, stamp.First),
            _ => (stamp.First, stamp.Second, stamp.Third),
        };
        if (stamp.ThirdDigits != 4)
        {
            stamp.Year = TimestampText.FullYear(stamp.Year);
        }

        return stamp.Year is >= 1 and <= 9999 && stamp.Month is >= 1 and <= 12 && stamp.Day >= 1
            && stamp.Day <= DateTime.DaysInMonth(stamp.Year, stamp.Month);
    }

    private static string Name(int order) => order switch
    {
        MonthDayYear => "the month is first",
        DayMonthYear => "the day is first",
        _ => "the year is first",
    };

    private static string Text(in TimestampText.Stamp stamp) => $"{stamp.First:00}{stamp.Separator}{stamp.Second:00}{stamp.Separator}{stamp.Third:00}";
}
