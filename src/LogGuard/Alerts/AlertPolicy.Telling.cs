namespace LogGuard.Alerts;

/// <summary>Decides when an alert about a cause is raised, and with which content.</summary>
internal sealed partial class AlertPolicy
{
    // The earliest time at which the entry needs handling.
    private long WakeOf(AlertEntry entry)
    {
        if (entry.Newest is null)
        {
            return entry.Gate.FullAt;
        }

        var quietAt = entry.LastSeen + _options.QuietTime.Ticks;
        return _now >= quietAt ? Math.Max(quietAt, entry.ResolvedDue)
            : entry.Untold == 0 ? quietAt
            : Math.Min(quietAt, Math.Max(entry.Due, _suppressions.UntilOf(entry.Fingerprint)));
    }

    private void Handle(AlertEntry entry)
    {
        if (entry.Newest is null)
        {
            return;
        }

        var isSuppressed = _suppressions.UntilOf(entry.Fingerprint) > _now;
        var isQuiet = _now >= entry.LastSeen + _options.QuietTime.Ticks;
        if (isQuiet && (isSuppressed || _isNormal(entry.Newest)))
        {
            // A suppressed or answered cause does not report its end either.
            Forget(entry);
        }
        else if (isQuiet && _now >= entry.ResolvedDue)
        {
            Resolve(entry);
        }
        else if (!isQuiet && !isSuppressed && entry.Untold > 0 && _now >= entry.Due)
        {
            Tell(entry);
        }
    }

    private void Tell(AlertEntry entry)
    {
        if (_isNormal(entry.Newest!))
        {
            // The cause is reported if a later anomaly of it is not marked normal.
            entry.Due = _now + entry.Interval;
            return;
        }

        if (!TryPost(entry, entry.IsTold ? AlertState.Repeated : AlertState.New, out var retryAt))
        {
            entry.Due = retryAt;
            return;
        }

        entry.Due = _now + entry.Interval;
        entry.Interval = (long)Math.Min(entry.Interval * _options.BackoffFactor, _options.LongestInterval.Ticks);
    }

    private void Resolve(AlertEntry entry)
    {
        if (!_options.TellsResolved && entry.Untold == 0)
        {
            entry.Close();
            return;
        }

        var state = _options.TellsResolved ? AlertState.Resolved : entry.IsTold ? AlertState.Repeated : AlertState.New;
        if (TryPost(entry, state, out var retryAt))
        {
            entry.Close();
        }
        else
        {
            entry.ResolvedDue = retryAt;
        }
    }

    private bool TryPost(AlertEntry entry, AlertState state, out long retryAt)
    {
        retryAt = Math.Max(_gate.OpensAt, entry.Gate.OpensAt);
        if (retryAt > _now)
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
            Timestamp = At(_now),
            FirstSeen = At(entry.FirstSeen),
            LastSeen = At(entry.LastSeen),
            Count = entry.Count,
            CountSinceLast = entry.Untold,
            SessionCount = entry.SessionCount,
        };
        if (!_post(alert))
        {
            retryAt = _now + RetryInterval.Ticks;
            return false;
        }

        _gate.Take(_now);
        entry.Gate.Take(_now);
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
