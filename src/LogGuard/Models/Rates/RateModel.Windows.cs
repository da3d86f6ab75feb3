using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using LogGuard.Sequences;

namespace LogGuard.Models.Rates;

/// <summary>Ends the seconds, the minutes and the blocks of lines, and learns from those in which nothing was found.</summary>
internal sealed partial class RateModel
{
    private void Turn(long now, in LogRecord record)
    {
        if (_secondStart == long.MinValue)
        {
            (_now, _blockStart, _judgesFrom) = (now, now, now + SettlingTicks);
        }
        else if (now < _secondStart)
        {
            // The clock was set back.
            EndBlock(isWhole: false);
            Clear(_secondSeries, static (ref RateCell cell) => cell.Second = 0);
            ClearMinute();
        }
        else
        {
            // A pause much longer than a block is a hole, a clock set forward, or a rest of the whole application.
            if (_usualBlockTicks > 0 && now - _now > Math.Max(TimeSpan.TicksPerMinute, _usualBlockTicks))
            {
                EndBlock(isWhole: false);
            }

            EndSecond();
            if (now - _minuteStart >= TimeSpan.TicksPerMinute)
            {
                EndMinute(record);
            }
        }

        _now = now;
        _secondStart = now - now % TimeSpan.TicksPerSecond;
        _secondEnd = _secondStart + TimeSpan.TicksPerSecond;
        if (_minuteTotal == 0)
        {
            _minuteStart = now - now % TimeSpan.TicksPerMinute;
        }
    }

    private void EndBlock(bool isWhole = true)
    {
        NoteLost();
        var isLearnt = isWhole && _uncleanBlocks == 0 && !IsSettling(_blockStart);
        foreach (var series in _blockSeries)
        {
            ref var cell = ref _cells[series];
            if (IsStorming(series, out var storm))
            {
                (storm.Block, storm.Long) = (Math.Max(storm.Block, cell.Block), Math.Max(storm.Long, cell.Long + cell.Block));
                (cell.Pending, cell.PendingLong) = (default, default);
            }
            else if (isLearnt)
            {
                // The share is learnt at once: that of a morning grows from block to block.
                _blocks.Learn(series, cell.Block);
                Learn(series, cell.Pending);
                cell.Pending = (cell.SecondMost, cell.MinuteMost, cell.MinuteTime);
            }

            if (isLearnt)
            {
                if (cell.Long == 0 && cell.PendingLong == default)
                {
                    _longSeries.Add(series);
                }

                cell.Long += cell.Block;
                cell.Quarters.Now += cell.Block;
            }

            (cell.Block, cell.SecondMost, cell.MinuteMost) = (0, 0, 0);
        }

        if (isLearnt)
        {
            _blocks.CountWindow();
            _usualBlockTicks += _usualBlockTicks == 0 ? Math.Max(1, _now - _blockStart) : (_now - _blockStart - _usualBlockTicks) / 16;
        }

        _blockSeries.Clear();
        _longCount += isLearnt ? 1 : 0;
        if (!isLearnt)
        {
            CutLong();
        }
        else if (_longCount % BlocksOfQuarter == 0)
        {
            EndQuarter();
        }

        _uncleanBlocks = Math.Max(0, _uncleanBlocks - 1);
        (_blockTotal, _blockStart) = (0, _now);
    }

    private void EndQuarter()
    {
        var isWhole = _longCount == BlocksOfLong;
        var isLength = isWhole && ++_quarterCount % (BlocksOfLong / BlocksOfQuarter) == 0;
        for (var i = _longSeries.Count - 1; i >= 0; i--)
        {
            var series = _longSeries[i];
            ref var cell = ref _cells[series];
            if (isWhole && !IsStorming(series, out _))
            {
                LearnLong(series, ref cell);
            }

            cell.Long -= cell.Quarters.Third;
            cell.Quarters = (0, cell.Quarters.Now, cell.Quarters.First, cell.Quarters.Second);
            ForgetIfDone(i, cell);
        }

        if (isLength)
        {
            // Overlapping ones count once.
            _longs.CountWindow();
        }

        _longCount -= isWhole ? BlocksOfQuarter : 0;
        _quarterEnd = _now;
    }

    private void LearnLong(int series, ref RateCell cell)
    {
        // A series that is not judged yet has nothing to wait for.
        var isAtOnce = _now - _quarterEnd >= PendingTicks || _longs.WindowsOf(series) < RateMargin.FewestWindows;
        if (cell.PendingLong.Count > 0 && (isAtOnce || _now - cell.PendingLong.Time >= PendingTicks))
        {
            _longs.Learn(series, cell.PendingLong.Count);
            cell.PendingLong = default;
        }

        if (isAtOnce)
        {
            _longs.Learn(series, cell.Long);
        }
        else if (cell.Long > cell.PendingLong.Count)
        {
            cell.PendingLong = (cell.Long, _now);
        }
    }

    // The next long block begins anew.
    private void CutLong()
    {
        for (var i = _longSeries.Count - 1; i >= 0; i--)
        {
            ref var cell = ref _cells[_longSeries[i]];
            (cell.Long, cell.Quarters) = (0, default);
            ForgetIfDone(i, cell);
        }

        _longCount = 0;
    }

    private void ForgetIfDone(int place, in RateCell cell)
    {
        if (cell.Long == 0 && cell.PendingLong == default)
        {
            _longSeries[place] = _longSeries[^1];
            _longSeries.RemoveAt(_longSeries.Count - 1);
        }
    }

    private void EndSecond()
    {
        foreach (var series in _secondSeries)
        {
            ref var cell = ref _cells[series];
            if (IsStorming(series, out var storm))
            {
                storm.Second = Math.Max(storm.Second, cell.Second);
            }
            else if (!_isMinuteUnclean)
            {
                cell.SecondMost = Math.Max(cell.SecondMost, cell.Second);
            }

            cell.Second = 0;
        }

        if (_secondSeries.Count > 0 && !_isMinuteUnclean)
        {
            _seconds.CountWindow();
        }

        _secondSeries.Clear();
    }

    private void EndMinute(in LogRecord record)
    {
        NoteLost();
        _isMinuteUnclean |= IsSettling(_minuteStart);
        if (_marginRate != _alarmRate())
        {
            _marginRate = _alarmRate();
            _margin = new RateMargin(_marginRate, Math.Max(1, _cells.Length / 2));
        }

        foreach (var series in _minuteSeries)
        {
            ref var cell = ref _cells[series];
            if (IsStorming(series, out var storm))
            {
                storm.Minute = Math.Max(storm.Minute, cell.Minute);
            }
            else if (!_isMinuteUnclean)
            {
                _hours.Learn(series, _minuteStart, 1);
                if (cell.Minute > cell.MinuteMost)
                {
                    (cell.MinuteMost, cell.MinuteTime) = (cell.Minute, _minuteStart);
                }
            }
        }

        if (_minuteTotal > 0 && !_isMinuteUnclean)
        {
            _minutes.CountWindow();
            _hours.CountHour(_minuteStart);
            if (_gaps.Learn(CollectionsMarshal.AsSpan(_minuteSeries), _cells, _minuteTotal)
                && _judges && _gaps.Find(_margin, _hours, _minuteStart) is { } stop && Report(stop, record))
            {
                _gaps.Accept(stop.Key);
            }
        }

        foreach (var storm in _storms.Values)
        {
            if (Lasts(storm) && storm.Last - storm.Began > AcceptedTicks)
            {
                TakeAsUsual(storm);
            }
            else if (_now - storm.Last > RememberedTicks)
            {
                _storms.Remove(storm.Series);
            }
        }

        ClearMinute();
    }

    private bool IsStorming(int series, [NotNullWhen(true)] out RateStorm? storm)
    {
        storm = null;
        return _storms.Count > 0 && _storms.TryGetValue(series, out storm) && Lasts(storm);
    }

    private void TakeAsUsual(RateStorm storm)
    {
        _blocks.Learn(storm.Series, storm.Block);
        _longs.Learn(storm.Series, storm.Long);
        Learn(storm.Series, (storm.Second, storm.Minute, storm.Last));
        _storms.Remove(storm.Series);
    }

    private void Learn(int series, (int Second, int Minute, long Time) counts)
    {
        _seconds.Learn(series, counts.Second);
        _minutes.Learn(series, counts.Minute);
        if (counts.Minute > 0)
        {
            _hours.Learn(series, counts.Time, counts.Minute);
        }
    }

    private void ClearMinute()
    {
        Clear(_minuteSeries, static (ref RateCell cell) => cell.Minute = 0);
        (_minuteTotal, _isMinuteUnclean) = (0, false);
    }

    private void Clear(List<int> list, ClearCell clear)
    {
        foreach (var series in list)
        {
            clear(ref _cells[series]);
        }

        list.Clear();
    }

    // Events were lost behind those that wait in the queue.
    private void NoteLost()
    {
        if (Lost() is var lost && lost != _lost)
        {
            _lost = lost;
            (_uncleanBlocks, _isMinuteUnclean) = (2 + Waiting() / BlockSize, true);
        }
    }

    private delegate void ClearCell(ref RateCell cell);
}
