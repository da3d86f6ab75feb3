namespace LogGuard.Models.Rates;

/// <summary>
/// Finds keys that come no more although the others do: minutes without the key are counted only while the log is as busy as
/// usual, so that neither a night nor a pause of the whole application counts.
/// </summary>
/// <remarks>
/// Before a day was seen, only a timer's lines are judged: the others may just have gone home. A key that was away for four busy
/// hours is never judged, and one that has not come often since the process started neither: a new version may not have it.
/// </remarks>
internal sealed class RateGaps
{
    private const int HoursOfDay = 24;
    private const int MostMinutes = 240;
    private const int FewestMinutes = 60;
    private const int FewestMinutesOfTimer = 120;

    // A minute of less than half the usual lines is not busy.
    private const double BusyShare = 0.5;

    // A timer's counts vary less than a quarter of what those of independent events do.
    private const double DispersionOfTimer = 0.25;

    // The usual number of lines in a minute is an average over a week at most.
    private const long MinutesOfAverage = 7 * 24 * 60;

    private RateGap?[] _keys = [];
    private double _usualTotal;
    private long _minutes;
    private long _index;
    private (long Last, int Longest)? _reported;

    /// <summary>Learns a minute.</summary>
    /// <param name="series">The series that occurred in it.</param>
    /// <param name="cells">Their counts.</param>
    /// <param name="total">Number of all lines in it.</param>
    /// <returns>Whether it was as busy as usual.</returns>
    public bool Learn(ReadOnlySpan<int> series, ReadOnlySpan<RateCell> cells, int total)
    {
        var isBusy = total >= _usualTotal * BusyShare;
        _minutes++;
        _usualTotal += (total - _usualTotal) / Math.Min(_minutes, MinutesOfAverage);
        _index += isBusy ? 1 : 0;
        foreach (var one in series)
        {
            if ((one & 1) == 0)
            {
                Learn(one / 2, cells[one].Minute, isBusy);
            }
        }

        if (isBusy)
        {
            foreach (var gap in _keys.OfType<RateGap>())
            {
                gap.Seen++;
            }
        }

        return isBusy;
    }

    /// <summary>Notes the level of a line.</summary>
    public void Note(int key, LogSeverity severity)
    {
        if (key < _keys.Length && _keys[key] is { } gap)
        {
            gap.Severity = severity;
        }
    }

    /// <summary>Finds the keys that have stopped. Keys that stopped together are one finding.</summary>
    public RateFinding? Find(RateMargin margin, RateHours hours, long time)
    {
        List<int>? stopped = null;
        for (var key = 0; key < _keys.Length; key++)
        {
            if (_keys[key] is { HasStopped: false } gap && _index - gap.Last is var away && away > RateMargin.FewestLines - 1
                && HasStopped(gap, away, margin, hours, key, time))
            {
                (stopped ??= []).Add(key);
            }
        }

        if (stopped is null)
        {
            return null;
        }

        stopped.ForEach(key => _keys[key]!.HasStopped = true);
        var others = stopped.RemoveAll(key => WentWith(_keys[key]!));
        if (stopped.Count == 0)
        {
            return null;
        }

        var first = stopped.OrderByDescending(key => _keys[key]!.Severity).ThenByDescending(key => _keys[key]!.Sum / _keys[key]!.Seen).First();
        var found = _keys[first]!;
        _reported = (found.Last, found.Longest);
        return new RateFinding(first, IsOfSessions: false, IsStop: true)
        {
            Now = _index - found.Last,
            Most = Math.Max(1, found.Longest),
            Windows = found.Minutes,
            Bits = RateMargin.Bits(_index - found.Last, found.Longest, found.Minutes),
            Severity = found.Severity,
            Others = stopped.Count - 1 + others,
        };
    }

    /// <summary>Takes the present absence of a key as usual.</summary>
    public void Accept(int key)
    {
        if (key < _keys.Length && _keys[key] is { } gap)
        {
            gap.Longest = Math.Max(gap.Longest, (int)Math.Min(int.MaxValue, _index - gap.Last));
            gap.HasStopped = false;
        }
    }

    /// <summary>Adds what was learnt of one key to another.</summary>
    public void Merge(int from, int to)
    {
        if (from >= _keys.Length || _keys[from] is not { } gap)
        {
            return;
        }

        _keys[from] = null;
        if (to < _keys.Length && _keys[to] is { } other)
        {
            (other.Last, other.SinceStart) = (Math.Max(gap.Last, other.Last), Math.Max(gap.SinceStart, other.SinceStart));
        }
        else
        {
            Resize(to);
            _keys[to] = gap;
        }
    }

    /// <summary>The gaps as saved data.</summary>
    public RateGapsState Save(int keyCount) => new() { UsualTotal = _usualTotal, Minutes = _minutes, Keys = [.. _keys.Take(keyCount)] };

    /// <summary>Restores saved gaps. Time in which the process did not run is none without a key.</summary>
    public static RateGaps Of(RateGapsState state) => new() { _usualTotal = state.UsualTotal, _minutes = state.Minutes, _keys = [.. state.Keys] };

    private void Learn(int key, int count, bool isBusy)
    {
        Resize(key);
        var gap = _keys[key] ??= new RateGap { Last = _index };
        if (gap.HasStopped)
        {
            gap.HasStopped = false;
        }
        else if (gap.SinceStart > 0)
        {
            gap.Longest = Math.Max(gap.Longest, (int)Math.Min(int.MaxValue, _index - gap.Last));
        }

        gap.Last = _index;
        gap.SinceStart++;
        if (isBusy)
        {
            gap.Minutes++;
            gap.Sum += count;
            gap.Squares += (double)count * count;
        }
    }

    private void Resize(int key)
    {
        if (key >= _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(32, key * 2));
        }
    }

    private static bool HasStopped(RateGap gap, long away, RateMargin margin, RateHours hours, int key, long time)
    {
        if (gap.Longest > MostMinutes || gap.Minutes < FewestMinutes || gap.SinceStart < RateMargin.FewestWindows
            || away <= margin.Limit(gap.Longest, gap.Minutes) || gap.Sum / gap.Seen * away < RateMargin.FewestLines)
        {
            return false;
        }

        return hours.Learnt > HoursOfDay ? !hours.IsEnough || hours.IsUsual(2 * key, time) : IsOfTimer(gap, gap.Seen - away);
    }

    // By the minutes before it stopped.
    private static bool IsOfTimer(RateGap gap, long seen)
    {
        var mean = gap.Sum / seen;
        return seen >= FewestMinutesOfTimer && (mean >= 1
            ? gap.Squares / seen - mean * mean < DispersionOfTimer * mean
            : seen / (double)gap.Minutes is >= 2 and var interval && gap.Longest <= interval + 1.5);
    }

    // The keys of one kind of session stop together and are noticed one after the other, each by its own margin.
    private bool WentWith(RateGap gap) =>
        _reported is { } reported && Math.Abs(gap.Last - reported.Last) <= Math.Max(gap.Longest, reported.Longest) + 1;
}
