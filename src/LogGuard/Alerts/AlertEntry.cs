using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>One cause as <see cref="AlertPolicy"/> knows it. Only touched by the reader.</summary>
internal sealed class AlertEntry(string fingerprint, RateGate gate) : LruNode<AlertEntry>
{
    private readonly HashSet<long> _sessions = [];

    public string Fingerprint => fingerprint;

    /// <summary>The newest anomaly; null while the cause is resolved.</summary>
    public Anomaly? Newest { get; private set; }

    public long FirstSeen { get; private set; }

    public long LastSeen { get; private set; }

    public long Count { get; private set; }

    /// <summary>Anomalies that no alert told of yet.</summary>
    public long Untold { get; set; }

    public AlertSeverity Severity { get; private set; }

    public AlertSeverity ToldSeverity { get; set; }

    /// <summary>Whether there was an alert since it was opened.</summary>
    public bool IsTold { get; set; }

    /// <summary>Whether its session had told of enough already, so that it waits for another one.</summary>
    public bool WaitsForSession { get; set; }

    /// <summary>When what is untold may be told, in UTC ticks.</summary>
    public long Due { get; set; }

    /// <summary>Before this time it is of no use to try to say that it is resolved.</summary>
    public long ResolvedDue { get; set; }

    /// <summary>The interval behind the next alert, in ticks.</summary>
    public long Interval { get; set; }

    public int SessionCount => _sessions.Count;

    public RateGate Gate = gate;

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

    /// <summary>Nothing of it is kept but its rate.</summary>
    public void Close() => Newest = null;
}
