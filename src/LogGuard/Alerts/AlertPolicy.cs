using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// Makes alerts of anomalies: one per cause at once, then ever more seldom, never more than the rate limits allow, and one when
/// the cause is gone. What is not told is counted, and every anomaly is in exactly one of the counts. Only touched by the
/// reader, and driven by the time that it is given, so that the same events give the same alerts.
/// </summary>
internal sealed partial class AlertPolicy
{
    // Where the receivers are too slow for another alert, it is tried again after this.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly AlertOptions _options;
    private readonly SuppressionList _suppressions;
    private readonly Func<Alert, bool> _post;
    private readonly Func<Anomaly, bool> _isNormal;
    private readonly Dictionary<string, AlertEntry> _entries = new(StringComparer.Ordinal);
    private readonly LruList<AlertEntry> _bySeen = new();
    private readonly List<AlertEntry> _due = [];
    private RateGate _gate;
    private long _now;
    private long _dueAt = long.MaxValue;
    private long _told;
    private long _alerts;
    private long _held;
    private long _forgotten;
    private long _suppressed;

    /// <param name="options">The intervals and limits.</param>
    /// <param name="suppressions">What is not to be told.</param>
    /// <param name="post">Delivers an alert; false where there is no room for it, and it is to be tried again.</param>
    /// <param name="isNormal">Whether an anomaly was marked normal since it was raised.</param>
    public AlertPolicy(AlertOptions options, SuppressionList suppressions, Func<Alert, bool> post, Func<Anomaly, bool> isNormal)
    {
        _options = options;
        _suppressions = suppressions;
        _post = post;
        _isNormal = isNormal;
        _gate = new RateGate(options.RateLimit, options.RateInterval);
    }

    /// <summary>When <see cref="Advance"/> has something to do, in UTC ticks.</summary>
    public long DueAt => Volatile.Read(ref _dueAt);

    /// <summary>The latest time so far.</summary>
    public long Now => Volatile.Read(ref _now);

    /// <summary>Alerts so far.</summary>
    public long Alerts => Volatile.Read(ref _alerts);

    /// <summary>Anomalies that alerts told of.</summary>
    public long Told => Volatile.Read(ref _told);

    /// <summary>Anomalies that are counted, and will be told of.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Anomalies that will not be told of: suppressed or marked normal until their cause was gone, or too many causes.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <summary>Anomalies that came while their cause was suppressed.</summary>
    public long Suppressed => Volatile.Read(ref _suppressed);

    /// <summary>Causes that are known.</summary>
    public int EntryCount => _entries.Count;

    /// <summary>Takes note of an anomaly.</summary>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="session">The number of its session.</param>
    /// <param name="mayOpen">Whether a new cause may be told at once; else it waits for another session, or the first interval.</param>
    /// <param name="now">The time, in UTC ticks.</param>
    /// <returns>Whether this is a new cause.</returns>
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
        _held++;
        if (isNew && !mayOpen)
        {
            entry.WaitsForSession = true;
            entry.Due = _now + _options.FirstInterval.Ticks;
        }
        else if (entry is { WaitsForSession: true, SessionCount: > 1 } || (entry.IsTold && entry.Severity > entry.ToldSeverity))
        {
            // A cause of its own, then; or one that got worse.
            entry.WaitsForSession = false;
            entry.Due = Math.Min(entry.Due, _now);
        }

        _suppressed += _suppressions.UntilOf(entry.Fingerprint) > _now ? 1 : 0;
        Handle(entry);
        _dueAt = Math.Min(_dueAt, WakeOf(entry));
        return isNew;
    }

    /// <summary>Tells what is due at a time.</summary>
    public void Advance(long now)
    {
        _now = Math.Max(_now, now);
        if (_now >= _dueAt)
        {
            LookThrough();
        }
    }

    /// <summary>Has all causes looked at again, since suppressions are other ones now.</summary>
    public void LookThrough()
    {
        foreach (var entry in _bySeen)
        {
            if (WakeOf(entry) <= _now)
            {
                _due.Add(entry);
            }
        }

        // The most severe first, since there may not be room for all; OrderBy keeps the order of equal ones.
        foreach (var entry in _due.OrderByDescending(entry => entry.Severity))
        {
            Handle(entry);
            if (entry.Newest is null && entry.Gate.FullAt <= _now)
            {
                Remove(_entries[entry.Fingerprint]);
            }
        }

        _due.Clear();
        var dueAt = long.MaxValue;
        foreach (var entry in _bySeen)
        {
            dueAt = Math.Min(dueAt, WakeOf(entry));
        }

        _dueAt = dueAt;
    }

    /// <summary>
    /// Has the causes that are known go by the options as they are now; a first interval that has begun ends when it would
    /// have, unless the longest is shorter.
    /// </summary>
    /// <param name="now">The time, in UTC ticks: until then the rates were the old ones.</param>
    public void TakeOptions(long now)
    {
        Advance(now);
        _gate = _gate.With(_options.RateLimit, _options.RateInterval, _now);
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

    private AlertEntry Find(string fingerprint)
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

        entry = new AlertEntry(fingerprint, new RateGate(_options.FingerprintRateLimit, _options.RateInterval));
        _entries.Add(fingerprint, entry);
        _bySeen.Add(entry);
        return entry;
    }

    private void Remove(AlertEntry entry)
    {
        Forget(entry);
        _entries.Remove(entry.Fingerprint);
        _bySeen.Remove(entry);
    }

    private void Forget(AlertEntry entry)
    {
        _held -= entry.Untold;
        _forgotten += entry.Untold;
        entry.Untold = 0;
        entry.Close();
    }
}
