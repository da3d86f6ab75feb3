using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// Turns anomalies into alerts: one per cause at once, then at growing intervals, within the rate limits, and one when the
/// cause is resolved. Unreported anomalies are counted, and every anomaly is in exactly one of the counts. Only accessed by the
/// reader. Time is passed in, so the same events give the same alerts.
/// </summary>
internal sealed class AlertPolicy
{
    private readonly AlertOptions _options;
    private readonly SuppressionList _suppressions;
    private readonly AlertRaiser _raiser;
    private readonly Dictionary<string, AlertIncident> _entries = new(StringComparer.Ordinal);

    // Ordered by last occurrence, least recently seen first.
    private readonly LruList<AlertIncident> _bySeen = new();
    private readonly List<AlertIncident> _due = [];
    private long _now;
    private long _dueAt = long.MaxValue;
    private long _suppressed;

    /// <param name="options">The intervals and limits.</param>
    /// <param name="suppressions">The causes that are suppressed.</param>
    /// <param name="post">Delivers an alert. Returns false if there is no room, and the alert must be retried.</param>
    /// <param name="isNormal">Whether an anomaly was marked normal since it was raised.</param>
    public AlertPolicy(AlertOptions options, SuppressionList suppressions, Func<Alert, bool> post, Func<Anomaly, bool> isNormal)
    {
        _options = options;
        _suppressions = suppressions;
        _raiser = new AlertRaiser(options, suppressions, post, isNormal);
    }

    /// <summary>The next time at which <see cref="Advance"/> has work, in UTC ticks.</summary>
    public long DueAt => Volatile.Read(ref _dueAt);

    /// <summary>The latest time so far.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>Alerts raised so far.</summary>
    public long Alerts => _raiser.Alerts;

    /// <summary>Anomalies that alerts reported.</summary>
    public long Told => _raiser.Told;

    /// <summary>Anomalies that are counted and not reported yet.</summary>
    public long Held => _raiser.Held;

    /// <summary>
    /// Anomalies that are never reported. Their cause stayed suppressed or marked normal until it was resolved, or was
    /// forgotten above the limit.
    /// </summary>
    public long Forgotten => _raiser.Forgotten;

    /// <summary>Anomalies raised while their cause was suppressed.</summary>
    public long Suppressed => Volatile.Read(ref _suppressed);

    /// <summary>Causes that are tracked.</summary>
    public int EntryCount => _entries.Count;

    /// <summary>Records an anomaly.</summary>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="session">The number of its session.</param>
    /// <param name="mayOpen">Whether a new cause may raise an alert at once. Otherwise it waits for another session, or for the first interval.</param>
    /// <param name="now">The current time, in UTC ticks.</param>
    /// <returns>Whether the cause is new.</returns>
    public bool Note(Anomaly anomaly, long session, bool mayOpen, long now)
    {
        Advance(now);
        var entry = Find(Fingerprint.Of(anomaly));
        var isNew = entry.Newest is null;
        if (isNew)
        {
            entry.Open(_now, _options.FirstInterval.Ticks);
        }

        entry.Add(anomaly, session, SeverityRule.Of(anomaly), _now);
        _raiser.Hold();
        if (isNew && !mayOpen)
        {
            entry.WaitsForSession = true;
            entry.Due = _now + _options.FirstInterval.Ticks;
        }
        else if (entry is { WaitsForSession: true, SessionCount: > 1 } || (entry.IsTold && entry.Severity > entry.ToldSeverity))
        {
            // Another session confirms the cause, or its severity rose.
            entry.WaitsForSession = false;
            entry.Due = Math.Min(entry.Due, _now);
        }

        _suppressed += _suppressions.UntilOf(entry.Fingerprint) > _now ? 1 : 0;
        _raiser.Handle(entry, _now);
        _dueAt = Math.Min(_dueAt, _raiser.WakeOf(entry, _now));
        return isNew;
    }

    /// <summary>Advances the time and raises the alerts that are due.</summary>
    public void Advance(long now)
    {
        _now = Math.Max(_now, now);
        if (_now >= _dueAt)
        {
            LookThrough();
        }
    }

    /// <summary>Checks all causes again, for example after the suppressions changed.</summary>
    public void LookThrough()
    {
        foreach (var entry in _bySeen)
        {
            if (_raiser.WakeOf(entry, _now) <= _now)
            {
                _due.Add(entry);
            }
        }

        // The most severe first, since the rate limits may not admit all. OrderBy is stable.
        foreach (var entry in _due.OrderByDescending(entry => entry.Severity))
        {
            _raiser.Handle(entry, _now);
            if (entry.Newest is null && entry.Gate.FullAt <= _now)
            {
                Remove(entry);
            }
        }

        _due.Clear();
        var dueAt = long.MaxValue;
        foreach (var entry in _bySeen)
        {
            dueAt = Math.Min(dueAt, _raiser.WakeOf(entry, _now));
        }

        _dueAt = dueAt;
    }

    /// <summary>
    /// Applies changed options to the tracked causes. An interval that has begun keeps its end, unless the longest interval is
    /// shorter now.
    /// </summary>
    /// <param name="now">The current time, in UTC ticks. The old rates apply until then.</param>
    public void TakeOptions(long now)
    {
        Advance(now);
        _raiser.TakeRates(_now);
        while (_entries.Count > _options.FingerprintLimit)
        {
            Remove(_bySeen.Oldest!);
        }

        foreach (var entry in _bySeen)
        {
            entry.Gate = entry.Gate.With(_options.FingerprintRateLimit, _options.RateInterval, _now);
            entry.Interval = Math.Min(entry.Interval, _options.LongestInterval.Ticks);
            entry.Due = Math.Min(entry.Due, _now + entry.Interval);
        }

        LookThrough();
    }

    private AlertIncident Find(string fingerprint)
    {
        if (_entries.TryGetValue(fingerprint, out var entry))
        {
            _bySeen.Touch(entry);
            return entry;
        }

        if (_entries.Count >= _options.FingerprintLimit)
        {
            Remove(_bySeen.Oldest!);
        }

        entry = new AlertIncident(fingerprint, new TokenBucket(_options.FingerprintRateLimit, _options.RateInterval));
        _entries.Add(fingerprint, entry);
        _bySeen.Add(entry);
        return entry;
    }

    private void Remove(AlertIncident entry)
    {
        _raiser.Forget(entry);
        _entries.Remove(entry.Fingerprint);
        _bySeen.Remove(entry);
    }
}
