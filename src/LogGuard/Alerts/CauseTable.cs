using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// The causes that are tracked. Bounded: room for another is made among the resolved causes first, then among the least severe,
/// and there by the cause not seen for longest. Only accessed by the reader.
/// </summary>
/// <param name="options">The limits.</param>
/// <param name="forget">Called for a cause that is removed while it is not resolved.</param>
internal sealed class CauseTable(AlertOptions options, Action<AlertCause> forget)
{
    private readonly Dictionary<string, AlertCause> _causes = new(StringComparer.Ordinal);

    // Resolved causes, then a list per rank, each ordered by last occurrence.
    private readonly LruList<AlertCause>[] _lists = [.. Enumerable.Range(0, SeverityRule.RankCount + 1).Select(_ => new LruList<AlertCause>())];

    public int Count => _causes.Count;

    /// <summary>The time at which the next resolved cause can be removed, in UTC ticks.</summary>
    public long SweepAt
    {
        get
        {
            var earliest = long.MaxValue;
            foreach (var cause in _lists[0])
            {
                earliest = Math.Min(earliest, cause.Gate.FullAt);
            }

            return earliest;
        }
    }

    /// <summary>Returns a cause, which is added if it is new.</summary>
    /// <param name="name">The cause.</param>
    /// <param name="rank">The rank of its anomaly.</param>
    /// <returns>Null if all tracked causes are more severe.</returns>
    public AlertCause? Find(CauseName name, int rank)
    {
        if (_causes.TryGetValue(name.Fingerprint, out var cause))
        {
            return cause;
        }

        if (_causes.Count >= options.FingerprintLimit && !MakeRoom(rank))
        {
            return null;
        }

        cause = new AlertCause(name, new SeverityGate(options.FingerprintRateLimit, options.RateInterval));
        _causes.Add(name.Fingerprint, cause);
        _lists[0].Add(cause);
        return cause;
    }

    /// <summary>The resolved causes, the one seen least recently first.</summary>
    public IEnumerable<AlertCause> Resolved => _lists[0].All();

    /// <summary>Adds a cause of a process before, unless it is tracked or there is no room for it.</summary>
    /// <param name="saved">The cause.</param>
    /// <param name="incident">The incident that it belongs to; null for a resolved cause.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    /// <returns>Whether it was added.</returns>
    public bool Restore(SavedCause saved, AlertIncident? incident, int keyCount)
    {
        if (_causes.Count >= options.FingerprintLimit || _causes.ContainsKey(saved.Fingerprint))
        {
            return false;
        }

        var name = new CauseName(saved.Fingerprint, saved.Earlier);
        var cause = new AlertCause(name, new SeverityGate(options.FingerprintRateLimit, options.RateInterval));
        cause.Restore(saved, incident, keyCount);
        _causes.Add(saved.Fingerprint, cause);
        ListOf(cause).Add(cause);
        return true;
    }

    /// <summary>Forgets all causes.</summary>
    public void Clear()
    {
        foreach (var cause in _causes.Values.ToArray())
        {
            Remove(cause);
        }
    }

    /// <summary>Notes an anomaly of a cause, which may change its rank.</summary>
    public void Add(AlertCause cause, Anomaly anomaly, int rank)
    {
        ListOf(cause).Remove(cause);
        cause.Add(anomaly, rank);
        ListOf(cause).Add(cause);
    }

    /// <summary>Resolves a cause. It is kept until its rate limit has forgotten all alerts.</summary>
    public void Close(AlertCause cause)
    {
        ListOf(cause).Remove(cause);
        cause.Close();
        ListOf(cause).Add(cause);
    }

    /// <summary>Removes the resolved causes whose rate limits have forgotten all alerts.</summary>
    public void Sweep(long now)
    {
        for (var cause = _lists[0].Oldest; cause is not null;)
        {
            var next = cause.Newer;
            if (cause.Gate.FullAt <= now)
            {
                Remove(cause);
            }

            cause = next;
        }
    }

    /// <summary>Applies changed limits.</summary>
    public void TakeOptions(long now)
    {
        while (_causes.Count > options.FingerprintLimit && MakeRoom(SeverityRule.RankCount - 1))
        {
        }

        foreach (var cause in _causes.Values)
        {
            cause.Gate.Change(options.FingerprintRateLimit, options.RateInterval, now);
        }
    }

    private bool MakeRoom(int rank)
    {
        foreach (var list in _lists.AsSpan(0, rank + 2))
        {
            if (list.Oldest is { } cause)
            {
                Remove(cause);
                return true;
            }
        }

        return false;
    }

    private void Remove(AlertCause cause)
    {
        if (cause.Newest is not null)
        {
            forget(cause);
        }

        ListOf(cause).Remove(cause);
        _causes.Remove(cause.Name.Fingerprint);
    }

    private LruList<AlertCause> ListOf(AlertCause cause) => _lists[cause.Newest is null ? 0 : cause.Rank + 1];
}
