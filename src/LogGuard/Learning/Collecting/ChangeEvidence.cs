using LogGuard.Primitives;

namespace LogGuard.Learning.Collecting;

/// <summary>
/// Decides whether a change in the recent sessions lasts: it came in enough sessions, for a long part of the recent time, until now, and
/// evenly. A fault of a short time, or one that comes in bursts, does not.
/// </summary>
/// <param name="times">When each recent session ended, ascending, in UTC ticks.</param>
/// <param name="rate">The share of normal sessions that may be reported, 0..1.</param>
internal sealed class ChangeEvidence(long[] times, double rate)
{
    /// <summary>
    /// Fewest sessions with a change that is learnt. If one in seven of them were faulty, one would show it in 19 of 20 cases (0.86 to
    /// the power of 20 is one in twenty). They fill six of the eight parts in nine of ten cases, if the change is spread evenly.
    /// </summary>
    internal const int FewestSessions = 20;

    /// <summary>Least share of the recent sessions that came since the change: one that is younger waits for the next training.</summary>
    internal const double LeastShare = 0.25;

    /// <summary>Number of equal parts of the sessions since the change.</summary>
    internal const int PartCount = 8;

    /// <summary>Fewest of them that have sessions with the change. The last one must.</summary>
    internal const int FewestParts = 6;

    /// <summary>Least time for which a change has lasted, as for a value that changed (<see cref="Models.Values.ValueWatch.LeastTime"/>); most outages are over by then.</summary>
    internal static readonly TimeSpan LeastTime = Models.Values.ValueWatch.LeastTime;

    /// <summary>Judges a change by the places of its sessions among the recent ones, ascending.</summary>
    public ChangeFate Judge(IReadOnlyList<int> places)
    {
        if (places.Count < FewestSessions)
        {
            return ChangeFate.TooFew;
        }

        var first = places[0];
        var since = times.Length - first;
        var parts = 0;
        foreach (var place in places)
        {
            parts |= 1 << (int)((long)(place - first) * PartCount / since);
        }

        if ((parts & (1 << (PartCount - 1))) == 0)
        {
            return ChangeFate.Over;
        }

        if (since < LeastShare * times.Length || times[places[^1]] - times[first] < LeastTime.Ticks)
        {
            return ChangeFate.TooShort;
        }

        if (int.PopCount(parts) < FewestParts)
        {
            return ChangeFate.Bursts;
        }

        // Of the later half, so that a burst at its beginning does not speak for the rest.
        var half = first + (since / 2);
        var hits = places.Count(place => place >= half);
        return BinomialInterval.Of(hits, times.Length - half, DetectorCalibration.Confidence).Low > rate ? ChangeFate.Learnt : ChangeFate.Rare;
    }
}
