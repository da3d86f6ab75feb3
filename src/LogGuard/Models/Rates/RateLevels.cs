namespace LogGuard.Models.Rates;

/// <summary>The largest counts of each series in the learnt windows of one length, and the number of windows behind them.</summary>
internal sealed class RateLevels
{
    private int[] _largest = [];
    private long[] _from = [];

    /// <summary>Number of windows learnt.</summary>
    public long Windows { get; private set; }

    /// <summary>The largest learnt count of a series; 0 if none was learnt.</summary>
    public int Largest(int series) => series < _largest.Length ? _largest[series] : 0;

    /// <summary>Number of windows learnt since the series was first seen; 0 if it was not.</summary>
    public long WindowsOf(int series) => series < _from.Length && _from[series] > 0 ? Windows - _from[series] + 1 : 0;

    /// <summary>Counts a window as learnt. Called after its series were.</summary>
    public void CountWindow() => Windows++;

    /// <summary>Learns the count of a series in a window.</summary>
    public void Learn(int series, int count)
    {
        if (series >= _largest.Length)
        {
            Array.Resize(ref _largest, Math.Max(64, series * 2));
            Array.Resize(ref _from, _largest.Length);
        }

        if (_from[series] == 0)
        {
            _from[series] = Windows + 1;
        }

        _largest[series] = Math.Max(_largest[series], count);
    }

    /// <summary>Adds what was learnt of one series to another.</summary>
    public void Merge(int from, int to)
    {
        if (WindowsOf(from) > 0)
        {
            var since = _from[from];
            Learn(to, _largest[from]);
            _from[to] = Math.Min(_from[to], since);
            (_from[from], _largest[from]) = (0, 0);
        }
    }

    /// <summary>The levels as saved data.</summary>
    public RateLevelsState Save(int seriesCount) =>
        new() { Windows = Windows, Largest = [.. _largest.Take(seriesCount)], From = [.. _from.Take(seriesCount)] };

    /// <summary>Restores saved levels.</summary>
    public static RateLevels Of(RateLevelsState state) =>
        new() { Windows = state.Windows, _largest = [.. state.Largest], _from = [.. state.From] };
}
