using LogGuard.Primitives;

namespace LogGuard.Workflows.Mining;

/// <summary>A bounded uniform sample of durations (seeded reservoir sampling).</summary>
internal sealed class ElapsedSample(int limit)
{
    private readonly List<long> _ticks = [];
    private readonly XorShift64 _random = new();
    private Reservoir _reservoir;
    private long _longest;

    public void Add(long ticks, int count)
    {
        // Equal sessions share one list of durations; adding it more often than the sample size changes nothing.
        for (var i = 0; i < Math.Min(count, limit); i++)
        {
            _longest = Math.Max(_longest, ticks);
            var place = _reservoir.Next(_ticks.Count, limit, _random);
            if (place >= limit)
            {
                continue;
            }

            if (place == _ticks.Count)
            {
                _ticks.Add(ticks);
            }
            else
            {
                _ticks[(int)place] = ticks;
            }
        }
    }

    /// <summary>The times; null without measurements.</summary>
    public ElapsedTimes? ToTimes()
    {
        if (_ticks.Count == 0)
        {
            return null;
        }

        var sorted = _ticks.Order().ToArray();
        return new ElapsedTimes(
            _reservoir.SeenCount, new TimeSpan((long)sorted.Average(ticks => (double)ticks)), At(0.5), At(0.95), At(0.99), new TimeSpan(_longest));

        // The smallest value that is no less than this share of the sample.
        TimeSpan At(double share) => new(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]);
    }
}
