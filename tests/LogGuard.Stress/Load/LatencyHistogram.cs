using System.Numerics;

namespace LogGuard.Stress.Load;

/// <summary>
/// Counts durations in buckets of constant relative width, 1/32, so that percentiles of any number of calls take a few
/// kilobytes. Not thread-safe: each thread has its own, and they are merged afterwards.
/// </summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int Sub = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * Sub + Sub];

    /// <summary>The number of durations.</summary>
    public long Count { get; private set; }

    /// <summary>The exact maximum.</summary>
    public long Max { get; private set; }

    public void Add(long value)
    {
        value = Math.Max(0, value);
        _counts[BucketOf(value)]++;
        Count++;
        Max = Math.Max(Max, value);
    }

    public void Add(LatencyHistogram other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
        Max = Math.Max(Max, other.Max);
    }

    /// <summary>Returns the percentile of a share, rounded up to the end of its bucket; 0 if there are no durations.</summary>
    public long Percentile(double share)
    {
        var rank = (long)Math.Ceiling(share * Count);
        var seen = 0L;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen >= rank && seen > 0)
            {
                return Math.Min(Max, EndOf(i));
            }
        }

        return 0;
    }

    private static int BucketOf(long value)
    {
        if (value < Sub)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return (shift + 1) * Sub + (int)(value >> shift) - Sub;
    }

    private static long EndOf(int bucket)
    {
        if (bucket < Sub)
        {
            return bucket;
        }

        var shift = bucket / Sub - 1;
        return ((long)(bucket % Sub + Sub + 1) << shift) - 1;
    }
}
