using LogGuard.Primitives;

namespace LogGuard.Alerts;

/// <summary>The state of one cause in <see cref="AlertPolicy"/>. Only accessed by the reader.</summary>
internal sealed class AlertCause(CauseName name, SeverityGate gate) : LruNode<AlertCause>
{
    public CauseName Name => name;

    /// <summary>The incident that it belongs to; null while it is resolved.</summary>
    public AlertIncident? Incident { get; private set; }

    /// <summary>The newest anomaly; null while the cause is resolved.</summary>
    public Anomaly? Newest { get; private set; }

    public long Count { get; private set; }

    /// <summary>Anomalies that no alert has reported yet.</summary>
    public long Untold { get; set; }

    /// <summary>The highest rank among the anomalies; see <see cref="SeverityRule.RankOf(Anomaly)"/>.</summary>
    public int Rank { get; private set; }

    public AlertSeverity Severity { get; private set; }

    public SeverityGate Gate => gate;

    public CauseRate Rate { get; } = new();

    public void Open(AlertIncident incident)
    {
        Incident = incident;
        Count = Untold = 0;
        Rank = 0;
        Severity = AlertSeverity.Info;
        Rate.Clear();
        incident.Causes.Add(this);
    }

    public void Add(Anomaly anomaly, int rank)
    {
        Newest = anomaly;
        Count++;
        Untold++;
        Rank = Math.Max(Rank, rank);
        Severity = SeverityRule.Of(anomaly) is var severity && severity > Severity ? severity : Severity;
    }

    /// <summary>The state to be saved.</summary>
    public SavedCause Save() => new()
    {
        Fingerprint = name.Fingerprint,
        Earlier = name.Earlier,
        Gate = gate.Save(),
        Count = Count,
        Untold = Untold,
        Rank = Rank,
        Severity = Severity,
        Rate = Newest is null ? null : Rate.Save(),
        Newest = Newest is { } newest ? SavedAnomaly.Of(newest) : null,
    };

    /// <summary>Restores a state of <see cref="Save"/> in a cause that is resolved.</summary>
    /// <param name="saved">The state.</param>
    /// <param name="incident">The incident that it belongs to; null for a resolved cause.</param>
    /// <param name="keyCount">Number of keys in the vocabulary.</param>
    public void Restore(SavedCause saved, AlertIncident? incident, int keyCount)
    {
        gate.Restore(saved.Gate);
        if (incident is null)
        {
            return;
        }

        Open(incident);
        (Newest, Count, Untold, Rank, Severity) = (saved.Newest!.ToAnomaly(keyCount), saved.Count, saved.Untold, saved.Rank, saved.Severity);
        Rate.Restore(saved.Rate!);
    }

    /// <summary>Resolves the cause. Only its rate limit is kept.</summary>
    public void Close()
    {
        Newest = null;
        Incident = null;
    }
}
