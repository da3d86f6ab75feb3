namespace LogGuard.Alerts;

/// <summary>
/// Decides when an alert about a cause is raised, and with which content, and counts the alerts and the anomalies that they
/// report. Only accessed by the reader.
/// </summary>
/// <param name="options">The intervals and limits.</param>
/// <param name="suppressions">The causes that are suppressed.</param>
/// <param name="post">Delivers an alert. Returns false if there is no room, and the alert must be retried.</param>
/// <param name="isNormal">Whether an anomaly was marked normal since it was raised.</param>
internal sealed class AlertRaiser(
    AlertOptions options, SuppressionList suppressions, Func<Alert, bool> post, Func<Anomaly, bool> isNormal)
{
    // The delay before the next attempt when the receivers have no room for an alert.
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(1);

    private TokenBucket _gate = new(options.RateLimit, options.RateInterval);
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
    public void TakeRates(long now) => _gate = _gate.With(options.RateLimit, options.RateInterval, now);

    /// <summary>Counts an anomaly, which is not reported yet.</summary>
    public void Hold() => _held++;

    /// <summary>Resolves a cause without an alert. Its unreported anomalies are never reported.</summary>
    public void Forget(AlertIncident entry)
    {
        _held -= entry.Untold;
        _forgotten += entry.Untold;
        entry.Untold = 0;
        entry.Close();
    }

    /// <summary>The earliest time at which a cause needs handling, in UTC ticks.</summary>
    public long WakeOf(AlertIncident entry, long now)
    {
        if (entry.Newest is null)
        {
            return entry.Gate.FullAt;
        }

        var quietAt = entry.LastSeen + options.QuietTime.Ticks;
        return now >= quietAt ? Math.Max(quietAt, entry.ResolvedDue)
            : entry.Untold == 0 ? quietAt
            : Math.Min(quietAt, Math.Max(entry.Due, suppressions.UntilOf(entry.Fingerprint)));
    }

    /// <summary>Raises the alert about a cause that is due, or forgets the cause.</summary>
    public void Handle(AlertIncident entry, long now)
    {
        if (entry.Newest is null)
        {
            return;
        }

        var isSuppressed = suppressions.UntilOf(entry.Fingerprint) > now;
        var isQuiet = now >= entry.LastSeen + options.QuietTime.Ticks;
        if (isQuiet && (isSuppressed || isNormal(entry.Newest)))
        {
            // A suppressed or answered cause does not report its end either.
            Forget(entry);
        }
        else if (isQuiet && now >= entry.ResolvedDue)
        {
            Resolve(entry, now);
        }
        else if (!isQuiet && !isSuppressed && entry.Untold > 0 && now >= entry.Due)
        {
            Tell(entry, now);
        }
    }

    private void Tell(AlertIncident entry, long now)
    {
        if (isNormal(entry.Newest!))
        {
            // The cause is reported if a later anomaly of it is not marked normal.
            entry.Due = now + entry.Interval;
            return;
        }

        if (!TryPost(entry, entry.IsTold ? AlertState.Repeated : AlertState.New, now, out var retryAt))
        {
            entry.Due = retryAt;
            return;
        }

        entry.Due = now + entry.Interval;
        entry.Interval = (long)Math.Min(entry.Interval * options.BackoffFactor, options.LongestInterval.Ticks);
    }

    private void Resolve(AlertIncident entry, long now)
    {
        if (!options.TellsResolved && entry.Untold == 0)
        {
            entry.Close();
            return;
        }

        var state = options.TellsResolved ? AlertState.Resolved : entry.IsTold ? AlertState.Repeated : AlertState.New;
        if (TryPost(entry, state, now, out var retryAt))
        {
            entry.Close();
        }
        else
        {
            entry.ResolvedDue = retryAt;
        }
    }

    private bool TryPost(AlertIncident entry, AlertState state, long now, out long retryAt)
    {
        retryAt = Math.Max(_gate.OpensAt, entry.Gate.OpensAt);
        if (retryAt > now)
        {
            return false;
        }

        var alert = new Alert
        {
            Id = _alerts + 1,
            Fingerprint = entry.Fingerprint,
            State = state,
            Severity = entry.Severity,
            Anomaly = entry.Newest!,
            Timestamp = At(now),
            FirstSeen = At(entry.FirstSeen),
            LastSeen = At(entry.LastSeen),
            Count = entry.Count,
            CountSinceLast = entry.Untold,
            SessionCount = entry.SessionCount,
        };
        if (!post(alert))
        {
            retryAt = now + RetryInterval.Ticks;
            return false;
        }

        _gate.Take(now);
        entry.Gate.Take(now);
        _alerts++;
        _told += entry.Untold;
        _held -= entry.Untold;
        entry.Untold = 0;
        entry.IsTold = true;
        entry.ToldSeverity = entry.Severity;
        return true;
    }

    private static DateTimeOffset At(long ticks) => new(ticks, TimeSpan.Zero);
}
