using System.Runtime.CompilerServices;
using LogGuard.Sequences;

namespace LogGuard.Models.Rates;

/// <summary>
/// Watches how often each template comes, and how many sessions begin with it, in the events' own time. Learns all the time,
/// from windows in which nothing was found. Only accessed by the reader; an event costs three increments.
/// </summary>
/// <remarks>
/// A storm is a template with an unusual share and an unusual rate. The share is its number among 256 lines, a window of traffic:
/// it stays the same if all traffic grows, and 256 lines are few enough to notice ten of them at once, and many enough to hold
/// several sessions. A busy service writes them in a moment, in which a storm of fifty a second is three lines: its share among
/// sixteen such blocks, which slide by four, is looked at, too. The rate is its number in a second or in a minute: it stays the same if the other templates go to sleep at
/// night. A minute is what a person thinks in and shows slow storms; in a second a fast one is over. Each is compared with the
/// largest number learnt, the share by <see cref="RateMargin"/>. A stop is found by <see cref="RateGaps"/>.
/// </remarks>
internal sealed partial class RateModel
{
    /// <summary>Number of lines in a block.</summary>
    public const int BlockSize = 256;

    /// <summary>
    /// Number of blocks in a long block. A template that is one line in a hundred comes forty times in 4,096 lines, and a share
    /// ten times as large stands out from its bursts.
    /// </summary>
    public const int BlocksOfLong = 16;

    // A count of the long block is learnt when it was not exceeded for a minute: a storm is reported by then. In a log in which a
    // quarter takes longer, it is learnt at once: the share of a morning grows from block to block.
    private const long PendingTicks = TimeSpan.TicksPerMinute;

    // A storm that is shorter than three quarters of a long block is whole in one of them.
    private const int BlocksOfQuarter = BlocksOfLong / 4;

    // A process that has just started is loading, warming up and catching up.
    private const long SettlingTicks = 10 * TimeSpan.TicksPerSecond;

    // A storm is over, and may be reported again, after ten minutes below its threshold.
    private const long RestTicks = 10 * TimeSpan.TicksPerMinute;

    // A rate that lasts for a day is the new usual one.
    private const long AcceptedTicks = TimeSpan.TicksPerDay;

    // A storm is remembered for a week and a day, since many jobs run once a week.
    private const long RememberedTicks = 8 * TimeSpan.TicksPerDay;

    // Threads of an application log a little out of order; a merged log, or a clock set back, is out of order by more.
    private const long DisorderTicks = 2 * TimeSpan.TicksPerSecond;

    // The rate only confirms an unusual share, so a quarter above the largest one is enough.
    private const double RateFactor = 1.25;

    private readonly int _keyLimit;
    private readonly Func<double> _alarmRate;
    private readonly Dictionary<int, RateStorm> _storms = [];
    private readonly List<int> _blockSeries = new(BlockSize);
    private readonly List<int> _longSeries = [];
    private readonly List<int> _secondSeries = [];
    private readonly List<int> _minuteSeries = [];
    private readonly RateLevels _blocks = new();
    private readonly RateLevels _longs = new();
    private readonly RateLevels _seconds = new();
    private readonly RateLevels _minutes = new();
    private readonly RateHours _hours = new();
    private readonly RateGaps _gaps = new();
    private RateCell[] _cells = [];
    private RateMargin _margin;
    private double _marginRate;
    private long _now;
    private long _secondStart = long.MinValue;
    private long _secondEnd = long.MinValue;
    private long _minuteStart;
    private long _judgesFrom;
    private long _blockStart;
    private long _usualBlockTicks;
    private int _blockTotal;
    private int _longCount;
    private int _quarterCount;
    private long _quarterEnd;
    private int _minuteTotal;
    private int _uncleanBlocks;
    private bool _isMinuteUnclean;
    private bool _judges;
    private long _lost;
    private (long Time, LogSeverity Severity) _lastReport;

    /// <param name="keyLimit">The largest key that is watched.</param>
    /// <param name="alarmRate">The target rate of false alarms.</param>
    /// <param name="state">The saved state; null for none.</param>
    public RateModel(int keyLimit, Func<double> alarmRate, RateState? state = null)
    {
        (_keyLimit, _alarmRate, _marginRate) = (keyLimit, alarmRate, alarmRate());
        _margin = new RateMargin(_marginRate, 1);
        if (state is not null)
        {
            _blocks = RateLevels.Of(state.Blocks);
            _longs = RateLevels.Of(state.Longs);
            _seconds = RateLevels.Of(state.Seconds);
            _minutes = RateLevels.Of(state.Minutes);
            _hours = RateHours.Of(state.Hours);
            _gaps = RateGaps.Of(state.Gaps);
            foreach (var storm in state.Storms)
            {
                _storms[storm.Series] = storm;
            }
        }
    }

    /// <summary>Receives a finding and the present event. Returns true if it is normal by an answer.</summary>
    public required RateReport Report { get; init; }

    /// <summary>Number of events lost so far. Windows that lost one are neither judged nor learnt.</summary>
    public required Func<long> Lost { get; init; }

    /// <summary>Number of events that wait to be added.</summary>
    public required Func<int> Waiting { get; init; }

    /// <summary>Number of blocks and minutes learnt, which shows that there is something to save.</summary>
    public long LearntCount => _blocks.Windows + _minutes.Windows;

    /// <summary>Counts an event.</summary>
    /// <param name="record">The event.</param>
    /// <param name="beginsSession">Whether it is the first one of its session.</param>
    /// <param name="timestamp">Its effective time, in UTC ticks.</param>
    /// <param name="now">The latest time of any event so far.</param>
    /// <param name="judges">Whether to judge, and not only to learn.</param>
    // NoInlining: with it, the caller's own parts are not inlined any more.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Add(in LogRecord record, bool beginsSession, long timestamp, long now, bool judges)
    {
        if (judges != _judges)
        {
            Judge(judges);
        }

        if (now >= _secondEnd || now < _secondStart)
        {
            Turn(now, record);
        }

        _now = now;
        if (timestamp < _secondStart - DisorderTicks)
        {
            (_uncleanBlocks, _isMinuteUnclean) = (Math.Max(1, _uncleanBlocks), true);
        }

        _minuteTotal++;
        _blockTotal++;
        if ((uint)(record.Key - 1) < (uint)_keyLimit)
        {
            Count(2 * record.Key, record);
            if (beginsSession)
            {
                Count(2 * record.Key + 1, record);
            }
        }

        if (_blockTotal == BlockSize)
        {
            EndBlock();
        }
    }

    /// <summary>Raises the accepted rate of a key to that of its last storm, or takes its absence as usual.</summary>
    public void Accept(int key, bool isOfSessions, bool isStop, int magnitude)
    {
        if (isStop)
        {
            _gaps.Accept(key);
            return;
        }

        if (!_storms.TryGetValue(2 * key + (isOfSessions ? 1 : 0), out var answered) || answered.Magnitude > magnitude + 1)
        {
            return;
        }

        // The templates of one kind of session storm together, and one of them was reported.
        foreach (var storm in _storms.Values.Where(storm => Math.Abs(storm.Began - answered.Began) <= TimeSpan.TicksPerMinute))
        {
            storm.Answer();
        }
    }

    /// <summary>Adds what was learnt of one key to another.</summary>
    public void Merge(int from, int to)
    {
        for (var kind = 0; kind < 2; kind++)
        {
            var (source, target) = (2 * from + kind, 2 * to + kind);
            _blocks.Merge(source, target);
            _longs.Merge(source, target);
            _seconds.Merge(source, target);
            _minutes.Merge(source, target);
            _hours.Merge(source, target);
            _storms.Remove(source);
        }

        _gaps.Merge(from, to);
    }

    /// <summary>The learnt rates as saved data.</summary>
    /// <param name="keyCount">Number of keys in the snapshot; later ones are left out.</param>
    public RateState Save(int keyCount)
    {
        var most = 2 * (keyCount + 1);
        return new RateState
        {
            Blocks = _blocks.Save(most),
            Longs = _longs.Save(most),
            Seconds = _seconds.Save(most),
            Minutes = _minutes.Save(most),
            Hours = _hours.Save(most),
            Gaps = _gaps.Save(keyCount + 1),
            Storms = [.. _storms.Values.Where(storm => storm.Series < most)],
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Count(int series, in LogRecord record)
    {
        if (series >= _cells.Length)
        {
            Grow(series);
        }

        ref var cell = ref _cells[series];
        if (cell.Second++ == 0)
        {
            _secondSeries.Add(series);
            if (cell.Minute == 0)
            {
                _minuteSeries.Add(series);
                _gaps.Note(series / 2, record.Severity);
            }
        }

        cell.Minute++;
        if (cell.Block++ == 0)
        {
            _blockSeries.Add(series);
            cell.Limit = LimitOf(series);
        }

        if (cell.Block > cell.Limit)
        {
            Judge(series, record);
        }
    }

    private void Grow(int series)
    {
        Array.Resize(ref _cells, Math.Max(64, series * 2));
        _margin = new RateMargin(_marginRate, _cells.Length / 2);
    }

    // A window that began while the process started is not judged. If others are, it is not learnt either: a storm may be in it.
    private bool IsSettling(long start) => _judges && start < _judgesFrom;

    // The count in this block above which the series is looked at, by its share in the block or in the long block.
    private int LimitOf(int series)
    {
        if (!_judges || _uncleanBlocks > 0 || IsSettling(_blockStart))
        {
            return int.MaxValue;
        }

        return Math.Min(LimitOf(_blocks, series), Math.Max(0, LimitOf(_longs, series) - _cells[series].Long));
    }

    private int LimitOf(RateLevels shares, int series) => _margin.Limit(shares.Largest(series), shares.WindowsOf(series));

    // The block that is under way is judged from now on, or no more.
    private void Judge(bool judges)
    {
        _judges = judges;
        foreach (var series in _blockSeries)
        {
            _cells[series].Limit = LimitOf(series);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Judge(int series, in LogRecord record)
    {
        ref var cell = ref _cells[series];
        NoteLost();
        var isFast = _seconds.WindowsOf(series) >= RateMargin.FewestWindows && cell.Second > RateFactor * _seconds.Largest(series);
        var most = MostOfMinute(series);
        var isMuch = _minutes.WindowsOf(series) >= RateMargin.FewestWindows && cell.Minute > RateFactor * most;
        if (!isFast && !isMuch)
        {
            // The share may be that of a night, but it is looked at again with the next line.
            cell.Limit = cell.Block;
            return;
        }

        cell.Limit = int.MaxValue;
        if (_uncleanBlocks > 0)
        {
            return;
        }

        if (Follow(series, cell))
        {
            return;
        }

        var finding = FindingOf(series, cell, record.Severity, isMuch, most);
        var storm = new RateStorm
        {
            Series = series, Began = _now, Last = _now, Hour = RateHours.HourOf(_now),
            Block = cell.Block, Long = cell.Long + cell.Block, Second = cell.Second, Minute = cell.Minute, Magnitude = finding.Magnitude,
        };
        _storms[series] = storm;

        // Other templates that begin to storm within a minute have the same cause, unless they are more severe.
        if (_now - _lastReport.Time <= TimeSpan.TicksPerMinute && record.Severity <= _lastReport.Severity)
        {
            return;
        }

        if (Report(finding, record))
        {
            storm.Answer();
        }
        else
        {
            _lastReport = (_now, record.Severity);
        }
    }

    // Whether the storm was reported already: it lasts, it was answered, or it comes at the same hour as on an earlier day, and it
    // is no larger.
    private bool Follow(int series, in RateCell cell)
    {
        if (!_storms.TryGetValue(series, out var storm))
        {
            return false;
        }

        if (!Lasts(storm))
        {
            var isOfOtherDay = _now - storm.Began >= TimeSpan.TicksPerDay - 2 * TimeSpan.TicksPerHour;
            if (!storm.IsAnswered && !(isOfOtherDay && RateHours.AreNear(storm.Hour, RateHours.HourOf(_now))))
            {
                return false;
            }

            (storm.Began, storm.Known) = (_now, Math.Max(storm.Known, storm.Minute));
        }

        storm.Last = _now;
        return storm.Known == 0 || cell.Minute <= RateFactor * storm.Known;
    }

    private bool Lasts(RateStorm storm) => _now - storm.Last <= RestTicks;

    // By the hour of the day, a rate far below the largest one of all hours is still no storm.
    private int MostOfMinute(int series) =>
        _hours.IsEnough ? Math.Max(_hours.Largest(series, _now), _minutes.Largest(series) / 4) : _minutes.Largest(series);

    private RateFinding FindingOf(int series, in RateCell cell, LogSeverity severity, bool isMuch, int mostOfMinute)
    {
        // Rates of less than a second are not said: ten lines in a millisecond are not ten thousand a second.
        var seconds = Math.Max(1, (_now - _minuteStart) / (double)TimeSpan.TicksPerSecond);
        var perMinute = Math.Max(cell.Minute, (long)(cell.Minute * 60 / seconds));
        var isOfLong = cell.Block <= LimitOf(_blocks, series);
        var shares = isOfLong ? _longs : _blocks;
        var lines = isOfLong ? cell.Long + cell.Block : cell.Block;
        return new RateFinding(series / 2, (series & 1) == 1, IsStop: false)
        {
            Now = isMuch ? perMinute : cell.Second,
            Most = isMuch ? mostOfMinute : _seconds.Largest(series),
            IsPerSecond = !isMuch,
            IsOfHour = isMuch && _hours.IsEnough,
            Lines = lines,
            Total = isOfLong ? _longCount * BlockSize + _blockTotal : _blockTotal,
            MostLines = shares.Largest(series),
            OfLines = isOfLong ? BlocksOfLong * BlockSize : BlockSize,
            Windows = shares.WindowsOf(series),
            Bits = RateMargin.Bits(lines, shares.Largest(series), shares.WindowsOf(series)),
            Severity = severity,
            Magnitude = (int)Math.Log2(Math.Max(1, perMinute)),
        };
    }
}
