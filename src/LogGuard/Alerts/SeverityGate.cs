namespace LogGuard.Alerts;

/// <summary>
/// A rate limit in which the less severe never uses up the room of the more severe: for each rank one token bucket, which counts
/// the alerts of this rank and of the ranks above.
/// </summary>
internal sealed class SeverityGate
{
    private readonly TokenBucket[] _buckets = new TokenBucket[SeverityRule.RankCount];

    public SeverityGate(int limit, TimeSpan interval) => Array.Fill(_buckets, new TokenBucket(limit, interval));

    /// <summary>The time at which all alerts of the past are forgotten, in UTC ticks.</summary>
    public long FullAt => _buckets[0].FullAt;

    /// <summary>The time at which the next alert of a rank is admitted, in UTC ticks.</summary>
    public long OpensAt(int rank) => _buckets[rank].OpensAt;

    /// <summary>The times at which the buckets are full again, the lowest rank first, in UTC ticks.</summary>
    public long[] Save() => Array.ConvertAll(_buckets, bucket => bucket.FullAt);

    /// <summary>Restores the times of <see cref="Save"/>.</summary>
    public void Restore(long[] fullAt)
    {
        for (var rank = 0; rank < _buckets.Length; rank++)
        {
            _buckets[rank].FullAt = fullAt[rank];
        }
    }

    /// <summary>Counts an alert.</summary>
    public void Take(int rank, long now)
    {
        for (var lower = 0; lower <= rank; lower++)
        {
            _buckets[lower].Take(now);
        }
    }

    /// <summary>Changes the limit. The numbers of tokens used stay.</summary>
    public void Change(int limit, TimeSpan interval, long now)
    {
        foreach (ref var bucket in _buckets.AsSpan())
        {
            bucket = bucket.With(limit, interval, now);
        }
    }
}
