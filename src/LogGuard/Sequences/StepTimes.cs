using System.Numerics;

namespace LogGuard.Sequences;

/// <summary>
/// The times between consecutive events of a session, for all sessions together, as a histogram with a bin per power of two. It
/// tells a session that fell silent from one that is only between two events. Only accessed by the reader.
/// </summary>
internal sealed class StepTimes
{
    // One step in a thousand may be longer: the default rate of false alarms per session.
    private const int Rarity = 1_000;

    private readonly long[] _bins = new long[64];
    private long _count;

    /// <summary>The upper end of the bin with the 999th of 1,000 times, in ticks; 0 if there are no times.</summary>
    public long LongestUsual
    {
        get
        {
            var longer = _count;
            for (var bin = 0; bin < _bins.Length; bin++)
            {
                longer -= _bins[bin];
                if (_count > 0 && longer <= _count / Rarity)
                {
                    return bin >= 62 ? long.MaxValue : 2L << bin;
                }
            }

            return 0;
        }
    }

    /// <summary>Adds a time.</summary>
    /// <param name="seconds">The seconds between two events; NaN is ignored.</param>
    public void Add(double seconds)
    {
        if (seconds >= 0)
        {
            _bins[BitOperations.Log2((ulong)(seconds * TimeSpan.TicksPerSecond) | 1)]++;
            _count++;
        }
    }
}
