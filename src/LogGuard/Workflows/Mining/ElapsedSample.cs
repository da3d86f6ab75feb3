namespace LogGuard.Workflows.Mining;

/// <summary>A bounded uniform sample of durations (seeded reservoir sampling).</summary>
internal sealed class ElapsedSample(int limit)
{
    private readonly List<long> _ticks = [];
    private long _count;
    private long _longest;
    private ulong _random = 0x9E3779B97F4A7C15;

    public void Add(long ticks, int count)
    {
        // Equal sessions share one list of durations; adding it more often than the sample size changes nothing.
        for (var i = 0; i < Math.Min(count, limit); i++)
        {
            _count++;
            _longest = Math.Max(_longest, ticks);
            if (_ticks.Count < limit)
            {
                _ticks.Add(ticks);
                continue;
            }

            // xorshift64: any uniform generator will do.
            _random ^= _random << 13;
            _random ^= _random >> 7;
            _random ^= _random << 17;
            var place = _random % (ulong)_count;
            if (place < (ulong)limit)
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
            _count, new TimeSpan((long)sorted.Average(ticks => (double)ticks)), At(0.5), At(0.95), At(0.99), new TimeSpan(_longest));

        // The smallest value that is no less than this share of the sample.
        TimeSpan At(double share) => new(sorted[Math.Max(0, (int)Math.Ceiling(share * sorted.Length) - 1)]);
    }
}
