namespace LogGuard.Alerts;

/// <summary>
/// Decides when an alert about an incident is raised, and with which content, and counts the alerts and the anomalies that they
/// report. Only accessed by the reader.
/// </summary>
/// <param name="options">The intervals and limits.</param>
/// <param name="suppressions">The causes that are suppressed.</param>
/// <param name="post">Delivers an alert. Returns false if there is no room, and the alert must be retried.</param>
/// <param name="isNormal">Whether an anomaly was marked normal since it was raised.</param>
internal sealed class AlertRaiser(
    AlertOptions options, SuppressionList suppressions, Func<Alert, bool> post, Func<Anomaly, bool> isNormal)
{
    // More would not be read, and an alert stays a message of a few kilobytes.
    private const int MemberLimit = 10;

    // The delay before the next attempt when the receivers have no room for an alert.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private readonly SeverityGate _gate = new(options.RateLimit, options.RateInterval);
    private readonly List<AlertCause> _tellable = [];
    private long _told;
    private long _alerts;
    private long _held;
    private long _forgotten;

    /// <summary>Alerts raised so far.</summary>
    public long Alerts => Volatile.Read(ref _alerts);

    /// <summary>Anomalies that alerts reported.</summary>
    public long Told => Volatile.Read(ref _told);

    /// <summary>Anomalies that are counted and not reported yet.</summary>
    public long Held => Volatile.Read(ref _held);

    /// <summary>Anomalies that are never reported.</summary>
    public long Forgotten => Volatile.Read(ref _forgotten);

    /// <summary>Applies changed rates.</summary>
    /// <param name="now">The current time, in UTC ticks. The old rates apply until then.</param>
    public void TakeRates(long now) => _gate.Change(options.RateLimit, options.RateInterval, now);

    /// <summary>The rate limit of all causes.</summary>
    public SeverityGate Gate => _gate;

    /// <summary>Counts an anomaly, which is not reported yet.</summary>
    public void Hold() => Hold(1);

    /// <summary>Counts anomalies that are not reported yet.</summary>
    public void Hold(long count) => _held += count;

    /// <summary>Counts an anomaly that is never reported.</summary>
    public void ForgetOne() => Forget(1);

    /// <summary>Counts the unreported anomalies of a cause as never reported.</summary>
    public void Forget(AlertCause cause)
    {
        Forget(cause.Untold);
        cause.Untold = 0;
    }

    /// <summary>The earliest time at which an incident needs handling, in UTC ticks.</summary>
    public long WakeOf(AlertIncident incident, long now)
    {
        var quietAt = incident.LastSeen + options.QuietTime.Ticks;
        if (now >= quietAt)
        {
            return Math.Max(quietAt, incident.ResolvedDue);
        }

        var wake = quietAt;
        foreach (var cause in incident.Causes)
        {
            if (cause.Untold > 0)
            {
                wake = Math.Min(wake, Math.Max(incident.Due, suppressions.UntilOf(cause.Name)));
            }
        }

        return wake;
    }

    /// <summary>Raises the alert about an incident that is due, or ends the incident.</summary>
    public void Handle(AlertIncident incident, long now)
    {
        var isQuiet = now >= incident.LastSeen + options.QuietTime.Ticks;
        if (now < (isQuiet ? incident.ResolvedDue : incident.Due))
        {
            return;
        }

        // A suppressed cause is not reported; nor is one whose newest anomaly was marked normal, until a later one is not.
        _tellable.Clear();
        var untold = 0L;
        var isWaiting = false;
        foreach (var cause in incident.Causes)
        {
            if (suppressions.UntilOf(cause.Name) > now)
            {
                continue;
            }

            isWaiting |= cause.Untold > 0;
            if (!isNormal(cause.Newest!))
            {
                _tellable.Add(cause);
                untold += cause.Untold;
            }
        }

        if (isQuiet)
        {
            Resolve(incident, untold, now);
        }
        else if (untold > 0)
        {
            Tell(incident, untold, now);
        }
        else if (isWaiting)
        {
            incident.Due = now + incident.Interval;
        }
    }

    private void Tell(AlertIncident incident, long untold, long now)
    {
        var jump = incident.Jump is { } found && _tellable.Contains(found.Cause) ? incident.Jump : null;
        var rank = _tellable.Max(cause => cause.Rank);
        var state = !incident.IsTold ? AlertState.New
            : jump is not null || rank > incident.ToldRank ? AlertState.Escalated
            : AlertState.Repeated;
        if (!TryPost(incident, state, jump, untold, now, out var retryAt))
        {
            incident.Due = retryAt;
            return;
        }

        incident.Jump = null;
        if (jump is { } told)
        {
            told.Cause.Rate.Tell(told.Change, now);
            incident.Interval = options.FirstInterval.Ticks;
        }

        incident.Due = now + incident.Interval;
        incident.Interval = (long)Math.Min(incident.Interval * options.BackoffFactor, options.LongestInterval.Ticks);
    }

    private void Resolve(AlertIncident incident, long untold, long now)
    {
        // A suppressed or answered cause does not report its end either.
        if (_tellable.Count > 0 && (options.TellsResolved || untold > 0))
        {
            var state = options.TellsResolved ? AlertState.Resolved : incident.IsTold ? AlertState.Repeated : AlertState.New;
            if (!TryPost(incident, state, null, untold, now, out var retryAt))
            {
                incident.ResolvedDue = retryAt;
                return;
            }
        }

        incident.Causes.ForEach(Forget);
        incident.IsOver = true;
    }

    // Posts an alert about the tellable causes.
    private bool TryPost(
        AlertIncident incident, AlertState state, (AlertCause Cause, RateChange Change)? jump, long untold, long now, out long retryAt)
    {
        // MaxBy returns the first of equals, which is the one that began the incident.
        var worst = _tellable.MaxBy(cause => cause.Rank)!;
        var rank = worst.Rank;
        var lead = jump?.Cause ?? worst;
        retryAt = Math.Max(_gate.OpensAt(rank), lead.Gate.OpensAt(rank));
        if (retryAt > now)
        {
            return false;
        }

        var alert = new Alert
        {
            Id = _alerts + 1,
            Incident = incident.Id,
            Fingerprint = lead.Name.Fingerprint,
            State = state,
            Severity = worst.Severity,
            Anomaly = lead.Newest!,
            Timestamp = At(now),
            FirstSeen = At(incident.Began),
            LastSeen = At(incident.LastSeen),
            Count = incident.Told + untold,
            CountSinceLast = untold,
            SessionCount = incident.SessionCount,
            Rate = jump?.Change,
            MemberCount = _tellable.Count - 1,
            Members = MembersBeside(lead),
        };
        if (!post(alert))
        {
            retryAt = now + RetryInterval.Ticks;
            return false;
        }

        _gate.Take(rank, now);
        lead.Gate.Take(rank, now);
        _alerts++;
        _told += untold;
        _held -= untold;
        incident.Told += untold;
        incident.ToldRank = Math.Max(incident.ToldRank, rank);
        foreach (var cause in _tellable)
        {
            cause.Untold = 0;
        }

        return true;
    }

    private void Forget(long count)
    {
        _held -= count;
        _forgotten += count;
    }

    private AlertMember[] MembersBeside(AlertCause lead) => _tellable.Count == 1 ? [] :
    [
        .. _tellable.Where(cause => cause != lead).OrderByDescending(cause => cause.Rank).ThenByDescending(cause => cause.Count)
            .Take(MemberLimit).Select(MemberOf),
    ];

    private static AlertMember MemberOf(AlertCause cause) => new(cause.Name.Fingerprint, cause.Severity, cause.Newest!, cause.Count);

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
