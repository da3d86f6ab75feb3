namespace LogGuard;

/// <summary>A cause of anomalies that is not resolved; see <see cref="AnomalyDetector.GetCausesAsync"/>. Alerts are raised about the incidents of causes.</summary>
public sealed record ActiveCause
{
    /// <summary>Names the cause, also after a restart; as in <see cref="Alert.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The incident that it belongs to, as in <see cref="Alert.Incident"/>. Causes that began together share one.</summary>
    public required string Incident { get; init; }

    /// <summary>The highest severity among its anomalies.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>Its newest anomaly.</summary>
    public required Anomaly Anomaly { get; init; }

    /// <summary>Number of its anomalies, 1 or more.</summary>
    public required long Count { get; init; }

    /// <summary>Number of the incident's sessions, at most <see cref="Alert.SessionCountLimit"/>.</summary>
    public required int SessionCount { get; init; }

    /// <summary>When its incident began, by event time.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>When the incident's newest anomaly was raised, by event time.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>Until when alerts about it are suppressed, by event time; null if they are not.</summary>
    public DateTimeOffset? SuppressedUntil { get; init; }
}
