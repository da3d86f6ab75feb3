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
    /// <summary>
    /// The share of usual times that are slow. It is far from the limit of a single late line, so that a few long waits while learning,
    /// as on a busy machine, do not make a step usual that takes as long each time.
    /// </summary>
    internal const double Rate = 0.01;

    /// <summary>Fewest slow steps one after the other: the second may have met the end of a pause that stopped the first.</summary>
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

    /// <summary>
    /// How surprising so many slow ones are among independent lines, in bits: Chernoff's bound of the binomial probability of at least
    /// as many.
    /// </summary>
    public readonly double Bits => _slow <= _lines * Rate ? 0 : (_slow * Math.Log(_slow / (_lines * Rate)) - _slow + _lines * Rate) / Math.Log(2);

    /// <summary>Adds a line.</summary>
    /// <param name="isSlow">Whether its elapsed time is slow.</param>
    /// <param name="end">When the line came, in ticks.</param>
    /// <param name="elapsed">Its elapsed time, in ticks.</param>
    /// <param name="bits">The surprise that is no coincidence, in bits.</param>
    /// <returns>Whether so many slow steps are no coincidence.</returns>
    public bool Add(bool isSlow, long end, long elapsed, double bits)
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

        return _apart >= FewestApart && Bits > bits;
    }
}
