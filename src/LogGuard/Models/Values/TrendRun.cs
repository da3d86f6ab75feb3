namespace LogGuard.Models.Values;

/// <summary>
/// Finds, while detecting, that a quantity is a counter: its values are outside the interval line by line, and each is further out than
/// the one before. A real jump stays where it went, or scatters around it.
/// </summary>
internal struct TrendRun
{
    /// <summary>
    /// Fewest values in a row of which each is further out. Of values that scatter, ten come in this order with a chance of one in
    /// 10!, which is 3.6 million.
    /// </summary>
    internal const int FewestValues = 10;

    private double _last;
    private int _count;

    /// <summary>Adds a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="side">1 above the interval, -1 below it, 0 inside.</param>
    /// <returns>Whether the values are those of a counter.</returns>
    public bool Add(double value, int side)
    {
        if (side == 0)
        {
            _count = 0;
            return false;
        }

        _count = side == Math.Sign(_count) && Math.Sign(value - _last) == side ? _count + side : side;
        _last = value;
        return Math.Abs(_count) >= FewestValues;
    }
}
