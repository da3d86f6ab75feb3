namespace LogGuard.Models.Values;

/// <summary>
/// Finds a step that is slow again and again. One slow step must be very slow to be reported, because every line has an elapsed
/// time, and a log with a few long waits has a far limit. Many slow steps in a row are another thing: each has a small chance, and
/// together they have none.
/// </summary>
/// <remarks>
/// A pause of the process or of the machine makes all steps slow that are under way, so these count as one: the steps must be slow
/// one after the other. Memory is of the last <see cref="LineLimit"/> lines, of which the older half fades.
/// </remarks>
internal struct SlowRun
{
    /// <summary>Number of slow steps one after the other, the least that are no coincidence at the default confidence.</summary>
    internal const int FewestApart = 3;

    internal const int LineLimit = 64;

    private int _lines;
    private int _slow;
    private int _apart;
    private long _lastEnd;

    /// <summary>Whether no recent line was slow.</summary>
    public readonly bool IsIdle => _slow == 0;

    /// <summary>Number of recent lines.</summary>
    public readonly int Lines => _lines;

    /// <summary>Number of them that were slow.</summary>
    public readonly int Slow => _slow;

    /// <summary>Adds a line.</summary>
    /// <param name="isSlow">Whether its elapsed time is outside the usual interval.</param>
    /// <param name="end">When the line came, in ticks.</param>
    /// <param name="elapsed">Its elapsed time, in ticks.</param>
    /// <param name="rate">The share of usual elapsed times outside the interval.</param>
    /// <param name="mostLikely">The probability that is no coincidence.</param>
    /// <returns>Whether so many slow steps are no coincidence.</returns>
    public bool Add(bool isSlow, long end, long elapsed, double rate, double mostLikely)
    {
        if (_lines == LineLimit)
        {
            (_lines, _slow) = (_lines / 2, _slow / 2);
        }

        // A run begins with its first slow line.
        if (_slow == 0)
        {
            this = default;
            if (!isSlow)
            {
                return false;
            }
        }

        _lines++;
        if (isSlow)
        {
            _slow++;
            if (end - elapsed >= _lastEnd)
            {
                _apart++;
                _lastEnd = end;
            }
        }

        // Chernoff's bound of the probability of at least so many slow ones among independent lines.
        var expected = _lines * rate;
        return _apart >= FewestApart && _slow > expected
            && _slow * Math.Log(_slow / expected) - _slow + expected > -Math.Log(mostLikely);
    }
}
