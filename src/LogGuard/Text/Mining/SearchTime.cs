using System.Diagnostics;

namespace LogGuard.Parsing;

/// <summary>
/// One time limit for all regular expressions that search a line, and all of their matches. An expression without backtracking takes
/// time linear in the line for each match, so a line with many matches takes quadratic time.
/// </summary>
/// <remarks>
/// A third of the limit is for a single match, see <see cref="OfOneMatch"/>: the first one, and the last one that begins when a third has
/// passed since. The clock is not read for lines whose search cannot take long, so that the result does not depend on how busy the
/// machine is.
/// </remarks>
internal struct SearchTime
{
    // Characters that may be visited without reading the clock: less than a millisecond at the usual speed of 10 ns each.
    private const int UntimedWork = 65_536;

    private readonly long _limit;
    private readonly int _length;
    private readonly bool _isLinear;
    private long _work;
    private long _started;

    /// <param name="limit">The limit for the line.</param>
    /// <param name="length">Length of the line.</param>
    /// <param name="isLinear">Whether no expression backtracks.</param>
    public SearchTime(TimeSpan limit, int length, bool isLinear)
    {
        _limit = (long)(limit.TotalSeconds / 3 * Stopwatch.Frequency);
        _length = length;
        _isLinear = isLinear;
    }

    /// <summary>The time limit of a single match.</summary>
    public static TimeSpan OfOneMatch(TimeSpan limit) => limit / 3;

    /// <summary>Whether no further match may be searched. Call after each match.</summary>
    public bool IsOver()
    {
        // At worst, each match visits the whole line.
        _work += _length;
        if (_isLinear && _work <= UntimedWork)
        {
            return false;
        }

        var now = Stopwatch.GetTimestamp();
        if (_started == 0)
        {
            _started = now;
            return false;
        }

        return now - _started > _limit;
    }
}
