using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>
/// Turns anomalies into alerts: one per incident at once, then at growing intervals, within the rate limits, and one when the
/// incident is resolved. An incident that becomes worse is reported at once. Unreported anomalies are counted, and every anomaly is
/// in exactly one of the counts. Only accessed by the reader. Time is passed in, so the same events give the same alerts.
/// </summary>
internal sealed partial class AlertPolicy
{
    private readonly AlertOptions _options;
    private readonly SuppressionList _suppressions;
    private readonly FingerprintMaker _fingerprints;
    private readonly AlertRaiser _raiser;
    private readonly CauseTable _causes;
    private readonly IncidentLinks _links;

    // Ordered by last occurrence, least recently seen first.
    private readonly LruList<AlertIncident> _incidents = new();
    private readonly List<AlertIncident> _due = [];
    private long _now;
    private long _dueAt = long.MaxValue;
    private long _suppressed;

    /// <param name="options">The intervals and limits.</param>
    /// <param name="suppressions">The causes that are suppressed.</param>
    /// <param name="fingerprints">Names the causes.</param>
    /// <param name="post">Delivers an alert. Returns false if there is no room, and the alert must be retried.</param>
    /// <param name="isNormal">Whether an anomaly was marked normal since it was raised.</param>
    public AlertPolicy(
        AlertOptions options, SuppressionList suppressions, FingerprintMaker fingerprints, Func<Alert, bool> post, Func<Anomaly, bool> isNormal)
    {
        _options = options;
        _suppressions = suppressions;
        _fingerprints = fingerprints;
        _raiser = new AlertRaiser(options, suppressions, post, isNormal);
        _causes = new CauseTable(options, Forget);
        _links = new IncidentLinks(options);
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
    public int EntryCount => _causes.Count;

    /// <summary>The causes that are not resolved, those of the most severe incidents first, then the latest ones.</summary>
    public IReadOnlyList<ActiveCause> Causes =>
    [
        .. _incidents.All().OrderByDescending(incident => incident.Rank).ThenByDescending(incident => incident.LastSeen).SelectMany(incident => incident.Causes.Select(cause => new ActiveCause
        {
            Fingerprint = cause.Name.Fingerprint,
            Incident = incident.Id,
            Severity = cause.Severity,
            Anomaly = cause.Newest!,
            Count = cause.Count,
            SessionCount = incident.SessionCount,
            Began = new DateTimeOffset(incident.Began, TimeSpan.Zero),
            LastSeen = new DateTimeOffset(incident.LastSeen, TimeSpan.Zero),
            SuppressedUntil = _suppressions.UntilOf(cause.Name) is var until && until > _now ? new DateTimeOffset(until, TimeSpan.Zero) : null,
        })),
    ];

    /// <summary>Records an anomaly.</summary>
    /// <param name="anomaly">The anomaly.</param>
    /// <param name="session">The number of its session; 0 for events without one.</param>
    /// <param name="mayOpen">Whether a new incident may raise an alert at once. Otherwise it waits for another session, or for the first interval.</param>
    /// <param name="now">The current time, in UTC ticks.</param>
    /// <returns>Whether it began an incident.</returns>
    public bool Note(Anomaly anomaly, long session, bool mayOpen, long now)
    {
        Advance(now);
        _changes++;
        _raiser.Hold();
        var rank = SeverityRule.RankOf(anomaly);
        var name = _fingerprints.Of(anomaly);
        if (_causes.Find(name, rank) is not { } cause)
        {
            _raiser.ForgetOne();
            return false;
        }

        var isSuppressed = _suppressions.UntilOf(name) > _now;
        _suppressed += isSuppressed ? 1 : 0;
        var isNew = cause.Incident is null;
        var begins = false;
        var incident = cause.Incident ?? Open(cause, isSuppressed ? null : _links.Find(anomaly, name, session, _now), mayOpen, out begins);
        _causes.Add(cause, anomaly, rank);
        incident.Add(session, _now);
        _incidents.Touch(incident);
        var change = cause.Rate.Add(session, _now);

        if (incident is { WaitsForSession: true, SessionCount: > 1 })
        {
            // Another session confirms it, also one of a suppressed cause, which is told at once when it is released.
            incident.WaitsForSession = false;
            incident.Due = Math.Min(incident.Due, _now);
        }

        // A suppressed cause stays apart: it is told when its suppression ends, and what begins with it is told now.
        if (!isSuppressed)
        {
            _links.Note(incident, anomaly, name, session, isNew, _now);
            Hurry(incident, cause, rank, change, mayOpen);
        }

        _raiser.Handle(incident, _now);
        _dueAt = Math.Min(_dueAt, _raiser.WakeOf(incident, _now));
        return begins;
    }

    /// <summary>Advances the time and raises the alerts that are due.</summary>
    public void Advance(long now)
    {
        if (_restoredAt != 0)
        {
            CheckRestored(now);
        }

        _now = Math.Max(_now, now);
        if (_now >= _dueAt)
        {
            LookThrough();
        }
    }

    /// <summary>Checks all incidents again, for example after the suppressions changed.</summary>
    public void LookThrough()
    {
        foreach (var incident in _incidents)
        {
            if (_raiser.WakeOf(incident, _now) <= _now)
            {
                _due.Add(incident);
            }
        }

        // The most severe first, since the rate limits may not admit all. OrderBy is stable.
        foreach (var incident in _due.OrderByDescending(incident => incident.Rank))
        {
            _raiser.Handle(incident, _now);
            if (incident.IsOver)
            {
                incident.Causes.ForEach(_causes.Close);
                End(incident);
            }
        }

        _due.Clear();
        _causes.Sweep(_now);
        _dueAt = NextDue();
    }

    private long NextDue()
    {
        var dueAt = _causes.SweepAt;
        foreach (var incident in _incidents)
        {
            dueAt = Math.Min(dueAt, _raiser.WakeOf(incident, _now));
        }

        return dueAt;
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
        _causes.TakeOptions(_now);
        foreach (var incident in _incidents)
        {
            incident.Interval = Math.Min(incident.Interval, _options.LongestInterval.Ticks);
            incident.Due = Math.Min(incident.Due, _now + incident.Interval);
        }

        LookThrough();
    }

    // Opens a cause in the incident that it joins, or in one of its own.
    private AlertIncident Open(AlertCause cause, AlertIncident? incident, bool mayOpen, out bool begins)
    {
        begins = incident is null;
        if (incident is null)
        {
            incident = new AlertIncident(AlertIncident.IdOf(cause, _now), _now, _options.FirstInterval.Ticks);
            _incidents.Add(incident);
            if (!mayOpen)
            {
                incident.WaitsForSession = true;
                incident.Due = _now + _options.FirstInterval.Ticks;
            }
        }
        else
        {
            // An incident that is long in back-off reports a further cause after the first interval, as if it had just begun.
            incident.Due = Math.Min(incident.Due, _now + _options.FirstInterval.Ticks);
        }

        cause.Open(incident);
        return incident;
    }

    // Makes an incident due that must not wait.
    private void Hurry(AlertIncident incident, AlertCause cause, int rank, RateChange? change, bool mayOpen)
    {
        var isWorse = rank > (incident.IsTold ? incident.ToldRank : incident.Rank);
        incident.Rank = Math.Max(incident.Rank, rank);
        if (incident.WaitsForSession)
        {
            // It became worse than all that its session reported.
            isWorse &= mayOpen;
            incident.WaitsForSession = !isWorse;
        }
        else if (change is not null && incident.IsTold)
        {
            incident.Jump = (cause, change);
            isWorse = true;
        }

        incident.Due = isWorse ? Math.Min(incident.Due, _now) : incident.Due;
    }

    private void Forget(AlertCause cause)
    {
        var incident = cause.Incident!;
        _raiser.Forget(cause);
        incident.Causes.Remove(cause);
        if (incident.Causes.Count == 0)
        {
            End(incident);
        }
    }

    private void End(AlertIncident incident)
    {
        _links.Remove(incident);
        _incidents.Remove(incident);
    }
}
