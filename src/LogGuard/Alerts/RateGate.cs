namespace LogGuard.Alerts;

/// <summary>
/// A token bucket: lets <c>limit</c> through at once, then one each <c>interval / limit</c>. Kept as the one time at which it is
/// full again (virtual scheduling, as in ITU-T I.371), so it is exact and needs no clock of its own.
/// </summary>
internal struct RateGate(int limit, TimeSpan interval)
{
    private readonly long _step = Math.Max(1, interval.Ticks / limit);
    private readonly long _slack = (limit - 1) * Math.Max(1, interval.Ticks / limit);

    /// <summary>When it is full again, in UTC ticks.</summary>
    public long FullAt { get; private set; }

    /// <summary>When it lets the next one through.</summary>
    public readonly long OpensAt => FullAt - _slack;

    public readonly bool IsOpen(long now) => OpensAt <= now;

    /// <summary>One with another limit, which has as much of it used up.</summary>
    public readonly RateGate With(int limit, TimeSpan interval, long now)
    {
        var other = new RateGate(limit, interval);
        var used = Math.Min(limit, Math.Max(0, FullAt - now) / (double)_step);
        other.FullAt = now + (long)(used * other._step);
        return other;
    }

    public void Take(long now) => FullAt = Math.Max(FullAt, now) + _step;
}
