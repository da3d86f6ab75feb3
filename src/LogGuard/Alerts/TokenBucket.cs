namespace LogGuard.Alerts;

/// <summary>
/// A token bucket: admits <c>limit</c> at once, then one per <c>interval / limit</c>. Its only state is the time at which it is
/// full again (virtual scheduling, ITU-T I.371), so it is exact and needs no clock.
/// </summary>
internal struct TokenBucket(int limit, TimeSpan interval)
{
    private readonly long _step = Math.Max(1, interval.Ticks / limit);
    private readonly long _slack = (limit - 1) * Math.Max(1, interval.Ticks / limit);

    /// <summary>The time at which the bucket is full again, in UTC ticks.</summary>
    public long FullAt { get; set; }

    /// <summary>The time at which the next one is admitted, in UTC ticks.</summary>
    public readonly long OpensAt => FullAt - _slack;

    public readonly bool IsOpen(long now) => OpensAt <= now;

    /// <summary>Returns a bucket with another limit and the same number of tokens used.</summary>
    public readonly TokenBucket With(int limit, TimeSpan interval, long now)
    {
        var other = new TokenBucket(limit, interval);
        var used = Math.Min(limit, Math.Max(0, FullAt - now) / (double)_step);
        other.FullAt = now + (long)(used * other._step);
        return other;
    }

    public void Take(long now) => FullAt = Math.Max(FullAt, now) + _step;
}
