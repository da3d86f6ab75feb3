using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>The state of one cause in <see cref="AlertPolicy"/>. Only accessed by the reader.</summary>
internal sealed class AlertIncident(string fingerprint, TokenBucket gate) : LruNode<AlertIncident>
{
    private readonly HashSet<long> _sessions = [];

    public string Fingerprint => fingerprint;

    /// <summary>The newest anomaly; null while the cause is resolved.</summary>
    public Anomaly? Newest { get; private set; }

    public long FirstSeen { get; private set; }

    public long LastSeen { get; private set; }

    public long Count { get; private set; }

    /// <summary>Anomalies that no alert has reported yet.</summary>
    public long Untold { get; set; }

    public AlertSeverity Severity { get; private set; }

    public AlertSeverity ToldSeverity { get; set; }

    /// <summary>Whether an alert was raised since the cause was opened.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether the cause waits for another session, because its own had reached <see cref="AlertOptions.SessionLimit"/>.</summary>
    public bool WaitsForSession { get; set; }

    /// <summary>When the unreported anomalies may be reported, in UTC ticks.</summary>
    public long Due { get; set; }

    /// <summary>The earliest time to report that the cause is resolved, in UTC ticks.</summary>
    public long ResolvedDue { get; set; }

    /// <summary>The interval after the next alert, in ticks.</summary>
    public long Interval { get; set; }

    public int SessionCount => _sessions.Count;

    public TokenBucket Gate = gate;

    public void Open(long now, long interval)
    {
        FirstSeen = now;
        Count = Untold = 0;
        Severity = ToldSeverity = AlertSeverity.Info;
        IsTold = WaitsForSession = false;
        Due = ResolvedDue = now;
        Interval = interval;
        _sessions.Clear();
    }

    public void Add(Anomaly anomaly, long session, AlertSeverity severity, long now)
    {
        Newest = anomaly;
        LastSeen = now;
        Count++;
        Untold++;
        Severity = severity > Severity ? severity : Severity;
        if (_sessions.Count < Alert.SessionCountLimit)
        {
            _sessions.Add(session);
        }
    }

    /// <summary>Resolves the cause. Only its rate limit is kept.</summary>
    public void Close() => Newest = null;
}
