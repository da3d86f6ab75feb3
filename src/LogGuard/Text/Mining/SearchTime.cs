using System.Diagnostics;

namespace LogGuard.Parsing;

/// <summary>
/// One time limit for all regular expressions that search a line, and all of their matches. An expression without backtracking takes
/// time linear in the line for each match, so a line with many matches takes quadratic time.
/// </summary>
/// <remarks>
/// Half of the limit is for the single match, see <see cref="OfOneMatch"/>; no further match is searched after the other half. The
/// clock is not read for lines whose search cannot take long, so that the result does not depend on how busy the machine is.
/// </remarks>
internal struct SearchTime
{
    // Characters that may be visited without reading the clock: less than a millisecond at the usual speed of 10 ns each.
    private const int UntimedWork = 65_536;

    // The clock runs from the start for longer lines.
    private const int LongLine = 4_096;

    private readonly long _half;
    private readonly int _length;
    private readonly bool _isLinear;
    private long _work;
    private long _started;

    /// <param name="limit">The limit for the line.</param>
    /// <param name="length">Length of the line.</param>
    /// <param name="isLinear">Whether no expression backtracks.</param>
    public SearchTime(TimeSpan limit, int length, bool isLinear)
    {
        _half = (long)(limit.TotalSeconds / 2 * Stopwatch.Frequency);
        _length = length;
        _isLinear = isLinear;
        _started = isLinear && length < LongLine ? 0 : Stopwatch.GetTimestamp();
    }

    /// <summary>The time limit of a single match.</summary>
    public static TimeSpan OfOneMatch(TimeSpan limit) => limit / 2;

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
        }

        return now - _started > _half;
    }
}
